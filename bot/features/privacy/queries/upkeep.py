"""SQL about the daily job."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from bot.database.upsert import PerEngine
from bot.tables import upkeep

_NOTE = PerEngine(
    lambda into: (fresh := into(upkeep)).on_conflict_do_update(index_elements=["name"], set_={"at": fresh.excluded.at})
)
_AT = select(upkeep.c.at).where(upkeep.c.name == bindparam("which"))


def write_done(db: Connection, name: str, now: datetime) -> None:
    """Note that a part of the daily job is done, in place of the last time."""
    db.execute(_NOTE(db), {"name": name, "at": now})


def read_done(db: Connection, name: str) -> datetime | None:
    """Read when a part of the daily job was done last."""
    at: datetime | None = db.scalar(_AT, {"which": name})
    return at
