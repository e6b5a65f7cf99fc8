"""Find the places of blocks in the tree of parts, with the weeks and months that the parts around them count."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from roadmap.reading.choices import find_options
from roadmap.reading.labels import Unit
from roadmap.reading.spans import Span, first_week, shift
from roadmap.reading.tree import Item, Part

_DEEP = 3


@dataclass(frozen=True, slots=True, eq=False)
class Position:
    """The place of a block to be: the parts from the top down to it.

    Its tasks are some of the part's own `items`; if it is `whole`, all in the part and below it. `turn` counts, from 0,
    the blocks of the part's own items.
    """

    path: tuple[Part, ...]
    items: tuple[Item, ...] = ()
    turn: int = 0

    @property
    def whole(self) -> bool:
        """Whether it takes all in its part and below it."""
        return not self.items

    @property
    def part(self) -> Part:
        """The block's own part."""
        return self.path[-1]

    def deepest(self, *units: Unit) -> Part | None:
        """The deepest part of these units on the path."""
        return next((part for part in reversed(self.path) if part.label.unit in units), None)

    def month(self) -> Part | None:
        """The month it stands in: the deepest part named so, else the second of three or more parts."""
        return self.deepest(Unit.MONTH) or (self.path[1] if len(self.path) >= _DEEP else None)

    def level(self) -> Part | None:
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

    def _above(self, part: Part | None) -> tuple[Part, ...]:
        return self.path[: self.path.index(part)] if part else ()


def find_positions(base: Part, skipped: Collection[int]) -> Iterator[Position]:
    """The blocks in file order. `skipped` are the ids of parts that hold habits and criteria."""
    if any(find_options(base)):
        yield Position((base,))
        return
    yield from _walk_contents(base, (), skipped)


def _walk(part: Part, above: tuple[Part, ...], skipped: Collection[int]) -> Iterator[Position]:
    if id(part) in skipped or not part.bears_tasks():
        return
    path = (*above, part)
    if _is_block(part) and not any(id(below) in skipped for below in part.parts()):
        yield Position(path)
        return
    yield from _walk_contents(part, path, skipped)


def _walk_contents(part: Part, path: tuple[Part, ...], skipped: Collection[int]) -> Iterator[Position]:
    """The blocks in a part, and between them its own tasks. The path of the file's own tasks is the file."""
    own: list[Item] = []
    turn = 0
    for content in [*part.contents, None]:
        if isinstance(content, Item) and content.checkbox:
            own.append(content)
        below = list(_walk(content, path, skipped)) if isinstance(content, Part) else []
        if own and (below or content is None):
            yield Position(path or (part,), tuple(own), turn)
            own, turn = [], turn + 1
        yield from below


def _is_block(part: Part) -> bool:
    """Whether the walk ends at a part: a week or two, options, or no parts with tasks below it."""
    first, last = part.label.span
    short = part.label.unit is Unit.WEEK and last - first < 2  # noqa: PLR2004  two weeks in most
    return short or not any(one.bears_tasks() for one in part.parts()) or any(find_options(part))
