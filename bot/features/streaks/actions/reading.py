"""A learner's streak and ledger, their own or a fellow's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from bot.features.members.actions import fellows, presence
from bot.features.members.queries import group_settings, learners
from bot.features.streaks.actions import counting
from bot.identity import Caller
from roadmap.cadence import StudyClock, day_bounds, settled, study_day
from roadmap.streak import Streak


@dataclass(frozen=True, slots=True)
class StreakOf:
    """Whose streak it is, and until when the study day in course is open. `mine`: the caller's own."""

    name: str
    mine: bool
    streak: Streak
    today: date
    zone: str
    ends_at: datetime


def read_streak(db: Connection, who: Caller, typed: str = "") -> StreakOf | None:
    """The caller's streak, or that of the member they named; None for who never joined. Raises UnknownMember."""
    present = presence.find_present(db, who)
    if present is None:
        return None
    learner_id = present.learner_id
    if typed:
        learner_id = fellows.find_member(db, present.group_id, typed, me=present.learner_id, line="streak")
    clock = settled(learners.read_clock(db, learner_id), who.now)
    today = study_day(clock, who.now)
    week_start = group_settings.read_week_start(db, present.group_id)
    streak = counting.read_ledger(db, learner_id, who.now, week_start)
    return _of(learners.read_name(db, learner_id), learner_id == present.learner_id, streak, today, clock)


def _of(name: str, mine: bool, streak: Streak, today: date, clock: StudyClock) -> StreakOf:
    return StreakOf(name, mine, streak, today, clock.zone, day_bounds(clock, today)[1])
