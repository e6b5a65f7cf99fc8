"""The criteria and habits that version 0.1 found. Frozen."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadmap.former.gathering import FormerGatherer
from roadmap.former.outline import FormerItem, FormerPart
from roadmap.reading.labels import Unit

_CRITERIA = re.compile(r"complete[d]? when|when you can|success (?:criteria|metrics)|definition of done", re.IGNORECASE)
_HABITS = re.compile(r"\b(?:habits?|routines?)\b|^(?:daily|weekly|monthly)\b(?=\s*(?:$|\(|tasks?$))", re.IGNORECASE)
_CADENCES = (("day", "daily"), ("daily", "daily"), ("month", "monthly"), ("", "weekly"))


def find_former_apart(base: FormerPart) -> tuple[list[FormerPart], list[FormerPart]]:
    """The parts whose checkboxes were not tasks: (criteria, habits)."""
    criteria: list[FormerPart] = []
    habits: list[FormerPart] = []
    for part in _below(base):
        title = part.label.title
        if part.label.unit in (Unit.NONE, Unit.LEVEL) and any(_boxes(part)):
            if _CRITERIA.search(title):
                criteria.append(part)
            elif _HABITS.search(title) or any(_HABITS.search(one.label.title) for one in _above(part)):
                habits.append(part)
    return criteria, habits


def _boxes(part: FormerPart) -> Iterator[FormerItem]:
    return (item for item in part.items() if item.checkbox)


def _below(part: FormerPart) -> Iterator[FormerPart]:
    for below in part.parts():
        yield below
        yield from _below(below)


def _above(part: FormerPart) -> Iterator[FormerPart]:
    while part.parent:
        part = part.parent
        if part.parent and part.label.unit is Unit.NONE:
            yield part


class FormerExtras:
    """Names criteria and habits. `level_parts` maps a part's id to its level's slug."""

    def __init__(self, gatherer: FormerGatherer, base: FormerPart, level_parts: dict[int, str]) -> None:
        self._gatherer = gatherer
        self._base = base
        self._level_parts = level_parts

    def name_criteria(self, levels: list[tuple[str, str]], criteria: list[FormerPart]) -> None:
        """Name the criteria of each level; `levels` are their slugs and names."""
        names = {name.casefold(): slug for slug, name in levels}
        found: dict[str, list[FormerItem]] = {slug: [] for slug, _ in levels}
        for part in _below(self._base):
            if part in criteria:
                found[self._level_for(part, names) or levels[-1][0]] += _boxes(part)
        for level, items in found.items():
            for item in items:
                self._gatherer.name_item(item, level, self._gatherer.plain(item.text))

    def _level_for(self, part: FormerPart, names: dict[str, str]) -> str:
        named = names.get(part.label.name.casefold(), "") if part.label.name else ""
        above: FormerPart | None = part
        while not named and above:
            named = self._level_parts.get(id(above), "")
            above = above.parent
        return named

    def name_habits(self, habits: list[FormerPart]) -> None:
        """Name every habit, in file order."""
        for part in habits:
            words = self._gatherer.plain(part.text).lower()
            cadence = next(cadence for word, cadence in _CADENCES if word in words)
            for item in _boxes(part):
                self._gatherer.name_item(item, cadence, *self._gatherer.title(item.text))
