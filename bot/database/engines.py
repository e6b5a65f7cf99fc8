"""Engines: read DATABASE_URL, and prepare every connection."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, cast

from sqlalchemy import URL, Engine, NullPool, PoolProxiedConnection, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from bot.database.privacy import make_private
from bot.errors import ConfigError

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine

PATIENCE = 5.0  # seconds that a transaction waits for another process to let go of the database
CONNECTIONS = 10
STATEMENTS = 512  # kept ready by each connection


def read_address(url: str) -> URL:
    """Read DATABASE_URL, whatever driver it names. Raises ConfigError, which never repeats the password."""
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        raise ConfigError("DATABASE_URL is not an address; write it like sqlite:///cairn.db.") from None
    match address.get_backend_name():
        case "sqlite":
            return _file_address(address)
        case "postgresql" | "postgres":
            return address.set(drivername="postgresql+asyncpg")
        case other:
            raise ConfigError(f"DATABASE_URL must begin with sqlite:/// or postgresql://, not with {other}.")


def _file_address(address: URL) -> URL:
    if address.database in {None, "", ":memory:"}:
        raise ConfigError("DATABASE_URL names no file; write it like sqlite:///cairn.db.")
    return address.set(drivername="sqlite", query={})


def notes_beside(url: str) -> Path:
    """The path whose name begins the files in which a process leaves notes for the next one.

    It is that of the SQLite file. For PostgreSQL it is in the working directory, and another for each database.
    """
    address = read_address(url)
    if address.get_backend_name() == "sqlite":
        return Path(str(address.database))
    return Path(f"cairn-{blake2b(url.encode(), digest_size=4).hexdigest()}")


def sqlite_engine(
    file: Path, *, patience: float = PATIENCE, readonly: bool = False, foreign_keys: bool = True
) -> Engine:
    """Make an engine for a SQLite file. Connections are not pooled, and share the compiled statements.

    A transaction that may write begins IMMEDIATE. If it began by reading, it could not wait for its turn to write.
    The dialect begins it, for an engine with an event of its own asks for listeners around each statement.
    """
    engine = create_engine(
        URL.create("sqlite", database=str(file)),
        poolclass=NullPool,
        connect_args={"timeout": patience, "isolation_level": None, "cached_statements": STATEMENTS},
    )
    event.listen(engine, "do_connect", lambda *_: make_private(file))
    event.listen(engine, "connect", _setter(readonly=readonly, foreign_keys=foreign_keys))
    engine.dialect.do_begin = _begin if readonly else _begin_immediate  # type: ignore[assignment]  # its `self` is bound
    return engine


def _setter(*, readonly: bool, foreign_keys: bool) -> Callable[[sqlite3.Connection, object], None]:
    pragmas = ["synchronous=FULL", f"foreign_keys={int(foreign_keys)}", "journal_size_limit=67108864"]
    pragmas += ["query_only=ON"] if readonly else ["journal_mode=WAL", "secure_delete=ON"]

    def set_pragmas(connection: sqlite3.Connection, _record: object) -> None:
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}").close()

    return set_pragmas


def _begin(driver: PoolProxiedConnection) -> None:
    cast("sqlite3.Connection", driver).execute("BEGIN").close()


def _begin_immediate(driver: PoolProxiedConnection) -> None:
    cast("sqlite3.Connection", driver).execute("BEGIN IMMEDIATE").close()


def postgres_engine(address: URL, *, patience: float = PATIENCE) -> AsyncEngine:
    """Make an engine for a PostgreSQL server. Raises ConfigError.

    A transaction waits for a lock as long as on SQLite.
    """
    from sqlalchemy.ext.asyncio import create_async_engine  # noqa: PLC0415  brings the whole ORM, which SQLite can spare

    settings = {"application_name": "cairn", "jit": "off", "lock_timeout": f"{patience * 1000:.0f}"}
    try:
        return create_async_engine(
            address,
            pool_size=CONNECTIONS,
            max_overflow=0,
            pool_timeout=patience,
            pool_pre_ping=True,
            connect_args={
                "timeout": patience,
                "server_settings": settings,
                "prepared_statement_cache_size": STATEMENTS,
            },
        )
    except ModuleNotFoundError:
        raise ConfigError("DATABASE_URL needs the driver for PostgreSQL: pip install asyncpg.") from None
