"""Actions on repairs: late entries for a missed day, without points and marked as late.

A day can be repaired within 48 hours of its end. Two days a month can be repaired.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from bot.closed_sets import ActKind
from bot.errors import Refused
from bot.features.acts.actions import record_act
from bot.features.celebrations.actions import celebrating
from bot.features.members.actions import presence
from bot.features.members.actions.presence import Present
from bot.features.members.queries.learners import read_joined_day
from bot.features.repairs.queries import add_repair, repaired_days
from bot.features.sessions.actions import MOST_MINUTES, NOTE, NoMinutes, TooManyMinutes
from bot.features.sessions.queries import minutes_on
from bot.features.streaks.actions import counting
from bot.features.ticks.actions.planning import plan_ticks
from bot.features.ticks.actions.roadmap_state import read_state
from bot.features.ticks.actions.ticking import TickedOff, tick
from bot.identity import ActId, Caller, LearnerId
from bot.posting import calendar
from roadmap.cadence import clock_at, day_bounds
from roadmap.model import Roadmap
from roadmap.streak import ENOUGH_MINUTES, Verdict

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
    """Refusal: the day was neither missed nor covered by a freeze."""


class RepairedTwice(Refused):
    """Refusal: two days of that month were repaired already."""

    n: int


class TooLittleToRepair(Refused):
    """Refusal: the entry would not make the day count."""

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


@dataclass(frozen=True, slots=True)
class Repaired:
    """A repair of a study day, by a session or by ticks. `before` and `after` are the streak.

    `left` is the number of repairs that the day's month still has.
    Nothing was entered if `act_id` is 0.
    """

    day: date
    before: int
    after: int
    left: int
    minutes: int = 0
    act_id: ActId = ActId(0)
    ticked: TickedOff | None = None


def find_chance(db: Connection, caller: Caller, day: date | None = None) -> Chance | None:
    """Find the day that the caller can repair. None if the caller is no member.

    1. Take `day`. Without it take the last day that can be repaired, else yesterday.
    2. Refuse a day that is not over (NotOverYet).
    3. Refuse a day before the learner joined (NotHereYet).
    4. Refuse a day that was neither missed nor covered by a freeze (NothingMissed).
    5. Refuse a day that ended 48 hours ago or earlier (TooLateToRepair).
    6. Refuse a third repair in the day's month (RepairedTwice).
    """
    present = presence.find_present(db, caller)
    return _chance(db, present, day, caller.now) if present else None


def repair_by_time(
    db: Connection, caller: Caller, roadmap: Roadmap, day: date | None, *, minutes: int, note: str
) -> Repaired:
    """Repair a missed day with minutes of study.

    1. Refuse an entry without minutes (NoMinutes).
    2. The caller joins if they are no member yet.
    3. Refuse a day that cannot be repaired, with the errors of `find_chance`.
    4. Refuse more than 16 hours on that day, with those logged before (TooManyMinutes).
    5. Refuse less than the 15 minutes of a done day, with those logged before (TooLittleToRepair).
    6. Otherwise keep the minutes and settle the streak.
    7. Celebrate the milestones of the streak, and renew the learner's dues.
    """
    if minutes <= 0:
        raise NoMinutes
    present = presence.enter(db, caller, roadmap.slug)
    chance = _chance(db, present, day, caller.now)
    known = minutes_on(db, present.learner_id, chance.day)
    if known + minutes > MOST_MINUTES:
        raise TooManyMinutes(hours=MOST_MINUTES // 60)
    if known + minutes < ENOUGH_MINUTES:
        raise TooLittleToRepair(n=ENOUGH_MINUTES - known)
    act = record_act(db, caller, present, ActKind.REPAIR)
    add_repair(db, act, zone=present.clock.zone, day=chance.day, minutes=minutes, note=note[:NOTE])
    change = counting.reckon_streak_change(db, present.learner_id, caller.now)
    celebrating.celebrate(db, present, roadmap, celebrating.streak_milestones(change), act)
    calendar.schedule_learner(db, present.learner_id, caller.now)
    return Repaired(chance.day, change.before, change.after, chance.left - 1, minutes, act.id)


def repair_by_tasks(
    db: Connection, caller: Caller, roadmap: Roadmap, day: date | None, *, slugs: Sequence[str], note: str
) -> Repaired:
    """Repair a missed day by ticking off tasks, without points. Raises the errors of `find_chance`."""
    present = presence.enter(db, caller, roadmap.slug)
    chance = _chance(db, present, day, caller.now)
    before = read_state(db, present, roadmap)
    was = counting.reckon_streak_change(db, present.learner_id, caller.now)
    plan = plan_ticks(before, slugs, note)
    ticked = tick(db, caller, present, before, plan, kind=ActKind.REPAIR, late_for=chance.day)
    calendar.schedule_learner(db, present.learner_id, caller.now)
    after = ticked.streak if ticked.ticked else was.after
    return Repaired(
        chance.day, was.before, after, chance.left - bool(ticked.ticked), act_id=ticked.act_id, ticked=ticked
    )


def _chance(db: Connection, present: Present, day: date | None, now: datetime) -> Chance:
    """Find the chance to repair a day, or the last day missed if no day is given.

    Raises, in this order, NotOverYet, NotHereYet, NothingMissed, TooLateToRepair, RepairedTwice.
    """
    verdicts = {one.day: one.verdict for one in counting.read_ledger(db, present.learner_id, now).days}
    joined = read_joined_day(db, present.learner_id)
    day = day or _last_missed(present, verdicts, joined, now)
    if day >= present.day:
        raise NotOverYet(offers=(("/log", "log"),))
    if day < joined:
        raise NotHereYet
    if verdicts.get(day, Verdict.MISSED) not in REPAIRABLE:
        raise NothingMissed(offers=(("/streak why", "streak why"),))
    if not _in_time(present, day, now):
        raise TooLateToRepair(hours=WITHIN // timedelta(hours=1))
    left = MOST_A_MONTH - _repaired_in_month(db, present.learner_id, day)
    if left <= 0:
        raise RepairedTwice(n=MOST_A_MONTH)
    ends_at = day_bounds(present.clock, day)[1] + WITHIN
    return Chance(day, ends_at, clock_at(present.clock, ends_at).zone, left)


def _last_missed(present: Present, verdicts: dict[date, Verdict], joined: date, now: datetime) -> date:
    """Return the last day that can be repaired, else yesterday."""
    yesterday = present.day - _DAY
    candidates = (yesterday, yesterday - _DAY)
    return next(
        (
            day
            for day in candidates
            if day >= joined and verdicts.get(day, Verdict.MISSED) in REPAIRABLE and _in_time(present, day, now)
        ),
        yesterday,
    )


def _in_time(present: Present, day: date, now: datetime) -> bool:
    return now < day_bounds(present.clock, day)[1] + WITHIN


def _repaired_in_month(db: Connection, learner_id: LearnerId, day: date) -> int:
    first = day.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - _DAY
    return len(repaired_days(db, learner_id, first, last))
