"""Read a streak and its ledger, the caller's own or a fellow member's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from bot.features.members.actions import presence
from bot.features.members.actions.fellows import FoundMember, find_member
from bot.features.members.queries import group_settings, learners
from bot.features.streaks.actions import counting
from bot.identity import Caller
from roadmap.cadence import clock_at, day_bounds, study_day
from roadmap.streak import Streak


@dataclass(frozen=True, slots=True)
class StreakOf:
    """A streak, its learner, and the end of the current study day. `mine`: it is the caller's own.

    `name` is empty for a member that is shown by their `number` only.
    """

    name: str
    number: int
    mine: bool
    streak: Streak
    today: date
    zone: str
    ends_at: datetime


def read_streak(db: Connection, caller: Caller, typed: str = "") -> StreakOf | None:
    """Read the caller's streak, or a named member's. None if the caller is no member.

    Raises UnknownMember, NotShown, SeveralMembers.
    """
    present = presence.find_present(db, caller)
    if present is None:
        return None
    found = FoundMember(present.learner_id, present.number, learners.read_name(db, present.learner_id))
    if typed:
        found = find_member(db, present.group_id, typed, me=present.learner_id, line="streak")
    clock = clock_at(learners.read_clock(db, found.learner_id), caller.now)
    today = study_day(clock, caller.now)
    week_start = group_settings.read_week_start(db, present.group_id)
    return StreakOf(
        name=found.name,
        number=found.number,
        mine=found.learner_id == present.learner_id,
        streak=counting.read_ledger(db, found.learner_id, caller.now, week_start),
        today=today,
        zone=clock.zone,
        ends_at=day_bounds(clock, today)[1],
    )
