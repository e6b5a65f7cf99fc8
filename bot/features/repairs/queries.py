"""SQL about repairs: sessions that were entered late."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, insert

from bot.closed_sets import SessionSource
from bot.features.acts.queries import Act
from bot.tables import sessions

_ADD = insert(sessions)


def add_repair(db: Connection, act: Act, *, zone: str, day: date, minutes: int, note: str) -> None:
    """Add minutes of study to a study day that is over."""
    own = {"learner_id": act.learner_id, "act_id": act.id, "at": act.at, "zone": zone, "day": day}
    db.execute(_ADD, {**own, "minutes": minutes, "note": note, "habit": "", "source": SessionSource.REPAIR})
