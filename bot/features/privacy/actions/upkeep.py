"""When each part of the daily job was done last."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.features.privacy.queries.upkeep import read_done, write_done

DAILY, BEGUN, FORGOTTEN, COMPACTED = "daily", "begun", "forgotten", "compacted"
"""The daily job itself, the first of all, the last deletion of a learner or group, and the last compaction."""


def note_done(db: Connection, name: str, now: datetime) -> None:
    """Note that a part is done."""
    write_done(db, name, now)


def last_done(db: Connection, name: str) -> datetime | None:
    """Return when a part was done last. None: never."""
    return read_done(db, name)
