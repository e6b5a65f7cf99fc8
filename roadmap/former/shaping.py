"""The order in which version 0.1 named levels, months and blocks, and how their slugs begin. Frozen."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import groupby

from roadmap.former.gathering import FormerGatherer, find_former_options
from roadmap.former.labels import FormerLabel, former_block
from roadmap.former.naming import former_head
from roadmap.former.outline import FormerPart
from roadmap.reading.labels import Unit
from roadmap.reading.spans import Span, first_week, shift

_DEEP = 3


@dataclass(frozen=True, slots=True, eq=False)
class FormerPosition:
    """The place of a block to be: the parts from the top down to it. `whole`: with the parts below it."""

    path: tuple[FormerPart, ...]
    whole: bool

    @property
    def part(self) -> FormerPart:
        """The block's own part."""
        return self.path[-1]

    def deepest(self, *units: Unit) -> FormerPart | None:
        """The deepest part of these units on the path."""
        return next((part for part in reversed(self.path) if part.label.unit in units), None)

    def month(self) -> FormerPart | None:
        """The month it stands in: the deepest part named so, else the second of three or more parts."""
        return self.deepest(Unit.MONTH) or (self.path[1] if len(self.path) >= _DEEP else None)

    def level(self) -> FormerPart | None:
        """The level it stands in: the top of the path, unless that is a month or a block by itself."""
        top = self.path[0]
        above = len(self.path) > 1 or not self.whole or top.label.unit is Unit.LEVEL
        return top if above and top is not self.month() else None

    def months(self) -> Span | None:
        """Its months, counted from the roadmap's start."""
        part = self.deepest(Unit.MONTH)
        above = [one.label.months[0] for one in self._above(part) if one.label.months]
        return shift(part.label.span, max(above, default=1)) if part else None

    def weeks(self) -> Span | None:
        """Its weeks, counted from the roadmap's start."""
        part = self.deepest(Unit.WEEK)
        if part is None:
            return None
        starts = [one.label.weeks[0] for one in self._above(part) if one.label.weeks]
        months = self.months()
        starts += [first_week(months)] if months else []
        starts += [first_week(one.label.months) for one in self._above(part) if one.label.months]
        return shift(part.label.span, max(starts, default=1))

    def _above(self, part: FormerPart | None) -> tuple[FormerPart, ...]:
        return self.path[: self.path.index(part)] if part else ()


def find_former_positions(base: FormerPart, skipped: Collection[int]) -> Iterator[FormerPosition]:
    """The blocks in file order. `skipped` are the ids of parts that hold habits and criteria."""
    if any(find_former_options(base)):
        yield FormerPosition((base,), whole=True)
        return
    if any(item.checkbox for item in base.items()):
        yield FormerPosition((base,), whole=False)
    for part in base.parts():
        yield from _walk(part, (), skipped)


def _walk(part: FormerPart, above: tuple[FormerPart, ...], skipped: Collection[int]) -> Iterator[FormerPosition]:
    if id(part) in skipped or not part.bears_tasks():
        return
    path = (*above, part)
    if _is_block(part) and not any(id(below) in skipped for below in part.parts()):
        yield FormerPosition(path, whole=True)
        return
    if any(item.checkbox for item in part.items()):
        yield FormerPosition(path, whole=False)
    for below in part.parts():
        yield from _walk(below, path, skipped)


def _is_block(part: FormerPart) -> bool:
    """Whether the walk ends at a part: a week or two, options, or no parts with tasks below it."""
    first, last = part.label.span
    short = part.label.unit is Unit.WEEK and last - first < 2  # noqa: PLR2004  two weeks in most
    return short or not any(one.bears_tasks() for one in part.parts()) or any(find_former_options(part))


class FormerShaper:
    """Names the parts and tasks in the order of version 0.1."""

    def __init__(self, gatherer: FormerGatherer, base: FormerPart) -> None:
        self._gatherer = gatherer
        self._base = base
        self.level_parts: dict[int, str] = {}

    def shape(self, positions: list[FormerPosition]) -> list[tuple[str, str]]:
        """Name all in file order. The result is each level's slug and name."""
        levels = [self._level_of(position) for position in positions]
        if any(levels):
            levels = [level or self._lone_level(position) for level, position in zip(levels, positions, strict=True)]
        pairs = zip(levels, positions, strict=True)
        groups = [list(run) for _, run in groupby(pairs, key=lambda pair: id(pair[0]))]
        return list(self._levels((group[0][0], [position for _, position in group]) for group in groups))

    def _levels(self, groups: Iterator[tuple[FormerPart | None, list[FormerPosition]]]) -> Iterator[tuple[str, str]]:
        weeks = months = 0
        for part, positions in groups:
            spans = [span for position in positions if (span := position.weeks())]
            month_spans = [span for position in positions if (span := position.months())]
            again = any(span[0] <= weeks for span in spans) or any(span[0] <= months for span in month_spans)
            weeks, months = (
                max((weeks, *(last for _, last in spans))),
                max((months, *(last for _, last in month_spans))),
            )
            yield self._level(part, positions, _short(part.label) if part and again else "")

    def _level_of(self, position: FormerPosition) -> FormerPart | None:
        return None if position.part is self._base else position.level()

    def _lone_level(self, position: FormerPosition) -> FormerPart | None:
        top = position.path[0]
        return top if top is not self._base and top.label.unit in (Unit.NONE, Unit.COUNTED) else None

    def _level(self, part: FormerPart | None, positions: list[FormerPosition], scope: str) -> tuple[str, str]:
        label = part.label if part else FormerLabel(Unit.NONE)
        slug = "roadmap"
        if part:
            slug = self._gatherer.name_part(part, _short(label), title=label.title)
            self.level_parts[id(part)] = slug
        for _, run in groupby(positions, key=lambda position: id(position.month())):
            self._name_month(list(run), scope)
        return slug, label.name or label.title

    def _name_month(self, positions: list[FormerPosition], scope: str) -> None:
        part, span = positions[0].month(), positions[0].months() or (0, 0)
        if part:
            wanted = _join(scope, f"month{span[0]}" if span[0] else _short(part.label))
            self._gatherer.name_part(part, wanted, title=part.label.title)
        for position in positions:
            self._name_block(position, scope)

    def _name_block(self, position: FormerPosition, scope: str) -> None:
        prefix = "" if position.part is self._base else _prefix(position, scope)
        self._name_block_part(position.part, prefix)
        self._gatherer.gather(position.part, prefix, position.whole)

    def _name_block_part(self, part: FormerPart, prefix: str) -> None:
        if part is self._base:
            self._gatherer.namer.derive("", "tasks")
            return
        own = part.label.unit is not Unit.NONE or prefix == former_head(part.label.title)
        self._gatherer.name_part(part, prefix if own else "", prefix=prefix, title=part.label.title)


def _prefix(position: FormerPosition, scope: str) -> str:
    """How the slugs of a block begin: its week, else its month, else the number above it, else its title."""
    weeks, months = position.weeks(), position.months()
    if weeks:
        return _join(scope, f"week{former_block(weeks)}")
    if months:
        return _join(scope, f"month{months[0]}")
    counted = position.deepest(Unit.COUNTED, Unit.LEVEL)
    return counted.label.short if counted else former_head(position.part.label.title)


def _short(label: FormerLabel) -> str:
    return label.short or former_head(label.title)


def _join(*words: str) -> str:
    return "-".join(filter(None, words))
