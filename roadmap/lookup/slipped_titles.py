"""Whole titles with a sign inside and a slip in a word: `Mini-projct: Titanic`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from roadmap.lookup.names import titles_of
from roadmap.lookup.slips import is_slip
from roadmap.lookup.words import Sign, Word, split_typed
from roadmap.model import Roadmap, Task


@dataclass(frozen=True, slots=True)
class _Title:
    task: Task
    words: Sequence[Word]


class SlippedTitles:
    """The titles of tasks that have a colon, a comma or another such sign, by their first letters."""

    def __init__(self, roadmap: Roadmap) -> None:
        self._titles: dict[str, list[_Title]] = {}
        for task in roadmap.tasks():
            for words in map(split_typed, titles_of(task)):
                if any(word.sign is not Sign.BLANK for word in words[1:]):
                    self._titles.setdefault(words[0].text[0], []).append(_Title(task, words))

    def find(self, words: Sequence[Word], at: int) -> tuple[tuple[Task, ...], int]:
        """The tasks of the longest title that is typed here word for word, up to slips, and the first word after it."""
        fitting = [title for title in self._titles.get(words[at].text[0], ()) if _fits(title.words, words[at:])]
        longest = max((len(title.words) for title in fitting), default=0)
        return tuple(title.task for title in fitting if len(title.words) == longest), at + longest


def _fits(title: Sequence[Word], typed: Sequence[Word]) -> bool:
    """Tell whether the typed words begin with a title. A sign may be left out."""
    pairs = list(zip(title, typed, strict=False))
    signs = all(ours.sign in (theirs.sign, Sign.BLANK) for theirs, ours in pairs[1:])
    return len(pairs) == len(title) and signs and all(_is_same(ours.text, theirs.text) for theirs, ours in pairs)


def _is_same(typed: str, meant: str) -> bool:
    return typed == meant or is_slip(typed, meant)
