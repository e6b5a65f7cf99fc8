"""SQL about the last exports of a learner."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from bot.database.upsert import PerEngine
from bot.identity import LearnerId
from bot.tables import exports

_LAST = select(exports.c.private, exports.c.at).where(exports.c.learner_id == bindparam("learner"))
_NOTE = PerEngine(
    lambda into: (fresh := into(exports)).on_conflict_do_update(
        index_elements=["learner_id", "private"], set_={"at": fresh.excluded.at}
    )
)


def read_last_exports(db: Connection, learner_id: LearnerId) -> dict[bool, datetime]:
    """Read when a learner was given their data last: in a private chat (True), and elsewhere."""
    return {row.private: row.at for row in db.execute(_LAST, {"learner": learner_id})}


def note_export(db: Connection, learner_id: LearnerId, now: datetime, *, private: bool) -> None:
    """Note that a learner is given their data."""
    db.execute(_NOTE(db), {"learner_id": learner_id, "private": private, "at": now})
