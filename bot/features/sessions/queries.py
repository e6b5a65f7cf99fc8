"""SQL about sessions and habits, as logged."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection, bindparam, func, insert, select

from bot.closed_sets import SessionSource
from bot.features.acts.queries import Act
from bot.identity import LearnerId
from bot.tables import sessions
from roadmap.streak import ENOUGH_MINUTES

_OWN_LIVE = (sessions.c.learner_id == bindparam("learner"), sessions.c.undone_at.is_(None))
_ADD = insert(sessions)
_MINUTES = select(func.coalesce(func.sum(sessions.c.minutes), 0)).where(
    *_OWN_LIVE, sessions.c.day == bindparam("on_day")
)
_SAME_SINCE = (
    select(sessions.c.id)
    .where(
        *_OWN_LIVE,
        sessions.c.day == bindparam("on_day"),
        sessions.c.minutes == bindparam("length"),
        sessions.c.note == bindparam("words"),
        sessions.c.habit == bindparam("of_habit"),
        sessions.c.at > bindparam("since"),
    )
    .limit(1)
)
_LAST_BY_HABIT = (
    select(sessions.c.habit, func.max(sessions.c.day))
    .where(*_OWN_LIVE, sessions.c.habit != "", sessions.c.day >= bindparam("since"))
    .group_by(sessions.c.habit)
)


def add_session(
    db: Connection,
    act: Act,
    *,
    zone: str,
    minutes: int,
    note: str,
    habit: str = "",
    late_for: date | None = None,
    enough: int = ENOUGH_MINUTES,
) -> None:
    """Log minutes of study on the study day of an act, which so many as `enough` make done.

    `late_for` is a study day that is over, which they repair.
    """
    own = {"learner_id": act.learner_id, "act_id": act.id, "at": act.at, "zone": zone, "day": late_for or act.day}
    source = SessionSource.REPAIR if late_for else SessionSource.SESSION
    db.execute(_ADD, {**own, "minutes": minutes, "enough": enough, "habit": habit, "note": note, "source": source})


def minutes_on(db: Connection, learner_id: LearnerId, day: date) -> int:
    """Add up the minutes that a learner logged on a study day. Sessions taken back are left out."""
    return int(db.execute(_MINUTES, {"learner": learner_id, "on_day": day}).scalar_one())


def is_logged_since(
    db: Connection, learner_id: LearnerId, day: date, *, minutes: int, note: str, habit: str, since: datetime
) -> bool:
    """Return whether the learner logged the very same after an instant, and did not take it back."""
    same = {"on_day": day, "length": minutes, "words": note, "of_habit": habit, "since": since}
    return db.execute(_SAME_SINCE, {"learner": learner_id, **same}).first() is not None


def last_by_habit(db: Connection, learner_id: LearnerId, since: date) -> dict[str, date]:
    """Read the last study day of each habit that was logged from `since` on: habit slug -> day."""
    rows = db.execute(_LAST_BY_HABIT, {"learner": learner_id, "since": since})
    return {habit: day for habit, day in rows}  # noqa: C416  a row is no pair to mypy
