"""Things that people count instead of minutes: pages, chapters, exercises."""

from __future__ import annotations

import re

_COUNTED = frozenset(
    """
    page chapter section paragraph lesson lecture module unit video episode paper article book slide sheet card
    exercise problem question task assignment quiz quizzes kata puzzle challenge example project commit line word verse
    paragraph pp pg pgs ch chs ex exs p q qs ep eps part step set rep round time sprint attempt class classes sum
    seite seiten kapitel aufgabe aufgaben übung übungen karte karten folie folien video videos lektion lektionen
    página páginas capítulo capítulos ejercicio ejercicios lección lecciones tarea tareas problema problemas
    chapitre chapitres exercice exercices leçon leçons tâche tâches pagina pagine capitolo capitoli esercizio esercizi
    lezione lezioni bladzijde bladzijden hoofdstuk hoofdstukken oefening oefeningen les lessen strona strony stron
    rozdział rozdziały rozdziałów zadanie zadania zadań ćwiczenie ćwiczenia ćwiczeń lekcja lekcje lekcji exercício
    exercícios aula aulas lição lições страница страницы страниц страницу глава главы глав главу задача задачи задач
    задачу упражнение упражнения упражнений урок урока уроков слов сторінка сторінки сторінок розділ розділи розділів
    завдання вправа вправи вправ уроки уроків sayfa bölüm alıştırma soru ders ödev kelime
    km miles mile k kb mb gb kg percent xp points pts x st nd rd th of am pm times people more new
    day days week weeks month months year years tag tage día días jour jours день дня дней
    """.split()  # noqa: SIM905  two hundred quoted words are harder to read
)
_FOREIGN_PLURALS = frozenset(
    """
    seiten aufgaben übungen karten folien lektionen páginas capítulos ejercicios lecciones exercícios lições leçons
    tâches pagine capitoli esercizi lezioni bladzijden hoofdstukken oefeningen lessen stron strony rozdziałów zadania
    zadań ćwiczenia ćwiczeń lekcji страниц страницы глав главы задач задачи упражнений упражнения уроков урока сторінок
    розділів завдань завдання вправ вправи уроки soru alıştırma videos lectures quizzes kata
    """.split()  # noqa: SIM905  fifty quoted words are harder to read
)
_SINGULAR_ENDS = ("ss", "us", "is", "ics", "ops", "js", "aws", "css", "pandas")
_WORD = re.compile(r"[^\W\d_]+")
_TRAINERS = frozenset(
    """
    leetcode neetcode hackerrank codewars codeforces kattis kaggle euler exercism rosalind anki flashcards duolingo
    brilliant aoc katas hackerearth topcoder advent
    """.split()  # noqa: SIM905  twenty quoted words are harder to read
)
"""Sites and games whose pieces people count by the name of the site."""

_NEAR = 4
"""Words after a number of which the counted thing may be the last: `30 hard linear algebra problems`."""

_PAUSES = frozenset(
    """
    a an the my our some of on in about for with to at from and or then while by via
    read watched solved wrote did reviewed practised practiced studied made built coded took skimmed finished learned
    """.split()  # noqa: SIM905  forty quoted words are harder to read
)
"""Words after which a thing is not what the number counts: `30 read two papers`."""


def counts_things(words: str) -> bool:
    """Tell whether a bare number before these words may count things: `exercises`, `numpy exercises`, `leetcode`.

    1. The next word is the thing, as `names_things` tells.
    2. Or one of the next four words is the plural of a thing, with no small word or verb before it.
    3. Or the next word is a site whose pieces are counted.
    """
    each = words.split()
    first = _WORD.match(each[0]) if each else None
    if not each or names_things(each[0]) or (first and first.group().casefold() in _TRAINERS):
        return bool(each)
    if each[0].casefold().endswith("ing"):
        return False
    for word in each[:_NEAR]:
        name = word.casefold().strip(".,;:!?()")
        if name in _PAUSES:
            return False
        if _is_plural_thing(name):
            return True
        if word[-1] in ",;:.-–—(":
            return False
    return False


def _is_plural_thing(name: str) -> bool:
    """Tell whether a word is the plural of a thing, in English or in another language."""
    english = {name.removesuffix("s"), name.removesuffix("es"), f"{name.removesuffix('ies')}y"} - {name}
    return bool(english & _COUNTED) if name.isascii() and name.endswith("s") else name in _FOREIGN_PLURALS


def names_things(word: str) -> bool:
    """Tell whether a word after a bare number is the thing counted, or could be.

    1. The sign of a share, a fraction or a number is.
    2. A word of the table above is, and so is a single letter.
    3. An English plural is; `statistics`, `keras` and `pandas` end in `s` too.
    """
    found = _WORD.match(word)
    if found is None:
        return bool(word)
    name = found.group().casefold()
    return name in _COUNTED or len(name) == 1 or (name.endswith("s") and not name.endswith((*_SINGULAR_ENDS, "keras")))
