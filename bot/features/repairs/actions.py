"""Actions on repairs: late entries for a missed day, without points and marked as late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from bot.closed_sets import ActKind
from bot.errors import Refused
from bot.features.acts.actions import record_act
from bot.features.celebrations.actions import celebrating
from bot.features.members.actions import presence
from bot.features.sessions.actions import MOST_MINUTES, NOTE, NoMinutes, TooManyMinutes
from bot.features.sessions.queries import add_session, minutes_on
from bot.features.streaks.actions import counting
from bot.features.streaks.actions.chances import weigh_chance
from bot.features.ticks.actions.planning import plan_ticks
from bot.features.ticks.actions.roadmap_state import read_state
from bot.features.ticks.actions.ticked_off import TickedOff
from bot.features.ticks.actions.ticking import tick
from bot.identity import ActId, Caller
from bot.posting import calendar
from roadmap.model import Roadmap
from roadmap.streak import ENOUGH_MINUTES


class TooLittleToRepair(Refused):
    """Refusal: the entry would not make the day count."""

    n: int


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
    chance = weigh_chance(db, present, day, caller.now)
    known = minutes_on(db, present.learner_id, chance.day)
    if known + minutes > MOST_MINUTES:
        raise TooManyMinutes(hours=MOST_MINUTES // 60)
    if known + minutes < ENOUGH_MINUTES:
        raise TooLittleToRepair(n=ENOUGH_MINUTES - known)
    act = record_act(db, caller, present, ActKind.REPAIR)
    add_session(db, act, zone=present.clock.zone, minutes=minutes, note=note[:NOTE], late_for=chance.day)
    change = counting.reckon_streak_change(db, present.learner_id, caller.now)
    celebrating.celebrate(db, present, roadmap, celebrating.streak_milestones(change), act)
    calendar.schedule_learner(db, present.learner_id, caller.now)
    return Repaired(chance.day, change.before, change.after, chance.left - 1, minutes, act.id)


def repair_by_tasks(
    db: Connection, caller: Caller, roadmap: Roadmap, day: date | None, *, slugs: Sequence[str], note: str
) -> Repaired:
    """Repair a missed day by ticking off tasks, without points. Raises the errors of `find_chance`."""
    present = presence.enter(db, caller, roadmap.slug)
    chance = weigh_chance(db, present, day, caller.now)
    before = read_state(db, present, roadmap)
    was = counting.reckon_streak_change(db, present.learner_id, caller.now)
    plan = plan_ticks(before, slugs, note)
    ticked = tick(db, caller, present, before, plan, kind=ActKind.REPAIR, late_for=chance.day)
    calendar.schedule_learner(db, present.learner_id, caller.now)
    after = ticked.streak if ticked.ticked else was.after
    return Repaired(
        chance.day, was.before, after, chance.left - bool(ticked.ticked), act_id=ticked.act_id, ticked=ticked
    )
