"""Turn the clock that draws a learner's study days."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.features.members.queries import learners
from bot.features.streaks.queries.clocks import has_entries, record_clock, renew_joined_day
from bot.identity import LearnerId
from bot.posting import calendar
from roadmap.cadence import StudyClock, change_clock


def turn_clock(
    db: Connection, learner_id: LearnerId, now: datetime, *, zone: str | None = None, day_end: int | None = None
) -> bool:
    """Change a learner's zone or day end from the next study day on. An omitted value stays as last set.

    A learner without any entry gets the change at once, and their first study day with it. The change is added to the
    history of the clock, and the learner's dues are set again. Within one study day, a second change that skips a date
    is refused. Returns False then.
    """
    clock = learners.read_clock(db, learner_id)
    zone = zone or clock.next_zone or clock.zone
    if day_end is None:
        day_end = _coming_day_end(clock)
    fresh = not has_entries(db, learner_id)
    changed = change_clock(clock, now, zone, day_end, fresh=fresh)
    if changed.clock != clock:
        if fresh:
            renew_joined_day(db, learner_id, changed.clock)
        learners.keep_clock(db, learner_id, changed.clock)
        record_clock(db, learner_id, now, changed)
        calendar.schedule_learner(db, learner_id, now)
    return (changed.clock.next_zone or changed.clock.zone) == zone and _coming_day_end(changed.clock) == day_end


def _coming_day_end(clock: StudyClock) -> int:
    return clock.day_end if clock.next_day_end is None else clock.next_day_end
