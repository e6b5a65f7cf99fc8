"""The words that slugs stand for, and how alike they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from rapidfuzz.distance import OSA

from roadmap.lookup.nearness import Nearness, same_words, shared_words
from roadmap.lookup.slips import is_slip
from roadmap.model import Roadmap, Task
from roadmap.parts_named import list_parts

TASK = "task"
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d+")


class SlugWords(NamedTuple):
    """The words that a slug stands for. Acts of one `kind` never go to another."""

    kind: str
    title: str
    hint: str = ""

    @property
    def text(self) -> str:
        """Title and hint, as they are compared."""
        return f"{self.title} {self.hint}".strip()


Words = Mapping[str, SlugWords]
"""Each slug under which learners' acts are kept, with its words."""


def list_slug_words(roadmap: Roadmap) -> dict[str, SlugWords]:
    """All slugs under which learners' acts are kept, aliases included, each with its words."""
    found: dict[str, SlugWords] = {}
    for slug, words in _every_slug(roadmap):
        found.setdefault(slug, words)
    return found


def list_keyed_words(roadmap: Roadmap) -> dict[str, SlugWords]:
    """All slugs under which acts are kept, and the keys of parts, with their words. The hint of a part is its tasks."""
    parts = {key: SlugWords(kind, title, tasks) for key, kind, title, tasks in list_parts(roadmap)}
    return {**list_slug_words(roadmap), **parts}


def suggest_heir(words: SlugWords, tasks: Iterable[Task]) -> Task | None:
    """The task that looks most like these words, by title or with the hint; None if none looks like them."""
    likely = [(_likeness(words, task), -place, task) for place, task in enumerate(tasks)]
    nearness, _, task = max(likely, default=(0.0, 0, None), key=lambda one: one[:2])
    return task if nearness >= Nearness.ALIKE else None


def is_reworded(old: SlugWords, new: SlugWords) -> bool:
    """Whether the new words may say the same in more or fewer words. Another number in the title is another task."""
    return _same_sort(old, new) and shared_words(old.text, new.text) >= Nearness.TITLE


def is_corrected(old: SlugWords, new: SlugWords) -> bool:
    """Whether the new words are the old ones with slips mended. More words may ask for more work.

    Another word may be another task, however alike the titles are: "Learn Go", "Read Go".
    """
    alike = _same_sort(old, new) and same_words(old.text, new.text) >= Nearness.TITLE
    return alike and _are_slips(_split(old.text), _split(new.text))


def _are_slips(old: list[str], new: list[str]) -> bool:
    """Whether each word that only one side has is a slip of one of the other side, or only blanks differ."""
    gone, come = [word for word in old if word not in new], [word for word in new if word not in old]
    if "".join(old) == "".join(new):
        return True
    return len(gone) == len(come) and all(any(_is_letter_off(word, other) for other in come) for word in gone)


def _is_letter_off(word: str, other: str) -> bool:
    """Whether one word is a slip of the other; a short word may be a slip too, after its first letter."""
    return is_slip(word, other) or (word[0] == other[0] and OSA.distance(word, other) == 1)


def _split(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _same_sort(old: SlugWords, new: SlugWords) -> bool:
    return old.kind == new.kind and _NUMBER.findall(old.title) == _NUMBER.findall(new.title)


def _likeness(words: SlugWords, task: Task) -> float:
    other = SlugWords(TASK, task.title, task.hint)
    return max(shared_words(words.title, other.title), shared_words(words.text, other.text))


def _every_slug(roadmap: Roadmap) -> Iterator[tuple[str, SlugWords]]:
    for task in roadmap.tasks():
        yield from ((slug, SlugWords(TASK, task.title, task.hint)) for slug in (task.slug, *task.aliases))
    for choice in roadmap.choices():
        yield choice.slug, SlugWords("choice", choice.title)
        yield from ((one.slug, SlugWords("option", one.title, one.hint)) for one in choice.options)
    for level in roadmap.levels:
        yield from ((one.slug, SlugWords("criterion", one.text)) for one in level.criteria)
    yield from ((one.slug, SlugWords("habit", one.title, one.hint)) for one in roadmap.habits)
