"""A learner's row as the ledger needs it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row

from bot.tables import learners
from bot.tables.clocks import CLOCK, clock_of
from roadmap.cadence import StudyClock


@dataclass(frozen=True, slots=True)
class StreakRecord:
    """A learner's row as the ledger needs it: the clock, and the counters as kept."""

    clock: StudyClock
    joined_day: date
    rest_days: int
    points: int
    streak: int
    streak_through: date | None
    best_streak: int


RECORD = (
    *CLOCK,
    learners.c.joined_day,
    learners.c.rest_days,
    learners.c.points,
    learners.c.streak,
    learners.c.streak_through,
    learners.c.best_streak,
)


def record_of(row: Row[*tuple[Any, ...]]) -> StreakRecord:
    """The record that a row with these columns describes."""
    return StreakRecord(
        clock_of(row), row.joined_day, row.rest_days, row.points, row.streak, row.streak_through, row.best_streak
    )
