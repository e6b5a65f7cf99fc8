"""Wishes of tasks for slugs: the words that a slug may be made of, and their order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from roadmap.reading.naming import MAX_DERIVED, fit_words

WORDS = 3
NUMBER_ROOM = 5
ORDINARY = "task"


@dataclass(frozen=True, slots=True)
class Wish:
    """The words a slug may be made of: those of the title, those that fill it up, those that only tell apart."""

    prefix: str
    title: tuple[str, ...]
    more: tuple[str, ...]
    apart: tuple[str, ...]

    def ways(self) -> Iterator[str]:
        """The slugs that these words may make, the best first. They are the same whatever other tasks there are.

        1. The plain slug.
        2. The title's first word, with two more of the line that the plain slug lacks.
        3. The title's first word, with one of these.
        4. The title's first word, with a small word, one of a link or one of the titles above.
        """
        plain = self._plain()
        used = set(plain.split("-"))
        own = [word for word in dict.fromkeys((*self.title, *self.more)) if word not in used]
        apart = [word for word in self.apart if word not in used]
        ways = (plain, self._distinct(own[: WORDS - 1]), *(self._distinct([word]) for word in (*own, *apart)))
        return filter(None, ways)

    def numbered(self) -> str:
        """The beginning of a slug that ends with a number."""
        return fit_words(self._start, self.title[:2], MAX_DERIVED - NUMBER_ROOM) or ORDINARY

    @property
    def has_words(self) -> bool:
        """Whether there is any word at all."""
        return bool(self.title or self.more or self.apart)

    @property
    def _start(self) -> list[str]:
        return self.prefix.split("-") if self.prefix else []

    def _plain(self) -> str:
        """The slug that these words have by themselves: three of the title. One alone is filled up from the hint."""
        words = self.title if len(self.title) > 1 else (*self.title, *self.more[: WORDS - 1])
        return fit_words(self._start, words[:WORDS])

    def _distinct(self, words: list[str]) -> str:
        """The slug with some words after the title's first word if there is room; empty without words."""
        if not words:
            return ""
        short = fit_words(self._start, self.title[:1])
        if self.title and len(f"{short}-{words[0]}") <= MAX_DERIVED:
            return fit_words([short], words)
        return fit_words(self._start, words)
