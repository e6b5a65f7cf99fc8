"""The calendar form: `month1 week3 numpy`, `m1w3-numpy`, `w3-numpy`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from roadmap.lookup.index import Index
from roadmap.lookup.numbers import read_turn
from roadmap.model import Block
from roadmap.reading.labels import Span, first_week

_FORM = re.compile(
    r"(?:m(?:o|onths?)?-?(?P<month>\d{1,3})(?:-(?P<month_to>\d{1,3})(?![a-z\d]))?)?-?"
    r"(?:(?P<unit>w(?:k|eeks?)?)-?(?P<week>\d{1,3})(?:-(?P<week_to>\d{1,3})(?![a-z\d]))?)?(?:-(?P<rest>.+))?"
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A month, a week or both as typed; `rest` are the words after them. `spelled` tells "week" from "w"."""

    month: int | None
    weeks: Span | None
    spelled: bool
    rest: list[str]


def read_moment(words: list[str]) -> Moment | None:
    """Read typed words as a moment; None if they begin with neither a month nor a week."""
    found = _FORM.fullmatch("-".join(words))
    if found is None or not (found["month"] or found["week"]):
        return None
    first = int(found["week"] or 0)
    weeks = (first, int(found["week_to"] or first)) if found["week"] else None
    spelled = (found["unit"] or "").startswith("week")
    return Moment(int(found["month"]) if found["month"] else None, weeks, spelled, (found["rest"] or "").split("-"))


def read_typed_moment(typed: str, words: list[str]) -> Moment | None:
    """Read a moment in digits or in words: `m1w3 numpy`, `third week`, `week 4 of month one`. None if it is none."""
    moment = read_moment(words)
    return moment if moment and not any(moment.rest) else _read_spoken(typed) or moment


def _read_spoken(typed: str) -> Moment | None:
    """Read a moment in words, if it is all that was typed and a single stretch of time."""
    typed = typed.strip()
    turn = read_turn(typed, 0)
    if turn is None or turn.end < len(typed) or turn.unsure or len(turn.months) > 1:
        return None
    weeks = (turn.weeks[0], turn.weeks[-1]) if turn.weeks else None
    if weeks and turn.weeks != tuple(range(weeks[0], weeks[1] + 1)):
        return None
    return Moment(turn.months[0] if turn.months else None, weeks, True, [])


def find_readings(index: Index, moment: Moment) -> list[list[Block]]:
    """The blocks a moment may mean, likeliest first; readings that find nothing are left out.

    "week3" is block 3 before it is the third week; "w3" is the other way round. Inside a month, weeks count from
    its start.
    """
    readings = list(_readings(index, moment))
    return [blocks for place, blocks in enumerate(readings) if blocks and blocks not in readings[:place]]


def _readings(index: Index, moment: Moment) -> Iterator[list[Block]]:
    blocks = [block for _, block in index.months]
    start = 1
    if moment.month is not None:
        month = index.find_month(moment.month)
        blocks = list(month.blocks) if month else []
        start = first_week((moment.month, moment.month))
    if moment.weeks is None:
        yield blocks
        return
    first, last = moment.weeks
    by_week = [block for block in blocks if _covers(block, first + start - 1, last + start - 1)]
    by_number = [block for block in blocks if block.number == first and first == last]
    yield from (by_number, by_week) if moment.spelled and moment.month is None else (by_week, by_number)


def _covers(block: Block, first: int, last: int) -> bool:
    return 0 < block.calendar[0] <= first and last <= block.calendar[1]
