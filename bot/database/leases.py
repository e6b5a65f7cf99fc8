"""A lock for a database, so that a single program runs on it. It ends with the process, also after a crash."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import URL, text
from sqlalchemy.exc import DBAPIError

from bot.database.engines import PATIENCE, postgres_engine, read_address
from bot.database.privacy import OWNER_ALONE
from bot.errors import ConfigError

RUNNING = 0x636169726E21  # "cairn!": the process with this lock of a PostgreSQL database is the one that runs on it
_TAKE = text("SELECT pg_try_advisory_lock(:key)")


@asynccontextmanager
async def alone(url: str) -> AsyncIterator[None]:
    """Keep the database at DATABASE_URL to this process. Raises ConfigError where another has it.

    On SQLite it is a lock on a file beside the database. On PostgreSQL it is a lock on a connection of its own.
    """
    address = read_address(url)
    if address.get_backend_name() == "sqlite":
        with _file_locked(address):
            yield
    else:
        async with _server_locked(address):
            yield


@contextmanager
def _file_locked(address: URL) -> Iterator[None]:
    file = Path(address.database or "").resolve()
    lock = FileLock(file.with_name(f"{file.name}.lock"), blocking=False, mode=OWNER_ALONE, fallback_to_soft=False)
    try:
        file.parent.stat()  # filelock would make the folder
        lock.acquire()
    except Timeout:
        raise _taken(address) from None
    except OSError as error:
        raise ConfigError(f"{_name(address)} cannot be used: no file can be made there ({error.strerror}).") from error
    try:
        yield
    finally:
        lock.release()


@asynccontextmanager
async def _server_locked(address: URL) -> AsyncIterator[None]:
    engine = postgres_engine(address, patience=PATIENCE)
    try:
        try:
            connection = await engine.connect()
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            taken = await connection.scalar(_TAKE, {"key": RUNNING})
        except (DBAPIError, OSError) as error:
            raise ConfigError(f"{_name(address)} cannot be reached: {_reason(error)}.") from error
        try:
            if not taken:
                raise _taken(address)
            yield
        finally:
            await connection.close()
    finally:
        await engine.dispose()  # the server lets go of the lock with the connection


def _taken(address: URL) -> ConfigError:
    return ConfigError(f"{_name(address)} is in use by another Cairn that runs; stop that one first.")


def _name(address: URL) -> str:
    return f"DATABASE_URL ({address.render_as_string(hide_password=True)})"


def _reason(error: Exception) -> str:
    origin = error.orig if isinstance(error, DBAPIError) and error.orig else error
    return next(iter(str(origin).strip().splitlines()), type(origin).__name__).rstrip(".")
