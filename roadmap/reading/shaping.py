"""The tree of parts -> levels, months and blocks, whatever their names and depths."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from roadmap.model import Block, Level, Month
from roadmap.reading.gathering import Gathered, Gatherer
from roadmap.reading.labels import Label, Unit
from roadmap.reading.naming import short_head
from roadmap.reading.positions import Position
from roadmap.reading.spans import Span, are_fortnights, count_blocks
from roadmap.reading.tree import Part


class Shaper:
    """Builds the levels from the positions. `title` is for levels and blocks without a title of their own."""

    def __init__(self, gatherer: Gatherer, base: Part, title: str) -> None:
        self._gatherer = gatherer
        self._base = base
        self._title = title
        self._fortnights = True
        self._shared: set[int] = set()
        self._implied: Counter[tuple[str, str]] = Counter()
        self.level_parts: dict[int, str] = {}

    def shape(self, positions: list[Position]) -> tuple[Level, ...]:
        """All levels, in file order."""
        spans = [span for position in positions if (span := position.weeks())]
        self._fortnights = are_fortnights(spans) and not self._gatherer.has_single_weeks(self._base)
        paths = Counter(id(part) for position in positions for part in position.path)
        self._shared = {part for part, count in paths.items() if count > 1}
        levels = [self._level_of(position) for position in positions]
        if any(levels):
            levels = self._close_levels(levels, positions)
        pairs = zip(levels, positions, strict=True)
        groups = [list(run) for _, run in groupby(pairs, key=lambda pair: id(pair[0]))]
        return tuple(self._levels((group[0][0], [position for _, position in group]) for group in groups))

    def _levels(self, groups: Iterator[tuple[Part | None, list[Position]]]) -> Iterator[Level]:
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

    def _level_of(self, position: Position) -> Part | None:
        return None if position.part is self._base else position.level()

    def _close_levels(self, levels: list[Part | None], positions: list[Position]) -> list[Part | None]:
        """Make each block outside all levels a level of its own.

        Tasks outside all parts belong to the level before them, those before the first to what follows.
        """
        tops = [position.path[0] for position in positions]
        own = [level or (None if top is self._base else top) for level, top in zip(levels, tops, strict=True)]
        closed = next(filter(None, own))
        return [closed := level or closed for level in own]

    def _level(self, part: Part | None, positions: list[Position], scope: str) -> Level:
        label = part.label if part else Label(Unit.NONE, title=self._title)
        slug = (
            self._gatherer.name_part(part, _level_short(part, positions), title=label.title)
            if part
            else self._imply("level", "roadmap")
        )
        if part:
            self.level_parts[id(part)] = slug
        runs = [list(run) for _, run in groupby(positions, key=lambda position: id(position.month()))]
        months = tuple(self._month(run, slug, label.title, scope) for run in runs)
        return Level(slug, label.name or label.title, label.title, months, self._promise(part), _emoji(part))

    def _month(self, positions: list[Position], level: str, title: str, scope: str) -> Month:
        part, span = positions[0].month(), positions[0].months() or (0, 0)
        label = part.label if part else Label(Unit.NONE, title=title)
        wanted = _join(scope, f"month{span[0]}" if span[0] else _short(label))
        slug = self._gatherer.name_part(part, wanted, title=label.title) if part else self._imply("month", level)
        blocks = tuple(self._block(position, scope) for position in positions)
        return Month(slug, label.title, blocks, *span, label.name)

    def _block(self, position: Position, scope: str) -> Block:
        label, weeks = position.part.label, position.weeks()
        prefix = "" if position.part is self._base else self._prefix(position, scope)
        title = self._title if position.part is self._base else label.title or self._title
        slug = self._block_slug(position, prefix)
        found = Gathered()
        if position.whole:
            self._gatherer.gather(position.part, prefix, found)
        else:
            self._gatherer.gather_items(position.items, prefix, found)
        number = self._count(weeks) if weeks and not scope else None
        named = "-".join(map(str, dict.fromkeys(label.span))) if label.unit is Unit.WEEK else ""
        return Block(slug, title, tuple(found.tasks), tuple(found.choices), number, named, weeks or (0, 0))

    def _block_slug(self, position: Position, prefix: str) -> str:
        part, turn = position.part, position.turn
        if part is self._base:
            return self._gatherer.name_own(part, turn=turn)
        own = part.label.unit is not Unit.NONE or prefix == short_head(part.label.title)
        wanted = prefix if own else ""
        slug = self._gatherer.name_part(part, wanted, prefix=prefix, title=part.label.title)
        return self._gatherer.name_own(part, slug, turn) if id(part) in self._shared else slug

    def _prefix(self, position: Position, scope: str) -> str:
        """How the slugs of a block begin: its week, else its month, else the number above it, else its title."""
        weeks, months = position.weeks(), position.months()
        if weeks:
            return _join(scope, f"week{self._count(weeks)}")
        if months:
            return _join(scope, f"month{months[0]}")
        counted = position.deepest(Unit.COUNTED, Unit.LEVEL)
        return counted.label.short if counted else short_head(position.part.label.title)

    def _count(self, weeks: Span) -> int:
        return count_blocks(weeks) if self._fortnights else weeks[0]

    def _imply(self, kind: str, slug: str) -> str:
        """The slug of a level or month that the file does not name; each kind counts for itself."""
        self._implied[kind, slug] += 1
        count = self._implied[kind, slug]
        return f"{slug}-{count}" if count > 1 else slug

    def _promise(self, part: Part | None) -> str:
        notes = (self._gatherer.plain(note) for note in part.notes()) if part else ()
        return " ".join(note for note in notes if note)


def _short(label: Label) -> str:
    return label.short or short_head(label.title)


def _level_short(part: Part, positions: list[Position]) -> str:
    """The slug a level wants. "Weeks 1-4" over "Week 1" leaves `week1` to that."""
    label = part.label
    first, last = label.span
    if label.unit in (Unit.WEEK, Unit.MONTH) and first < last and all(one.part is not part for one in positions):
        return f"{label.unit}s{first}-{last}"
    return _short(label)


def _join(*words: str) -> str:
    return "-".join(filter(None, words))


def _emoji(part: Part | None) -> str:
    sign = part.text.lstrip("*_ ").split(maxsplit=1)[0] if part and part.text.strip("*_ ") else ""
    return "" if any(char.isalnum() or char.isascii() for char in sign) else sign
