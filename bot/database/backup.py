"""A copy of a SQLite database that is in use, whole and checked."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.database.engines import PATIENCE, read_address
from bot.database.privacy import make_private
from bot.errors import ConfigError


async def back_up(url: str, target: Path) -> None:
    """Copy the database to a file that is not there yet. Readers and writers go on meanwhile.

    The file appears only when the copy is complete and sound. Raises ConfigError.
    """
    address = read_address(url)
    if address.get_backend_name() != "sqlite":
        raise ConfigError("DATABASE_URL names a PostgreSQL database; back it up with pg_dump.")
    await asyncio.to_thread(_copy, Path(address.database or ""), target)


def _copy(source: Path, target: Path) -> None:
    if not source.exists():
        raise ConfigError(f"DATABASE_URL names {source}, which does not exist; there is nothing to back up.")
    if target.exists():
        raise ConfigError(f"{target} exists; a backup never replaces a file. Name another.")
    half = target.with_name(f"{target.name}.part")
    half.unlink(missing_ok=True)
    try:
        make_private(half)
        _vacuum(source, half)
        half.replace(target)
    except (sqlite3.Error, OSError) as error:
        raise ConfigError(f"The backup to {target} failed: {error}.") from error
    finally:
        half.unlink(missing_ok=True)


def _vacuum(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source, timeout=PATIENCE, isolation_level=None)) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))
    with closing(sqlite3.connect(target)) as copy:
        (found,) = copy.execute("PRAGMA quick_check").fetchone()
    if found != "ok":
        raise sqlite3.DatabaseError(f"the copy is not sound: {found}")
