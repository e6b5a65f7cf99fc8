"""Take what was deleted out of a SQLite file and its log.

SQLite leaves the words of deleted rows in free pages and in the log until something else is written over them. VACUUM
writes the file anew from the rows that are there. The log is then emptied.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.database.engines import PATIENCE

_IN_THE_WAY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL}
"""Another process writes, or the disk has no room for the second copy."""


def compact_file(file: Path) -> bool:
    """Write a file anew without what was deleted, and empty its log. False: it could not be done now."""
    try:
        with closing(sqlite3.connect(file, timeout=PATIENCE, isolation_level=None)) as connection:
            connection.execute("VACUUM")
            (busy, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in _IN_THE_WAY:
            raise
        return False
    return not busy
