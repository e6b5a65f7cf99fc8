"""The chance to repair a missed day, and the reasons why there may be none.

A day can be repaired within 48 hours of its end. Two days a month can be repaired.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from bot.errors import Refused
from bot.features.members.actions import presence
from bot.features.members.actions.presence import Present
from bot.features.members.queries.learners import read_joined_day
from bot.features.streaks.actions import counting
from bot.features.streaks.queries.outage_days import trace_clocks
from bot.features.streaks.queries.repaired import repaired_days
from bot.identity import Caller, LearnerId
from roadmap.cadence import clock_at
from roadmap.outages import ClockPeriod, find_day_end, is_lived
from roadmap.streak import Verdict

MOST_A_MONTH = 2
WITHIN = timedelta(hours=48)
REPAIRABLE = (Verdict.MISSED, Verdict.FREEZE)
"""A day that a freeze covers may be repaired too: the freeze comes back."""

_DAY = timedelta(days=1)


class NotOverYet(Refused):
    """Refusal: the day is today or later."""


class TooLateToRepair(Refused):
    """Refusal: the day ended 48 hours ago or earlier."""

    hours: int


class NotHereYet(Refused):
    """Refusal: the day was before the learner joined."""


class NothingMissed(Refused):
    """Refusal: the day was neither missed nor covered by a freeze, or a flight skipped it."""


class RepairedTwice(Refused):
    """Refusal: two days of that month were repaired already."""

    n: int


@dataclass(frozen=True, slots=True)
class Chance:
    """A day that the learner can repair until `ends_at`, shown in `zone`.

    `left` is the number of repairs that the day's month still has.
    """

    day: date
    ends_at: datetime
    zone: str
    left: int


def find_chance(db: Connection, caller: Caller, day: date | None = None) -> Chance | None:
    """Find the day that the caller can repair. None if the caller is no member.

    1. Take `day`. Without it take the last day that can be repaired, else yesterday.
    2. Refuse a day that is not over (NotOverYet).
    3. Refuse a day before the learner joined (NotHereYet).
    4. Refuse a day that was neither missed nor covered by a freeze, or that a flight skipped (NothingMissed).
    5. Refuse a day that ended 48 hours ago or earlier (TooLateToRepair).
    6. Refuse a third repair in the day's month (RepairedTwice).
    """
    present = presence.find_present(db, caller)
    return weigh_chance(db, present, day, caller.now) if present else None


def weigh_chance(db: Connection, present: Present, day: date | None, now: datetime) -> Chance:
    """Find the chance to repair a day, or the last day missed if no day is given.

    Raises, in this order, NotOverYet, NotHereYet, NothingMissed, TooLateToRepair, RepairedTwice.
    """
    verdicts = {one.day: one.verdict for one in counting.read_ledger(db, present.learner_id, now).days}
    joined = read_joined_day(db, present.learner_id)
    clocks = trace_clocks(db, {present.learner_id: present.clock})[present.learner_id]
    day = day or _last_missed(present, verdicts, joined, _in_time(clocks, present, now))
    if day >= present.day:
        raise NotOverYet(offers=(("/log", "log"),))
    if day < joined:
        raise NotHereYet
    if verdicts.get(day, Verdict.MISSED) not in REPAIRABLE or not is_lived(clocks, day):
        raise NothingMissed(offers=(("/streak why", "streak why"),))
    ends_at = find_day_end(clocks, day) + WITHIN
    if now >= ends_at:
        raise TooLateToRepair(hours=WITHIN // timedelta(hours=1))
    left = MOST_A_MONTH - _repaired_in_month(db, present.learner_id, day)
    if left <= 0:
        raise RepairedTwice(n=MOST_A_MONTH)
    return Chance(day, ends_at, clock_at(present.clock, ends_at).zone, left)


def _in_time(clocks: Sequence[ClockPeriod], present: Present, now: datetime) -> list[date]:
    """List yesterday and the day before, the later first, if they ended less than 48 hours ago.

    A date that a flight skipped is left out.
    """
    candidates = (present.day - _DAY, present.day - 2 * _DAY)
    return [day for day in candidates if is_lived(clocks, day) and now < find_day_end(clocks, day) + WITHIN]


def _last_missed(present: Present, verdicts: dict[date, Verdict], joined: date, in_time: Sequence[date]) -> date:
    """Return the last day that can be repaired, else yesterday."""
    missed = (day for day in in_time if day >= joined and verdicts.get(day, Verdict.MISSED) in REPAIRABLE)
    return next(missed, present.day - _DAY)


def _repaired_in_month(db: Connection, learner_id: LearnerId, day: date) -> int:
    first = day.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - _DAY
    return len(repaired_days(db, learner_id, first, last))
