"""Names, notes and slips as people type them, drawn for one roadmap.

Nothing here is taken from the code that reads such lines. What a name is, and which word is unmistakable, is worked out
anew from the roadmap.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from roadmap.model import Block, Roadmap, Task


@dataclass(frozen=True)
class TypedLine:
    """A line with what it ticks and the note in it.

    - `exact`: it is a slug or a unique whole title, alone or with a note. It must never be a question.
    - `single`: it has exactly one meaning. It should seldom be a question.
    """

    typed: str
    slugs: tuple[str, ...]
    note: str = ""
    exact: bool = False
    single: bool = True


NOTES = (
    "one hour", "complete!", "team effort with Ben", "docker was hard to set up", "python took me longest",
    "at last", "it was fun", "took 2 hours", "3 pomodoros", "see my notebook", "2 days", "done with Ben and Ann",
    "pandas and numpy felt easy", "more python tomorrow", "not easy", "was it worth it? yes", "🎉 finally", "100%",
    "in the end I used pytorch", "github later", "with the whole team", "week 3 was harder", "great project",
    "everything works", "thanks to @ben", "half of it twice", "page 12-15", "a first draft", "the docs helped",
)  # fmt: skip
LINKS = (
    "https://github.com/ann/numpy", "http://example.org/week2-python?x=1&y=2", "www.example.org/docker",
    "github: https://github.com/ann/week2-script", "my repo https://gitlab.com/a/b", "https://example.org/a_(b)",
)  # fmt: skip
DAYS = (
    "yesterday", "last night", "on Sunday", "today", "this morning", "on 3 March", "before breakfast",
    "the day before yesterday", "Yesterday", "on Friday evening", "two days ago", "last Sunday", "on 2026-03-01",
)  # fmt: skip
NOTE_SIGNS = (" - ", " – ", " — ", ": ", " | ", " (", ' "', ". ", " -- ", "; ", ", ", " ", " ", " ", " / ", "! ", " → ")
CLOSING = {" (": ")", ' "': '"'}
SMALL = frozenset(
    {"from", "with", "your", "this", "that", "into", "over", "some", "them", "then", "what", "when", "start", "choose"}
    | {"build", "common"}
)


def words_of(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


def told_words(text: str) -> list[str]:
    """The words without "and" and "then", for which a sign may stand."""
    return [word for word in words_of(text) if word not in ("and", "then")]


def run_together(text: str) -> str:
    return "".join(told_words(text))


class Writer:
    """Draws lines about one roadmap."""

    def __init__(self, roadmap: Roadmap, random: Random) -> None:
        self.random = random
        self.tasks = list(roadmap.tasks())
        self.blocks = list(roadmap.blocks())
        self.things: list[Task | Block] = [*self.tasks, *self.blocks]
        self.block_of = {task.slug: block for block in self.blocks for task in block.all_tasks()}
        self.level_of = {task.slug: roadmap.place_of(task.slug)[0] for task in self.tasks}
        begun = [words_of(task.title)[:2] for task in self.tasks]
        self.notes = tuple(note for note in NOTES if words_of(note)[:2] not in begun)
        self._names = Counter(run_together(name) for name in self._all_names(roadmap))
        self._bearers = Counter(word for names in self._words(roadmap) for word in names)
        self._all = [word for word in self._bearers if len(word) > 3]

    def _all_names(self, roadmap: Roadmap) -> Iterator[str]:
        for level in roadmap.levels:
            yield from {level.slug, level.title, level.name, *(month.title for month in level.months)}
        for thing in self.things:
            aliases = thing.aliases if isinstance(thing, Task) else ()
            yield from {run_together(name) for name in (thing.slug, thing.title, *aliases)}

    def _words(self, roadmap: Roadmap) -> Iterator[set[str]]:
        """The words of each task, block, level and month, for a word that only one has."""
        for task in self.tasks:
            links = [link.title for link in task.resources] + [step.text for step in task.steps]
            yield set(words_of(" ".join((task.slug, task.title, *task.aliases, *links))))
        for block in self.blocks:
            yield set(words_of(f"{block.slug} {block.title}"))
        for level in roadmap.levels:
            yield set(words_of(f"{level.slug} {level.title} {level.name}"))
            yield set(words_of(" ".join(month.title for month in level.months)))

    def pick(self, things: tuple[str, ...]) -> str:
        return self.random.choice(things)

    def pick_one(self, several: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
        return self.random.choice(several)

    def task(self) -> Task:
        return self.random.choice(self.tasks)

    def has_unique_title(self, thing: Task | Block) -> bool:
        title = run_together(thing.title)
        counted = re.fullmatch(r"(week|month)s?\d+", title)
        # A slug and a title of one thing may run together alike, and count once.
        return bool(title) and self._names[title] == 1 and not counted

    def block_name(self, block: Block) -> str:
        """The slug of a block, or its title if nothing else is called so."""
        return block.title if self.has_unique_title(block) and self.random.random() < 0.5 else block.slug

    def slug_as_typed(self, slug: str) -> str:
        ways = (
            slug, slug, slug, slug.upper(), slug.title(), slug.swapcase(), slug.replace("-", "_"),
            slug.replace("-", " "), f"`{slug}`", f"“{slug}”", f"„{slug}“", f"«{slug}»", f"‘{slug}’",
            slug.replace("-", "\u2011"),
        )  # fmt: skip
        return self.pick(ways)

    def title_as_typed(self, title: str) -> str:
        ways = (
            title, title, title.lower(), title.upper(), title.replace("'", "’"), title.replace("&", "and"),
            title.replace(" - ", " – "), f"{title} ", f"**{title}**", title.replace(" ", "  "), f"“{title}”",
            f"„{title}“", f"«{title}»", title.replace(" - ", " — "), title.swapcase(), title.replace(" ", "\u00a0"),
        )  # fmt: skip
        return self.pick(ways)

    def whole_name(self) -> tuple[str, str]:
        """A slug or unique title as it may be typed, and the slug that it means."""
        task = self.task()
        if self.random.random() < 0.5 and self.has_unique_title(task):
            return self.title_as_typed(task.title), task.slug
        return self.slug_as_typed(self.random.choice((task.slug, *task.aliases))), task.slug

    def loose_name(self) -> tuple[str, str]:
        """A word that only one task has, and the slug that it means. A whole name where there is none."""
        task = self.task()
        words = [word for word in words_of(task.title) if self.is_unmistakable(word)]
        return (self.random.choice(words), task.slug) if words else self.whole_name()

    def is_unmistakable(self, word: str) -> bool:
        alike = [one for one in self._all if one[:4] == word[:4] and one != word]
        return len(word) > 3 and word.isalpha() and word not in SMALL and self._bearers[word] == 1 and not alike

    def note(self) -> str:
        other = self.task()
        drawn = (
            self.pick(self.notes),
            self.pick(self.notes),
            self.pick(LINKS),
            f"after {other.title}",
            f"see {other.slug}",
        )
        note = self.pick(drawn)
        if self.random.random() < 0.2:
            note = self.pick((f"{note} {self.pick(DAYS)}", self.pick(DAYS), f"{self.pick(DAYS)} {note}"))
        return note

    def makes_title(self, typed: str) -> bool:
        """Tell whether a line begins with the words of a whole title. It is that title then, and the rest its note."""
        words = told_words(typed)
        titles = [told_words(thing.title) for thing in self.things]
        return any(len(title) > 1 and words[: len(title)] == title for title in titles)

    def with_note(self, name: str) -> tuple[str, str]:
        """A name with a note behind it, and the note as it must be kept."""
        note, sign = self.note(), self.pick(NOTE_SIGNS)
        return f"{name}{sign}{note}{CLOSING.get(sign, '')}", note

    def slip(self, name: str) -> str:
        """A name with one slip in a long word, never in its first letter or a digit."""
        words = [found for found in re.finditer(r"[^\W\d_]{6,}", name) if found.group().isascii()]
        if not words:
            return name
        found = self.random.choice(words)
        word, at = found.group(), self.random.randrange(1, len(found.group()) - 1)
        letter = self.random.choice("abcdefghijklmnopqrstuvwxyz")
        wrong = self.pick((
            word[:at] + word[at + 1 :], word[:at] + word[at] + word[at:], word[:at] + letter + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        ))  # fmt: skip
        return name[: found.start()] + wrong + name[found.end() :]


Draw = Callable[[Writer], TypedLine]
