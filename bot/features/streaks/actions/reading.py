"""Read a streak and its ledger, the caller's own or a fellow member's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from bot.features.members.actions import fellows, presence
from bot.features.members.queries import group_settings, learners
from bot.features.streaks.actions import counting
from bot.identity import Caller
from roadmap.cadence import StudyClock, clock_at, day_bounds, study_day
from roadmap.streak import Streak


@dataclass(frozen=True, slots=True)
class StreakOf:
    """A streak, its learner, and the end of the current study day. `mine`: it is the caller's own."""

    name: str
    mine: bool
    streak: Streak
    today: date
    zone: str
    ends_at: datetime


def read_streak(db: Connection, caller: Caller, typed: str = "") -> StreakOf | None:
    """Read the caller's streak, or a named member's. None if the caller is no member.

    Raises UnknownMember, SeveralMembers.
    """
    present = presence.find_present(db, caller)
    if present is None:
        return None
    learner_id = present.learner_id
    if typed:
        learner_id = fellows.find_member(db, present.group_id, typed, me=present.learner_id, line="streak")
    clock = clock_at(learners.read_clock(db, learner_id), caller.now)
    today = study_day(clock, caller.now)
    week_start = group_settings.read_week_start(db, present.group_id)
    streak = counting.read_ledger(db, learner_id, caller.now, week_start)
    return _of(learners.read_name(db, learner_id), learner_id == present.learner_id, streak, today, clock)


def _of(name: str, mine: bool, streak: Streak, today: date, clock: StudyClock) -> StreakOf:
    return StreakOf(name, mine, streak, today, clock.zone, day_bounds(clock, today)[1])
