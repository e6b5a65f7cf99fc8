"""The kind of work that a title suggests, and the words that say little by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable

from roadmap.model import TaskKind

_KINDS = {
    TaskKind.READ: "read skim",
    TaskKind.WATCH: "watch",
    TaskKind.UNDERSTAND: "understand learn know study review explore goal focus",
    TaskKind.PRACTISE: "practise practice master exercise solve try apply use",
    TaskKind.BUILD: "build implement create write make code deploy develop reproduce experiment",
    TaskKind.COURSE: "course complete finish take",
    TaskKind.PROJECT: "project capstone contribute",
    TaskKind.PUBLISH: "publish present document",
}
VERBS = {verb: kind for kind, verbs in _KINDS.items() for verb in verbs.split()}
"""Words that begin a task and say what to do with the rest: alone they are no title."""
LEADING = frozenset(VERBS) - {"project", "course", "capstone", "exercise"}
"""Verbs that a slug leaves out at its beginning."""
GENERIC = set(VERBS) | {"choose", "start", "start with", "task", "todo", "topic", "resource", "resources", "tools"}
GROUP_WORDS = GENERIC | {
    *("tasks", "task list", "to do", "to-do", "to dos", "to-dos", "todos", "checklist", "check list", "objectives"),
    *("learning goals", "learning objectives", "goals", "activities", "action items", "actions", "steps", "hands-on"),
    *("exercises", "homework", "assignment", "assignments", "lab", "labs", "reading", "readings", "quiz", "quizzes"),
    *("projects", "videos", "lectures", "articles", "tutorials", "books", "links", "deliverables", "challenges"),
    *("what to do", "what to learn", "what you will do", "must do", "do", "your tasks", "tasks to do", "progress"),
    *("aufgaben", "ziele", "übungen", "tareas", "ejercicios", "objetivos", "tarefas", "exercícios", "tâches"),
    *("exercices", "objectifs", "compiti", "esercizi", "obiettivi", "задачи", "задания", "цели", "упражнения"),
    *(
        "任务",
        "目标",
        "练习",
        "タスク",
        "課題",
        "目標",
        "과제",
        "할 일",
        "목표",
        "zadania",
        "úkoly",
        "görevler",
        "taken",
    ),
}
"""Titles of groups that say nothing of what is in them."""
THING = re.compile(
    r"(?:(?:mini|side|final|group|online|free|optional|bonus|extra|short|main|small|big|first|second|third|next|weekly|"
    r"daily)[ -])*"
    r"(?:book|video|article|paper|course|project|capstone|quiz|quizze|exercise|lab|homework|assignment|chapter|lecture|"
    r"lesson|tutorial|documentation|doc|reading|problem|kata|challenge|task|talk|workshop|guide|serie|series|playlist|"
    r"podcast|milestone|test|exam|bonus|optional|extra|goal|deliverable|practice|assessment|review|"
    r"case study|example|demo|app|game|website|movie|film|song|episode|link|note|drill|activity|topic|theme|concept|"
    r"buch|kapitel|übung|aufgabe|projekt|kurs|aufsatz|libro|capítulo|artículo|ejercicio|proyecto|curso|livre|chapitre|"
    r"exercice|projet|cours|vidéo|vídeo|livro|exercício|projeto|libro|capitolo|esercizio|progetto|corso|книга|глава|"
    r"статья|видео|проект|курс|задача|упражнение|лекция)s?"
    r"(?:\s*(?:#|no\.?|nr\.?|№)?\s*\d{1,4})?"
)
"""A sort of thing that says nothing of which: "Book", "Mini-project", "Exercise 3"."""
_DETERMINERS = frozenset(
    {"a", "an", "the", "your", "my", "our", "this", "that", "these", "those", "some", "any", "all"}
    | {"one", "two", "three", "every", "another"}
)
_UNSURE = frozenset({"make", "code", "present", "publish"})
_COURSES = frozenset(
    {"course", "courses", "specialization", "specialisation", "bootcamp"}
    | {"certificate", "certification", "mooc", "class"}
)
_HOSTS = {"youtube.com": TaskKind.WATCH, "youtu.be": TaskKind.WATCH, "arxiv.org": TaskKind.READ}


def guess_kind(title: str, hosts: Iterable[str]) -> TaskKind:
    """The kind that a title suggests, else its links. A word that may be a noun or a name suggests nothing.

    1. A title or head that ends with "project" or "course" is one.
    2. A title that begins with a verb is that work.
    3. "Make", "code" and "present" are verbs before "a", "your" and the like: not in "Make School", "Code review".
    4. "Finish" and "take" speak of a course only if it is named.
    5. "Document" publishes only where it is the whole head.
    """
    words = re.findall(r"[^\W\d_]+", title.lower())
    head = re.findall(r"[^\W\d_]+", title.lower().partition(":")[0])
    for last in (part[-1].removesuffix("s") for part in (head, words) if part):
        if last in ("project", "course") and "of" not in words[-2:-1]:
            return TaskKind(last)
    kind = _kind_of_verb(words, head) if words else None
    return kind or next((_HOSTS[host] for host in hosts if host in _HOSTS), TaskKind.UNDERSTAND)


def _kind_of_verb(words: list[str], head: list[str]) -> TaskKind | None:
    verb, alone = words[0], len(head) == 1
    kind = VERBS.get(verb)
    if verb in _UNSURE:
        sure = alone or words[1] in _DETERMINERS
    elif kind is TaskKind.COURSE:
        sure = (alone and len(words) > 1) or not _COURSES.isdisjoint(words)
    elif verb == "project":
        sure = alone
    else:
        sure = verb != "document" or (alone and len(words) > 1)
    return kind if sure else None
