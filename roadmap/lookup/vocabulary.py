"""The words of each task and block: those of its slug and title, and of the parts around it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from roadmap.lookup.nearness import Nearness, is_near
from roadmap.model import Block, Roadmap, Task

SHORTEST_SLIP = 4

_WORD = re.compile(r"[^\W_]+")
_COUNTED = re.compile(r"(?:w|week|m|month|level|phase|block|part)?\d+")
_FILLERS = frozenset({"the", "a", "an", "of", "and", "to", "in", "for", "task", "block", "week", "month", "level"})


class Lexicon:
    """The words of a roadmap. Numbers and fillers belong to everything."""

    def __init__(self, roadmap: Roadmap) -> None:
        self._bearers: defaultdict[str, set[str]] = defaultdict(set)
        self._known: dict[str, frozenset[str]] = {}
        for slug, text in _texts(roadmap):
            for word in split_words(text):
                self._bearers[word].add(slug)
        self._everything = frozenset(slug for slugs in self._bearers.values() for slug in slugs)

    def names(self, typed: str, named: Task | Block) -> bool:
        """Whether every word typed belongs to this task or block."""
        return named.slug in self._bearers_of_all(split_words(typed))

    def reach(self, words: Iterable[str]) -> int:
        """How many of these words, from the first on, may all belong to the same task or block."""
        bearers, count = self._everything, 0
        for word in words:
            bearers &= self._bearers_of_all(split_words(word))
            if not bearers:
                break
            count += 1
        return count

    def _bearers_of_all(self, words: Iterable[str]) -> frozenset[str]:
        bearers = self._everything
        for word in words:
            bearers &= self._bearers_of(word)
        return bearers

    def _bearers_of(self, word: str) -> frozenset[str]:
        """The slugs of tasks and blocks with this word, or with one of which it may be a slip."""
        if word in _FILLERS or _COUNTED.fullmatch(word):
            return self._everything
        if word not in self._known:
            alike = [word] if len(word) < SHORTEST_SLIP else [one for one in self._bearers if _is_slip(word, one)]
            self._known[word] = frozenset(slug for one in alike for slug in self._bearers.get(one, ()))
        return self._known[word]


def split_words(text: str) -> list[str]:
    """Split a text into runs of letters and digits, without case."""
    return _WORD.findall(text.casefold())


def _is_slip(word: str, known: str) -> bool:
    return is_near(word, known, Nearness.SLIP)


def _texts(roadmap: Roadmap) -> Iterator[tuple[str, str]]:
    for level in roadmap.levels:
        for month in level.months:
            for block in month.blocks:
                around = " ".join(
                    (level.slug, level.name, month.slug, month.label, month.title, block.slug, block.title)
                )
                yield block.slug, around
                for task in block.all_tasks():
                    yield task.slug, " ".join((around, task.slug, task.title, *task.aliases))
