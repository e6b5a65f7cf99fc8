"""SQL about the last entry before a study day, which begins an absence."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, Date, bindparam, cast, func, null, select, union_all

from bot.closed_sets import SessionSource, TickSource
from bot.database.columns import constant
from bot.identity import LearnerId
from bot.tables import pauses, sessions, ticks, undos
from roadmap.returning import minutes_needed

_nothing, _no_date = constant(0), cast(null(), Date)
_LIVE_SESSIONS = (sessions.c.learner_id == bindparam("learner"), sessions.c.undone_at.is_(None))
_BEFORE = union_all(
    select(
        constant("minutes").label("kind"),
        _no_date.label("first"),
        _no_date.label("last"),
        func.coalesce(func.sum(sessions.c.minutes), _nothing).label("minutes"),
    ).where(*_LIVE_SESSIONS, sessions.c.day == bindparam("on_day")),
    select(constant("entry"), func.max(sessions.c.day), _no_date, _nothing).where(
        *_LIVE_SESSIONS, sessions.c.source == constant(SessionSource.SESSION), sessions.c.day < bindparam("on_day")
    ),
    select(constant("entry"), func.max(ticks.c.day), _no_date, _nothing)
    .select_from(ticks.outerjoin(undos, undos.c.tick_id == ticks.c.id))
    .where(
        ticks.c.learner_id == bindparam("learner"),
        ticks.c.source == constant(TickSource.TICK),
        ticks.c.day < bindparam("on_day"),
        undos.c.tick_id.is_(None),
    ),
    select(constant("pause"), pauses.c.first_day, pauses.c.last_day, _nothing).where(
        pauses.c.learner_id == bindparam("learner"), pauses.c.first_day < bindparam("on_day")
    ),
)


class DayMinutes(NamedTuple):
    """The minutes of a study day: those logged, and those that make it done."""

    logged: int
    enough: int


def weigh_minutes(db: Connection, learner_id: LearnerId, joined: date, day: date) -> DayMinutes:
    """Read the minutes of a study day. Entries in time and pauses before it decide how many are enough.

    Late entries are left out, so that no repair takes back what a day was promised.
    """
    rows = db.execute(_BEFORE, {"learner": learner_id, "on_day": day}).all()
    entries = (row.first for row in rows if row.kind == "entry" and row.first is not None)
    away = [(row.first, row.last) for row in rows if row.kind == "pause"]
    logged = sum(row.minutes for row in rows)
    return DayMinutes(int(logged), minutes_needed(day, max((joined, *entries)), away))
