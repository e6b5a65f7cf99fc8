"""PostgreSQL: a pool of connections, and a second try where the first certainly came to nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Generic, TypeVar

from sqlalchemy import URL, Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import StoreBusy
from bot.storage.engines import postgres_engine

T = TypeVar("T")
Work = Callable[[Connection], T]

PAUSES = (0.0, 0.0, 0.3, 1.0)  # seconds before each try: a server that restarts is back within about one
UNDONE = {"40001", "40P01"}  # serialization failure, deadlock: the server has rolled it back, at commit too
AWAY = {"57P01", "57P02", "57P03", "53300"}  # shutting down, crashed, starting up, too many clients
LOCKED = "55P03"  # a lock was waited for as long as a caller can wait
MIGRATING = 0x636169726E  # "cairn": who holds this lock may change the tables


class Postgres:
    """A PostgreSQL database. Raises StoreBusy where it could not be reached in time, and nothing was changed."""

    def __init__(self, address: URL) -> None:
        self._engine = postgres_engine(address)
        self._reading = self._engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    async def read(self, work: Work[T]) -> T:
        """Run a query; it sees one moment of the database throughout."""
        return await _run(self._reading, work, repeatable=True)

    async def write(self, work: Work[T], *, repeatable: bool = False) -> T:
        """Run a transaction. `repeatable`: one that does no harm a second time, should nobody know if it was done."""
        return await _run(self._engine, work, repeatable=repeatable)

    async def migrate(self, work: Work[T]) -> T:
        """Run one transaction that changes tables, alone."""

        def alone(db: Connection) -> T:
            db.exec_driver_sql("SET LOCAL lock_timeout = '60s'")
            db.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATING})")
            return work(db)

        return await self.write(alone)

    async def close(self) -> None:
        """Close every connection that is not in use."""
        await self._engine.dispose()


async def _run(engine: AsyncEngine, work: Work[T], *, repeatable: bool) -> T:
    doubt = False
    for pause in PAUSES:
        await asyncio.sleep(pause)
        attempt = _Attempt(work)
        try:
            return await attempt.run(engine)
        except (DBAPIError, OSError, PoolTimeout) as error:
            failure = error
        if not _may_pass(failure):
            break
        doubt = doubt or (attempt.in_doubt and _state(failure) not in UNDONE)
        if doubt and not repeatable:
            break
    if doubt or not _may_pass(failure):
        raise failure
    raise StoreBusy from failure


class _Attempt(Generic[T]):
    """A transaction that is tried. `in_doubt`: the server was asked to commit, so that silence may mean yes."""

    def __init__(self, work: Work[T]) -> None:
        self._work = work
        self.in_doubt = False

    async def run(self, engine: AsyncEngine) -> T:
        async with engine.connect() as connection:
            result = await connection.run_sync(self._work)
            self.in_doubt = True
            await connection.commit()
            return result


def _may_pass(error: Exception) -> bool:
    """Whether the trouble was with reaching the server or with others, not with what was asked."""
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or _state(error) in UNDONE | AWAY | {LOCKED}
    return True


def _state(error: Exception) -> str:
    return str(getattr(getattr(error, "orig", None), "sqlstate", None) or "")
