"""SQL about sessions and habits, as logged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, func, insert, select, update

from bot.identity import LearnerId, SessionId
from bot.tables import sessions


@dataclass(frozen=True, slots=True)
class StudySession:
    """A session as logged. `habit` is a slug or empty; `undone`: it was taken back."""

    id: SessionId
    learner_id: LearnerId
    day: date
    minutes: int
    habit: str
    undone: bool


_OWN_LIVE = (sessions.c.learner_id == bindparam("learner"), sessions.c.undone_at.is_(None))
_ADD = insert(sessions).returning(sessions.c.id)
_FIND = select(sessions).where(sessions.c.id == bindparam("session"))
_LATEST = select(func.max(sessions.c.id)).where(*_OWN_LIVE)
_TAKE_BACK = (
    update(sessions)
    .where(sessions.c.id == bindparam("session"), sessions.c.undone_at.is_(None))
    .values(undone_at=bindparam("now"))
)
_MINUTES = select(func.coalesce(func.sum(sessions.c.minutes), 0)).where(
    *_OWN_LIVE, sessions.c.day == bindparam("on_day")
)
_LAST_BY_HABIT = (
    select(sessions.c.habit, func.max(sessions.c.day))
    .where(*_OWN_LIVE, sessions.c.habit != "", sessions.c.day >= bindparam("since"))
    .group_by(sessions.c.habit)
)


def add_session(
    db: Connection, learner_id: LearnerId, *, at: datetime, zone: str, day: date, minutes: int, habit: str, note: str
) -> SessionId:
    """Log minutes of study on a study day. Return the id of the session."""
    row = {
        "learner_id": learner_id,
        "at": at,
        "zone": zone,
        "day": day,
        "minutes": minutes,
        "habit": habit,
        "note": note,
    }
    return SessionId(db.execute(_ADD, row).scalar_one())


def find_session(db: Connection, session_id: SessionId) -> StudySession | None:
    """Find a session of any learner. None if there is none."""
    row = db.execute(_FIND, {"session": session_id}).one_or_none()
    if row is None:
        return None
    return StudySession(row.id, row.learner_id, row.day, row.minutes, row.habit, row.undone_at is not None)


def latest_session(db: Connection, learner_id: LearnerId) -> SessionId | None:
    """Return the id of a learner's last live session. None if there is none."""
    return db.execute(_LATEST, {"learner": learner_id}).scalar()


def take_back_session(db: Connection, session_id: SessionId, now: datetime) -> bool:
    """Take a session back. Return False if it was taken back before."""
    return db.execute(_TAKE_BACK, {"session": session_id, "now": now}).rowcount == 1


def minutes_on(db: Connection, learner_id: LearnerId, day: date) -> int:
    """Add up the minutes that a learner logged on a study day. Sessions taken back are left out."""
    return int(db.execute(_MINUTES, {"learner": learner_id, "on_day": day}).scalar_one())


def last_by_habit(db: Connection, learner_id: LearnerId, since: date) -> dict[str, date]:
    """Read the last study day of each habit that was logged from `since` on: habit slug -> day."""
    rows = db.execute(_LAST_BY_HABIT, {"learner": learner_id, "since": since})
    return {habit: day for habit, day in rows}  # noqa: C416  a row is no pair to mypy
