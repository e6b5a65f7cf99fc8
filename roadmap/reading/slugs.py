"""Slugs for tasks and parts that have none: short, ASCII, unique, and the same wherever their line stands."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from roadmap.reading.complaints import Complaint
from roadmap.reading.marks import Marks
from roadmap.reading.naming import MAX_DERIVED, fit_words, slug_words

_WORDS = 3
_NUMBER_ROOM = 5
ORDINARY = "task"


@dataclass(frozen=True, slots=True)
class Wish:
    """The words a slug may be made of: those of the title, those that fill it up, those that only tell apart."""

    prefix: str
    title: tuple[str, ...]
    more: tuple[str, ...]
    apart: tuple[str, ...]

    @property
    def start(self) -> list[str]:
        """The parts of the prefix."""
        return self.prefix.split("-") if self.prefix else []

    def plain(self) -> str:
        """The slug that these words have by themselves: three of the title. One alone is filled up from the hint."""
        words = self.title if len(self.title) > 1 else (*self.title, *self.more[: _WORDS - 1])
        return fit_words(self.start, words[:_WORDS])

    def distinct(self, words: Iterable[str]) -> str:
        """The slug with words that others lack: after the title's first word if there is room."""
        short = fit_words(self.start, self.title[:1])
        words = list(words)[: _WORDS - 1]
        if self.title and len(f"{short}-{words[0]}") <= MAX_DERIVED:
            return fit_words([short], words)
        return fit_words(self.start, words)

    def numbered(self) -> str:
        """The beginning of a slug that ends with a number."""
        return fit_words(self.start, self.title[:2], MAX_DERIVED - _NUMBER_ROOM) or ORDINARY


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
        self._asked: dict[str, set[int]] = {}
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
        slugs = (fit_words(start, words[:count]) for count in (_WORDS, _WORDS + 2))
        base = fit_words(start, words[:2], MAX_DERIVED - _NUMBER_ROOM) or "part"
        return self.take_first(*slugs) or self._take_number(base)

    def wish(self, key: int, wish: Wish) -> None:
        """Wish for a slug."""
        self._wishes[key] = wish

    def given(self, key: int) -> str:
        """The slug that a key was given; empty before that."""
        return self._given.get(key, "")

    def resolve(self) -> None:
        """Give every wish its slug.

        1. A slug of own words counts if nothing else wishes for it.
        2. A slug that several wish for goes to none of them: each takes words that the others lack.
        3. Without such words, the words of its links and of the titles above tell it apart.
        4. What nothing tells apart gets numbers, in file order.
        5. A slug that was given, and that a later step wishes for too, goes to none either: all is given anew.
        """
        before = self._taken
        while True:
            self._taken, self._given, self._asked = dict(before), {}, defaultdict(set)
            rest = self._share()
            contested = {slug for slug in self._given.values() if len(self._asked[slug]) > 1}
            if not contested:
                break
            before = before | dict.fromkeys(contested, 0)
        self._number([key for group in rest for key in group])

    def _share(self) -> list[list[int]]:
        """Give the slugs that words tell apart; the rest in groups."""
        rest = self._give({key: wish.plain() for key, wish in self._wishes.items()})
        for wide in (False, True):
            rest = self._give({key: slug for group in rest for key, slug in self._distinguish(group, wide).items()})
        return rest

    def _give(self, asked: dict[int, str]) -> list[list[int]]:
        """Give each free slug that only one asks for; the rest in groups that asked for the same."""
        groups: dict[str, list[int]] = defaultdict(list)
        for key, slug in asked.items():
            groups[slug].append(key)
            self._asked[slug].add(key)
        free = {slug: keys[0] for slug, keys in groups.items() if slug and len(keys) == 1 and slug not in self._taken}
        self._given.update({key: slug for slug, key in free.items()})
        self._taken.update(dict.fromkeys(set(groups) - {""}, 0) | self._taken)
        return [keys for slug, keys in groups.items() if slug not in free]

    def _distinguish(self, group: list[int], wide: bool) -> dict[int, str]:
        words = {key: _all_words(self._wishes[key], wide) for key in group}
        counts = Counter(word for own in words.values() for word in set(own))
        return {key: self._apart(self._wishes[key], own, counts, len(group)) for key, own in words.items()}

    def _apart(self, wish: Wish, words: list[str], counts: Counter[str], size: int) -> str:
        used = set(wish.plain().split("-")) if size == 1 else {word for word, count in counts.items() if count == size}
        own = [word for word in words if word not in used]
        return wish.distinct(sorted(own, key=counts.__getitem__)) if own else ""

    def _number(self, keys: list[int]) -> None:
        order = {key: place for place, key in enumerate(self._wishes)}
        bases: dict[str, list[int]] = defaultdict(list)
        for key in sorted(keys, key=order.__getitem__):
            bases[self._wishes[key].numbered()].append(key)
        for base, group in bases.items():
            slugs = [self._take_number(base) for _ in group]
            self._given.update(zip(group, slugs, strict=True))
            counts = len(slugs) > 1 or not _all_words(self._wishes[group[0]], wide=True)
            self.ordered.update(slugs if counts else ())

    def _take_number(self, base: str) -> str:
        while True:
            self._numbers[base] += 1
            slug = f"{base}-{self._numbers[base]}"
            if self.take_first(slug):
                return slug


def _all_words(wish: Wish, wide: bool) -> list[str]:
    return list(dict.fromkeys((*wish.title, *wish.more, *(wish.apart if wide else ()))))
