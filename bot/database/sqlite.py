"""SQLite: one lane that writes, a few that read, each a connection in a thread of its own; and glances, without one.

A transaction is one visit to its thread. A visit for each call of a cursor, aiosqlite's own way, takes five times
as long. So a caller who is cancelled or times out never leaves half a transaction. A transaction that has begun
runs to its end. A transaction that has not begun is dropped, and the lane goes on with the next.
"""

from __future__ import annotations

import asyncio
import contextvars
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

import aiosqlite
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from bot.database.compacting import compact_file
from bot.database.engines import PATIENCE, sqlite_engine
from bot.errors import StoreBusy, StoreUnsure

T = TypeVar("T")
Work = Callable[[Connection], T]

READERS = 4
UNSURE = {sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_DIR_FSYNC}
"""The change was written, and the disk did not say that it stays."""
BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


class SQLite:
    """A SQLite file. Raises StoreBusy where another process held it for more than `patience` seconds."""

    def __init__(self, file: Path, *, patience: float = PATIENCE) -> None:
        self._file = file
        self._engine = partial(sqlite_engine, file, patience=patience)
        self._writing = _Lanes(self._engine(), 1)
        self._reading = _Lanes(self._engine(readonly=True), READERS)
        self._glancing = _Glances(sqlite_engine(file, patience=0, readonly=True))

    async def read(self, work: Work[T]) -> T:
        """Run a query; it sees one moment of the database throughout."""
        with _raising_busy():
            return await self._reading.run(work)

    async def glance(self, work: Work[T]) -> T:
        """Run a query of a few rows at once, in the loop's own thread.

        If another process holds the file, the query is run again as any other, so that the loop does not wait.
        """
        try:
            return self._glancing.run(work)
        except DBAPIError as error:
            if not _is_busy(error):
                raise
        return await self.read(work)

    async def write(self, work: Work[T], *, repeatable: bool = False) -> T:
        """Run a transaction, after those that came before. `repeatable` makes no difference here."""
        with _raising_busy():
            return await self._writing.run(work)

    async def migrate(self, work: Work[T]) -> T:
        """Run one transaction that may rebuild tables: nothing cascades meanwhile, every key is checked at its end."""
        lanes = _Lanes(self._engine(foreign_keys=False), 1)
        try:
            with _raising_busy():
                return await lanes.run(partial(_with_keys_checked, work))
        finally:
            await lanes.close()

    async def compact(self) -> bool:
        """Write the file anew without what was deleted. Writes wait meanwhile. False: it could not be done now."""
        return await self._writing.pause_for(partial(compact_file, self._file))

    async def close(self) -> None:
        """Let running transactions end, then close every connection."""
        self._glancing.close()
        await self._reading.close()
        await self._writing.close()


class _Glances:
    """A connection in the loop's own thread, opened when first needed. It never waits for another process."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._db: Connection | None = None
        self._closed = False

    def run(self, work: Work[T]) -> T:
        if self._closed:
            raise RuntimeError("the store is closed")
        self._db = self._db or self._engine.connect()
        with self._db.begin():
            return work(self._db)

    def close(self) -> None:
        self._closed = True
        if self._db:
            self._db.close()


class _Lanes:
    """A number of connections, opened when first needed. The caller that waits longest goes first."""

    def __init__(self, engine: Engine, count: int) -> None:
        self._engine = engine
        self._count = count
        self._turns = asyncio.Semaphore(count)
        self._free: list[_Lane] = []
        self._closed = False

    async def run(self, work: Work[T]) -> T:
        async with self._turns:
            if self._closed:
                raise RuntimeError("the store is closed")
            lane = self._free.pop() if self._free else await _open(self._engine)
            try:
                return await lane.run(work)
            finally:
                self._free.append(lane)

    async def pause_for(self, work: Callable[[], T]) -> T:
        """Do work in another thread while the only lane rests."""
        async with self._turns:
            return await asyncio.to_thread(work)

    async def close(self) -> None:
        self._closed = True
        for _ in range(self._count):
            await self._turns.acquire()
        while self._free:
            await self._free.pop().close()
        for _ in range(self._count):
            self._turns.release()


class _Lane(aiosqlite.Connection):
    """A connection and its thread, which SQLAlchemy enters for a whole transaction.

    Decision (2026-11): use `_execute` and `_thread`, which are aiosqlite's own. Its public cursors visit the thread
    for every call and take five times as long. The lock pins the version; tests/bot/database fail when a name goes.
    """

    def __init__(self, engine: Engine) -> None:
        super().__init__(self._open, iter_chunk_size=1)
        self._thread.daemon = True  # a process that ends without `close` does not wait for it
        self._engine = engine

    def _open(self) -> sqlite3.Connection:
        self._db = self._engine.connect()
        connection: sqlite3.Connection = cast("Any", self._db.connection.driver_connection)
        self._db.detach()  # closing it is aiosqlite's part
        return connection

    async def run(self, work: Work[T]) -> T:
        visit = _Visit(self._db, work)
        try:
            result: T = await self._execute(visit)  # type: ignore[no-untyped-call]  # not annotated there
        except asyncio.CancelledError:
            visit.given_up = True
            raise
        except DBAPIError as error:
            if visit.in_doubt and _code_of(error) in UNSURE:
                raise StoreUnsure from error
            raise
        return result

    async def end(self) -> None:
        """Wait for the thread of a connection that could not be opened, which aiosqlite has told to end."""
        await asyncio.to_thread(self._thread.join)


class _Visit(Generic[T]):
    """A transaction as the thread runs it, with the context of its caller."""

    def __init__(self, db: Connection, work: Work[T]) -> None:
        self._db = db
        self._work = work
        self._context = contextvars.copy_context()
        self.given_up = False
        self.in_doubt = False
        """The file was asked to keep the change."""

    def __call__(self) -> T | None:
        return None if self.given_up else self._context.run(self._run)

    def _run(self) -> T:
        try:
            with self._db.begin():
                result = self._work(self._db)
                self.in_doubt = True
            return result
        except StopIteration as error:  # a future cannot carry it: the caller would wait for ever
            raise RuntimeError("the work raised StopIteration") from error


async def _open(engine: Engine) -> _Lane:
    lane = _Lane(engine)
    try:
        await lane
    except BaseException:
        await lane.end()
        raise
    return lane


def _with_keys_checked(work: Work[T], db: Connection) -> T:
    result = work(db)
    dangling = db.exec_driver_sql("PRAGMA foreign_key_check").first()
    if dangling:
        raise RuntimeError(f"a row of {dangling[0]} refers to a row of {dangling[2]} that is not there")
    return result


@contextmanager
def _raising_busy() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        if _is_busy(error):
            raise StoreBusy from error
        raise


def _is_busy(error: DBAPIError) -> bool:
    return _code_of(error) & 0xFF in BUSY


def _code_of(error: DBAPIError) -> int:
    return int(getattr(error.orig, "sqlite_errorcode", 0))
