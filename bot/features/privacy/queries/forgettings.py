"""SQL about the wish to be forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Executable, bindparam, delete, func, select, update

from bot.database.upsert import Into, PerEngine
from bot.identity import LearnerId
from bot.tables import forgettings, learners


def _putting(into: Into) -> Executable:
    fresh = into(forgettings)
    return fresh.on_conflict_do_update(index_elements=["learner_id"], set_={"due_at": fresh.excluded.due_at})


_OWN = forgettings.c.learner_id == bindparam("learner")
_PUT = PerEngine(_putting)
_PUT_OFF = update(forgettings).where(_OWN).values(due_at=bindparam("later"))
_DROP = delete(forgettings).where(_OWN)
_DUE_AT = select(forgettings.c.due_at).where(_OWN)
_ALL_DUE = (
    select(forgettings.c.learner_id)
    .where(forgettings.c.due_at <= bindparam("now"))
    .order_by(forgettings.c.due_at, forgettings.c.learner_id)
)
_NEXT = select(func.min(forgettings.c.due_at, type_=forgettings.c.due_at.type))
_ZONE = select(learners.c.zone).where(learners.c.id == bindparam("learner"))


@dataclass(frozen=True, slots=True)
class Forgetting:
    """A learner who is about to be forgotten: the moment, and the zone in which they read it."""

    due_at: datetime
    zone: str


def put_forgetting(db: Connection, learner_id: LearnerId, now: datetime, due_at: datetime) -> None:
    """Keep the moment at which a learner is to be forgotten, in place of an earlier one."""
    db.execute(_PUT(db), {"learner_id": learner_id, "asked_at": now, "due_at": due_at})


def put_off_wish(db: Connection, learner_id: LearnerId, later: datetime) -> None:
    """Let a learner who is to be forgotten be forgotten later. A wish that was taken back stays so."""
    db.execute(_PUT_OFF, {"learner": learner_id, "later": later})


def drop_forgetting(db: Connection, learner_id: LearnerId) -> bool:
    """Let a learner not be forgotten. False if they did not ask for it."""
    return db.execute(_DROP, {"learner": learner_id}).rowcount == 1


def read_forgetting(db: Connection, learner_id: LearnerId) -> Forgetting | None:
    """Read when a learner is to be forgotten. None: they did not ask for it."""
    due_at: datetime | None = db.scalar(_DUE_AT, {"learner": learner_id})
    return None if due_at is None else Forgetting(due_at, db.scalar(_ZONE, {"learner": learner_id}) or "UTC")


def next_forgetting_at(db: Connection) -> datetime | None:
    """Read the earliest moment at which a learner is to be forgotten."""
    at: datetime | None = db.scalar(_NEXT)
    return at


def read_due_forgettings(db: Connection, now: datetime) -> list[LearnerId]:
    """Read the learners whose moment has come, the earliest first."""
    return list(db.scalars(_ALL_DUE, {"now": now}))
