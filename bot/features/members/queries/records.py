"""A learner's row as the ledger needs it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.tables import learners
from bot.tables.clocks import CLOCK
from roadmap.cadence import StudyClock


@dataclass(frozen=True, slots=True)
class StreakRecord:
    """A learner's row as the ledger needs it: the clock, and the counters as kept.

    `news_from`: the study day from which there is news of the streak to tell.
    `linked`: the learner has two accounts, each with a ledger of its own.
    """

    clock: StudyClock
    joined_day: date
    rest_days: int
    points: int
    streak: int
    streak_through: date | None
    best_streak: int
    news_from: date | None
    linked: bool = False


RECORD = (
    *CLOCK,
    learners.c.joined_day,
    learners.c.rest_days,
    learners.c.points,
    learners.c.streak,
    learners.c.streak_through,
    learners.c.best_streak,
    learners.c.news_from,
    learners.c.linked,
)


def record_of(values: Sequence[Any]) -> StreakRecord:
    """The record that the values of these columns describe."""
    return StreakRecord(StudyClock(*values[: len(CLOCK)]), *values[len(CLOCK) :])
