"""The columns of `learners` that draw a study day, and the clock that they make."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from bot.tables import learners
from roadmap.cadence import StudyClock

CLOCK = (
    learners.c.zone,
    learners.c.day_end,
    learners.c.next_zone,
    learners.c.next_day_end,
    learners.c.next_from,
)


def clock_of(row: Row[*tuple[Any, ...]]) -> StudyClock:
    """The study clock that a row with the clock's columns describes."""
    return StudyClock(row.zone, row.day_end, row.next_zone, row.next_day_end, row.next_from)
