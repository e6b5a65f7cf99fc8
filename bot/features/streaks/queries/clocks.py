"""SQL about the history of a learner's clock."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, exists, insert, or_, select, update

from bot.closed_sets import TickSource
from bot.identity import LearnerId
from bot.tables import learners, sessions, ticks, zone_changes
from roadmap.cadence import Changed, StudyClock, study_day

_LEARNER = learners.c.id == bindparam("learner")
_NEW_ZONE = insert(zone_changes)
_ENTRIES = select(
    or_(
        exists().where(ticks.c.learner_id == bindparam("learner"), ticks.c.source != TickSource.PLACEMENT),
        exists().where(sessions.c.learner_id == bindparam("learner")),
    )
)
_JOINED_AT = select(learners.c.joined_at).where(_LEARNER)
_JOINED_DAY = update(learners).where(_LEARNER).values(joined_day=bindparam("day"))


def has_entries(db: Connection, learner_id: LearnerId) -> bool:
    """Tell whether a learner has a tick, session or habit, undone ones included. A placement is none."""
    return bool(db.execute(_ENTRIES, {"learner": learner_id}).scalar())


def renew_joined_day(db: Connection, learner_id: LearnerId, clock: StudyClock) -> None:
    """Set the study day on which a learner joined again, by another clock."""
    joined_at: datetime = db.execute(_JOINED_AT, {"learner": learner_id}).scalar_one()
    db.execute(_JOINED_DAY, {"learner": learner_id, "day": study_day(clock, joined_at)})


def record_clock(db: Connection, learner_id: LearnerId, now: datetime, changed: Changed) -> None:
    """Record a change of a learner's clock, and the date that it skips or cuts short, if any.

    It has no maker, as one clock draws the study days of all accounts of a learner.
    """
    clock = changed.clock
    row = {
        "learner_id": learner_id,
        "at": now,
        "effective_at": clock.next_from or now,
        "zone": clock.next_zone or clock.zone,
        "day_end": clock.day_end if clock.next_day_end is None else clock.next_day_end,
        "held_day": changed.held,
        "made_on": None,
    }
    db.execute(_NEW_ZONE, row)
