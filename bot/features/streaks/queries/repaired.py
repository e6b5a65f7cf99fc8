"""SQL about days that were repaired, by a session or by ticks that were entered late."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, bindparam, select, union

from bot.closed_sets import SessionSource, TickSource
from bot.identity import LearnerId
from bot.tables import sessions, ticks, undos

_DAYS = union(
    select(sessions.c.day).where(
        sessions.c.learner_id == bindparam("learner"),
        sessions.c.source == SessionSource.REPAIR,
        sessions.c.undone_at.is_(None),
        sessions.c.day.between(bindparam("first"), bindparam("last")),
    ),
    select(ticks.c.day)
    .select_from(ticks.outerjoin(undos, undos.c.tick_id == ticks.c.id))
    .where(
        ticks.c.learner_id == bindparam("learner"),
        ticks.c.source == TickSource.REPAIR,
        undos.c.tick_id.is_(None),
        ticks.c.day.between(bindparam("first"), bindparam("last")),
    ),
)


def repaired_days(db: Connection, learner_id: LearnerId, first: date, last: date) -> set[date]:
    """Read the study days from `first` to `last` that have a live late entry."""
    return set(db.scalars(_DAYS, {"learner": learner_id, "first": first, "last": last}))
