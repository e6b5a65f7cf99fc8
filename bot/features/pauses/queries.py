"""SQL about pauses: their first and last study days, both included."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from bot.identity import LearnerId, PauseId
from bot.tables import pauses


@dataclass(frozen=True, slots=True)
class PauseSpan:
    """A pause as kept, both days included."""

    id: PauseId
    first: date
    last: date


_OF = (
    select(pauses.c.id, pauses.c.first_day, pauses.c.last_day)
    .where(pauses.c.learner_id == bindparam("learner"), pauses.c.last_day >= bindparam("since"))
    .order_by(pauses.c.first_day, pauses.c.id)
)
_ADD = insert(pauses)
_DROP = delete(pauses).where(pauses.c.id == bindparam("pause"))
_END = update(pauses).where(pauses.c.id == bindparam("pause")).values(last_day=bindparam("last"))


def read_pauses(db: Connection, learner_id: LearnerId, since: date) -> list[PauseSpan]:
    """Read a learner's pauses that last until `since` or longer, the earliest first."""
    return [PauseSpan(*row) for row in db.execute(_OF, {"learner": learner_id, "since": since})]


def add_pause(db: Connection, learner_id: LearnerId, first: date, last: date, now: datetime) -> None:
    """Add a pause."""
    db.execute(_ADD, {"learner_id": learner_id, "first_day": first, "last_day": last, "at": now})


def drop_pause(db: Connection, pause_id: PauseId) -> None:
    """Delete a pause."""
    db.execute(_DROP, {"pause": pause_id})


def end_pause(db: Connection, pause_id: PauseId, last: date) -> None:
    """Change the last day of a pause."""
    db.execute(_END, {"pause": pause_id, "last": last})
