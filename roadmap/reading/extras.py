"""Read the parts around the tasks: criteria, victories, celebrations, habits, and sections that are only to be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from roadmap.model import Cadence, Criterion, Habit, Level, Section
from roadmap.reading.gathering import Gatherer
from roadmap.reading.groups import CRITERIA, HABITS
from roadmap.reading.labels import Unit, strip_signs
from roadmap.reading.tree import Code, Item, Part
from roadmap.reading.wording import read_links, read_wording

_CADENCES = (("day", Cadence.DAILY), ("daily", Cadence.DAILY), ("month", Cadence.MONTHLY), ("", Cadence.WEEKLY))
_MINUTES = re.compile(r"(\d{1,3})(?:\s*(?:-|–|—|to)\s*(\d{1,3}))?\s*min", re.IGNORECASE)
_CELEBRATION = re.compile(r"\W*celebration\W+(?=\w)", re.IGNORECASE)
_VICTORY = re.compile(r"\bvictory\b", re.IGNORECASE)


def find_apart(base: Part) -> tuple[list[Part], list[Part]]:
    """The parts whose checkboxes are not tasks: (criteria, habits)."""
    criteria: list[Part] = []
    habits: list[Part] = []
    for part in _below(base):
        title = part.label.title
        if part.label.unit in (Unit.NONE, Unit.LEVEL) and any(item.checkbox for item in part.items()):
            if CRITERIA.search(title):
                criteria.append(part)
            elif HABITS.search(title) or any(HABITS.search(one.label.title) for one in _above(part, base)):
                habits.append(part)
    return criteria, habits


def _below(part: Part) -> Iterator[Part]:
    for below in part.parts():
        yield below
        yield from _below(below)


def _above(part: Part, base: Part) -> Iterator[Part]:
    """The parts around a part that count nothing. The roadmap's title is none of them."""
    while part.parent and part.parent is not base:
        part = part.parent
        if part.label.unit is Unit.NONE:
            yield part


class Extras:
    """Reads the parts around the tasks. `level_parts` maps a part's id to its level's slug."""

    def __init__(self, gatherer: Gatherer, base: Part, level_parts: dict[int, str]) -> None:
        self._gatherer = gatherer
        self._base = base
        self._level_parts = level_parts

    def complete(self, levels: tuple[Level, ...], criteria: list[Part]) -> tuple[Level, ...]:
        """The levels with their criteria, victories and celebrations."""
        names = {level.name.casefold(): level.slug for level in levels}
        parts: dict[str, list[Part]] = {level.slug: [] for level in levels}
        for part in _below(self._base):
            parts[self._level_for(part, names) or levels[-1].slug].append(part)
        wanted = {id(part) for part in criteria}
        return tuple(self._complete(level, parts[level.slug], wanted) for level in levels)

    def _level_for(self, part: Part, names: dict[str, str]) -> str:
        """The level that a part names, else the level around it; empty if there is neither."""
        named = names.get(part.label.name.casefold(), "") if part.label.name else ""
        above: Part | None = part
        while not named and above:
            named = self._level_parts.get(id(above), "")
            above = above.parent
        return named

    def _complete(self, level: Level, parts: list[Part], criteria: set[int]) -> Level:
        items = (item for part in parts if id(part) in criteria for item in part.items() if item.checkbox)
        found = tuple(self._criterion(level, item) for item in items)
        return replace(level, criteria=found, victory=self._victory(parts), celebration=self._celebration(parts))

    def _criterion(self, level: Level, item: Item) -> Criterion:
        text = self._gatherer.plain(item.text)
        return Criterion(self._gatherer.name_item(item, level.slug, text), text)

    def _victory(self, parts: list[Part]) -> str:
        notes = (" ".join(map(self._gatherer.plain, part.notes())) for part in parts if _VICTORY.search(part.text))
        return next(filter(None, notes), "")

    def _celebration(self, parts: list[Part]) -> str:
        notes = (self._gatherer.plain(note) for part in parts for note in part.notes())
        found = ((note, match) for note in notes if (match := _CELEBRATION.match(note)))
        return next((note[match.end() :] for note, match in found), "")

    def habits(self, parts: list[Part]) -> tuple[Habit, ...]:
        """Every habit, in file order."""
        return tuple(self._habit(part, item) for part in parts for item in part.items() if item.checkbox)

    def _habit(self, part: Part, item: Item) -> Habit:
        wording = read_wording(item.text, self._gatherer.references)
        title = self._gatherer.plain(part.text).lower()
        cadence = next(cadence for word, cadence in _CADENCES if word in title)
        found = _MINUTES.search(title)
        minutes = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
        slug = self._gatherer.name_item(item, cadence, wording.title, wording.hint)
        return Habit(slug, wording.title, cadence, wording.hint, minutes)

    def sections(self) -> tuple[Section, ...]:
        """The parts that have no tasks and something to read, those inside a level left out."""
        return tuple(self._sections(self._base))

    def _sections(self, part: Part) -> Iterator[Section]:
        for below in part.parts():
            if not below.bears_tasks():
                if any(not isinstance(content, Part) for content in below.contents):
                    yield self._section(below)
                yield from self._sections(below)

    def _section(self, part: Part) -> Section:
        title = self._gatherer.plain(part.text)
        texts = (str(one) if isinstance(one, Code) else self._gatherer.plain(one) for one in part.texts())
        items = tuple((self._gatherer.plain(item.text), self._link(item)) for item in part.items())
        slug = self._gatherer.name_part(part, title=title)
        return Section(slug, strip_signs(title), items, "\n\n".join(texts))

    def _link(self, item: Item) -> str:
        links = read_links(item.text, self._gatherer.references)
        return links[0].url if links else ""
