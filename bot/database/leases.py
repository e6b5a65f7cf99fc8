"""A lock for a database, so that a single program runs on it. It ends with the process, also after a crash."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import structlog
from filelock import FileLock, Timeout
from sqlalchemy import URL, text
from sqlalchemy.exc import DBAPIError, InvalidRequestError

from bot.database.engines import PATIENCE, postgres_engine, read_address
from bot.database.privacy import OWNER_ALONE
from bot.errors import ConfigError

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

log = structlog.get_logger()

RUNNING = 0x636169726E21  # "cairn!": the process with this lock of a PostgreSQL database is the one that runs on it
_HELD = text(
    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND pid = pg_backend_pid() "
    "AND (classid::bigint << 32) + objid::bigint = :key"
)
_TAKE = text("SELECT pg_try_advisory_lock(:key)")


class Lock(Protocol):
    """The lock of a database."""

    def is_held(self) -> bool:
        """Whether this process has the database to itself, as far as is known at this moment."""
        ...

    async def check(self) -> None:
        """Ask whether the lock is held, and take it again if it was lost. Raises ConfigError if another has it."""
        ...


class _Kept:
    """A lock that ends with the process alone."""

    def is_held(self) -> bool:
        return True

    async def check(self) -> None:
        return


@asynccontextmanager
async def alone(url: str) -> AsyncIterator[Lock]:
    """Keep the database at DATABASE_URL to this process. Raises ConfigError where another has it.

    On SQLite it is a lock on a file beside the database. On PostgreSQL it is a lock on a connection of its own, which
    the server may end. So it is checked now and then, and nothing may be written while it is not held.
    """
    address = read_address(url)
    if address.get_backend_name() == "sqlite":
        with _file_locked(address):
            yield _Kept()
        return
    lock = ServerLock(address)
    try:
        await lock.take()
        yield lock
    finally:
        await lock.close()


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


class ServerLock:
    """A lock of a PostgreSQL database. The server lets go of it with its connection."""

    def __init__(self, address: URL, *, patience: float = PATIENCE) -> None:
        self._address = address
        self._patience = patience
        self._engine = postgres_engine(address, patience=patience)
        self._connection: AsyncConnection | None = None
        self._driver: Any = None

    def is_held(self) -> bool:
        """Whether the lock was taken, and its connection is not known to have ended."""
        return self._driver is not None and not self._driver.is_closed()

    async def take(self) -> None:
        """Take the lock on a new connection. Raises ConfigError if another has it, or the server cannot be reached."""
        try:
            self._connection = connection = await self._engine.connect()
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            taken = await connection.scalar(_TAKE, {"key": RUNNING})
            raw = await connection.get_raw_connection()
        except (DBAPIError, OSError) as error:
            raise ConfigError(f"{_name(self._address)} cannot be reached: {_reason(error)}.") from error
        if not taken:
            raise _taken(self._address)
        self._driver = raw.driver_connection

    async def check(self) -> None:
        """Ask the server over the lock's own connection. Raises ConfigError if another program has the lock now.

        A lost lock is taken again if the server can be reached. Else it stays lost until the next check.
        """
        if await self._answers():
            return
        log.warning("lock.lost")
        await self._drop()
        try:
            await self.take()
        except ConfigError as error:
            await self._drop()
            if error.__cause__ is None:
                raise
            log.warning("lock.not_taken", reason=type(error.__cause__).__name__)
        else:
            log.warning("lock.taken_again")

    async def close(self) -> None:
        """Let go of the lock."""
        await self._drop()
        await self._engine.dispose()

    async def _answers(self) -> bool:
        if self._connection is None or not self.is_held():
            return False
        try:
            async with asyncio.timeout(self._patience):
                return bool(await self._connection.scalar(_HELD, {"key": RUNNING}))
        except (DBAPIError, OSError, InvalidRequestError):
            return False

    async def _drop(self) -> None:
        connection, self._connection, self._driver = self._connection, None, None
        if connection is not None:
            with contextlib.suppress(DBAPIError, OSError):
                await connection.invalidate()
                await connection.close()


def _taken(address: URL) -> ConfigError:
    return ConfigError(f"{_name(address)} is in use by another Cairn that runs; stop that one first.")


def _name(address: URL) -> str:
    return f"DATABASE_URL ({address.render_as_string(hide_password=True)})"


def _reason(error: Exception) -> str:
    origin = error.orig if isinstance(error, DBAPIError) and error.orig else error
    return next(iter(str(origin).strip().splitlines()), type(origin).__name__).rstrip(".")
