"""SQL about the parts of acts: the sessions that they logged, and the acts of old buttons."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, select, update

from bot.closed_sets import ActKind
from bot.identity import ActId, LearnerId, SessionId, TickId
from bot.tables import acts, sessions, ticks


@dataclass(frozen=True, slots=True)
class LoggedSession:
    """A session of an act. `day` is the study day for which it counts, `habit` a slug or empty."""

    id: SessionId
    day: date
    minutes: int
    habit: str
    note: str


_OF_ACTS = (
    select(sessions.c.id, sessions.c.day, sessions.c.minutes, sessions.c.habit, sessions.c.note)
    .where(sessions.c.act_id.in_(bindparam("act_ids", expanding=True)), sessions.c.undone_at.is_(None))
    .order_by(sessions.c.id)
)
_TAKE_BACK = update(sessions).where(sessions.c.id == bindparam("session")).values(undone_at=bindparam("now"))
_OF_TICK = select(ticks.c.act_id).where(ticks.c.id == bindparam("which"))
_OF_SESSION = select(sessions.c.act_id).where(sessions.c.id == bindparam("which"))
_LAST_OF_KIND = (
    select(acts.c.id)
    .where(
        acts.c.learner_id == bindparam("learner"),
        acts.c.roadmap.in_([bindparam("slug"), ""]),
        acts.c.kind.in_(bindparam("kinds", expanding=True)),
        acts.c.undone_at.is_(None),
    )
    .order_by(acts.c.id.desc())
    .limit(1)
)


def read_sessions_of(db: Connection, act_ids: Collection[ActId]) -> list[LoggedSession]:
    """Read the live sessions of acts."""
    return [LoggedSession(*row) for row in db.execute(_OF_ACTS, {"act_ids": list(act_ids)})] if act_ids else []


def take_back_sessions(db: Connection, ids: Collection[SessionId], now: datetime) -> None:
    """Take sessions back."""
    if ids:
        db.execute(_TAKE_BACK, [{"session": id_, "now": now} for id_ in ids])


def find_act_of_tick(db: Connection, tick_id: TickId) -> ActId | None:
    """Find the act of a tick, for a button from before acts were kept."""
    return db.scalar(_OF_TICK, {"which": tick_id})


def find_act_of_session(db: Connection, session_id: SessionId) -> ActId | None:
    """Find the act of a session, for a button from before acts were kept."""
    return db.scalar(_OF_SESSION, {"which": session_id})


def find_last_of(db: Connection, learner_id: LearnerId, roadmap_slug: str, kinds: Collection[ActKind]) -> ActId | None:
    """Find a learner's last act of these kinds, on a roadmap or beside it, that was not taken back whole."""
    return db.scalar(_LAST_OF_KIND, {"learner": learner_id, "slug": roadmap_slug, "kinds": list(kinds)})
