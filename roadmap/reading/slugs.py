"""Slugs for tasks and parts that have none: short, ASCII, unique, and the same wherever their line stands."""

from __future__ import annotations

from collections import Counter

from roadmap.reading.claims import Claims
from roadmap.reading.complaints import Complaint
from roadmap.reading.marks import Marks
from roadmap.reading.naming import MAX_DERIVED, fit_words, slug_words
from roadmap.reading.wishes import NUMBER_ROOM, WORDS, Wish


class Namer:
    """Gives each task and part its slug.

    Pinned slugs are taken first, then those of parts, in file order. The slugs of tasks are wished for by a key, and
    given all at once, so that their order counts for nothing where a word tells them apart. `ordered` are those for
    which it counts.
    """

    def __init__(self) -> None:
        self.complaints: list[Complaint] = []
        self.ordered: set[str] = set()
        self._taken: dict[str, int] = {}
        self._wishes: dict[int, Wish] = {}
        self._given: dict[int, str] = {}
        self._numbers: Counter[str] = Counter()

    def reserve(self, marks: Marks, line: int) -> None:
        """Take the pinned slug and aliases of a line. A slug that is taken already is complained about."""
        for slug in filter(None, (marks.slug, *marks.aliases)):
            if slug in self._taken:
                problem = f"the slug “{slug}” is already taken on line {self._taken[slug]}"
                self.complaints.append(Complaint(line, problem, "give this one a slug of its own."))
            self._taken.setdefault(slug, line)

    def take_first(self, *slugs: str) -> str | None:
        """Take the first of these slugs that is free; None if none is."""
        slug = next((slug for slug in slugs if slug and slug not in self._taken), None)
        if slug:
            self._taken[slug] = 0
        return slug

    def take_part(self, prefix: str, title: str) -> str:
        """Take a free slug for a part, made of a prefix and the title's words, else with a number."""
        words = slug_words(title)[0]
        start = prefix.split("-") if prefix else []
        slugs = (fit_words(start, words[:count]) for count in (WORDS, WORDS + 2))
        base = fit_words(start, words[:2], MAX_DERIVED - NUMBER_ROOM) or "part"
        return self.take_first(*slugs) or self._take_number(base)

    def wish(self, key: int, wish: Wish) -> None:
        """Wish for a slug."""
        self._wishes[key] = wish

    def given(self, key: int) -> str:
        """The slug that a key was given; empty before that."""
        return self._given.get(key, "")

    def resolve(self) -> None:
        """Give every wish its slug."""
        claims = Claims(self._taken, self._wishes)
        in_order = claims.given_in_order()
        self._given = claims.given() | in_order
        self.ordered = set(in_order.values())
        self._taken.update(dict.fromkeys(claims.closed() | self.ordered, 0) | self._taken)

    def _take_number(self, base: str) -> str:
        while True:
            self._numbers[base] += 1
            slug = f"{base}-{self._numbers[base]}"
            if self.take_first(slug):
                return slug
