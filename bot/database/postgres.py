"""PostgreSQL: a pool of connections, and a second try where the first certainly came to nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from enum import Enum, auto
from typing import TYPE_CHECKING, Generic, TypeVar

from sqlalchemy import URL, Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.backoff import Backoff
from bot.database.engines import CONNECTIONS, PATIENCE, postgres_engine
from bot.database.queueing import ConnectionQueue
from bot.errors import StoreBusy, StoreUnsure

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine

T = TypeVar("T")
Work = Callable[[Connection], T]

TRIES = 4
FIRST_WAIT, LONGEST_WAIT = 0.45, 1.0  # before the third try, the second is at once: a server restarts in about a second
UNDONE = {"40001", "40P01"}  # serialization failure, deadlock: the server has rolled it back, at commit too
AWAY = {"57P01", "57P02", "57P03", "53300"}  # shutting down, crashed, starting up, too many clients
LOCKED = "55P03"  # a lock was waited for as long as a caller can wait
UNCONNECTED = "08"  # the class of all that goes wrong with a connection
MIGRATING = 0x636169726E  # "cairn": the process with this lock may change the tables


class Trouble(Enum):
    """The kind of trouble: the work's own fault, or trouble that another try may get past."""

    OWN = auto()
    WAITED = auto()  # as long as a caller can wait, for a lock or a connection
    UNDONE = auto()  # rolled back by the server for the sake of others
    LOST = auto()  # the server did not answer


class Postgres:
    """A PostgreSQL database.

    Raises StoreBusy where it could not be reached in time, and nothing was changed. Raises StoreUnsure where the answer
    to a commit was lost and a second run might do harm.
    """

    def __init__(self, address: URL, *, patience: float = PATIENCE) -> None:
        self._queue = ConnectionQueue(CONNECTIONS, patience)
        self._engine = postgres_engine(address, patience=patience)
        self._reading = self._engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    async def read(self, work: Work[T]) -> T:
        """Run a query; it sees one moment of the database throughout."""
        return await _run(self._reading, work, self._queue, repeatable=True)

    async def glance(self, work: Work[T]) -> T:
        """Run a query: every query travels to the server."""
        return await self.read(work)

    async def write(self, work: Work[T], *, repeatable: bool = False) -> T:
        """Run a transaction. `repeatable`: a second run does no harm, so an attempt in doubt is repeated."""
        return await _run(self._engine, work, self._queue, repeatable=repeatable)

    async def migrate(self, work: Work[T]) -> T:
        """Run one transaction that changes tables, alone."""

        def alone(db: Connection) -> T:
            db.exec_driver_sql("SET LOCAL lock_timeout = '60s'")
            db.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATING})")
            return work(db)

        return await self.write(alone)

    async def compact(self) -> bool:
        """Leave the files to the server, whose autovacuum frees what was deleted."""
        return True

    async def close(self) -> None:
        """Close every connection that is not in use."""
        await self._engine.dispose()


async def _run(engine: AsyncEngine, work: Work[T], queue: ConnectionQueue, *, repeatable: bool) -> T:
    doubt = False
    backoff = Backoff(FIRST_WAIT, LONGEST_WAIT)
    for tried in range(TRIES):
        await asyncio.sleep(backoff.fail() if tried > 1 else 0)
        attempt = _Attempt(work)
        try:
            async with queue.turn():
                return await attempt.run(engine)
        except (DBAPIError, OSError, PoolTimeout) as error:
            failure = error
        trouble = _judge(failure)
        doubt = doubt or (attempt.in_doubt and trouble is Trouble.LOST)
        if trouble in {Trouble.OWN, Trouble.WAITED} or (doubt and not repeatable):
            break
    if doubt:
        raise StoreUnsure from failure
    if trouble is Trouble.OWN:
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


def _judge(error: Exception) -> Trouble:
    state = str(getattr(getattr(error, "orig", None), "sqlstate", None) or "")
    if state == LOCKED or isinstance(error, (PoolTimeout, TimeoutError)):
        return Trouble.WAITED
    if state in UNDONE:
        return Trouble.UNDONE
    if not isinstance(error, DBAPIError) or error.connection_invalidated:
        return Trouble.LOST
    return Trouble.LOST if state in AWAY or state.startswith(UNCONNECTED) else Trouble.OWN
