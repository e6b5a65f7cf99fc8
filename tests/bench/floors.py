"""Floors: what drivers take for the very statements that a call sends, and what a loop takes that only carries."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import asyncpg
from sqlalchemy import Connection, Engine, event

from tests.virtual import Stalls, Stopwatch, VirtualLoop


class Sent(NamedTuple):
    """A statement as the driver got it; with `many`, once for each of its rows of values."""

    sql: str
    values: Any
    many: bool


@contextmanager
def listening() -> Iterator[list[Sent]]:
    """Every statement that is sent meanwhile, on any connection."""
    sent: list[Sent] = []

    def hear(_db: object, _cursor: object, sql: str, values: Any, _context: object, many: bool) -> None:
        sent.append(Sent(sql, list(values) if many else values, many))

    def hear_begin(db: Connection) -> None:
        driver: Any = db.connection.dbapi_connection
        if db.dialect.name == "sqlite":  # said by the dialect, past the engine
            reads = driver.execute("PRAGMA query_only").fetchone()[0]
            sent.append(Sent("BEGIN" if reads else "BEGIN IMMEDIATE", (), False))

    event.listen(Engine, "before_cursor_execute", hear)
    event.listen(Engine, "begin", hear_begin)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", hear)
        event.remove(Engine, "begin", hear_begin)


class RawSqlite:
    """sqlite3 as safe as the store: WAL, synchronous=FULL. BEGIN is among what was heard."""

    def __init__(self, file: Path) -> None:
        self._connection = sqlite3.connect(file, isolation_level=None, cached_statements=512)
        for pragma in ("synchronous=FULL", "foreign_keys=ON", "journal_mode=WAL"):
            self._connection.execute(f"PRAGMA {pragma}")

    async def run(self, sent: list[Sent]) -> None:
        for sql, values, many in sent:
            if many:
                self._connection.executemany(sql, values)
            else:
                self._connection.execute(sql, values).fetchall()
        self._connection.execute("COMMIT")

    async def close(self) -> None:
        self._connection.close()


class RawPostgres:
    """asyncpg by hand: statements prepared once, one round trip each."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._ready: dict[str, Any] = {}

    @classmethod
    async def open(cls, url: str) -> RawPostgres:
        return cls(await asyncpg.connect(url, statement_cache_size=512, server_settings={"jit": "off"}))

    async def run(self, sent: list[Sent]) -> None:
        async with self._connection.transaction():
            for sql, values, many in sent:
                if many:
                    await self._connection.executemany(sql, values)
                else:
                    await self._connection.fetch(sql, *values)

    async def close(self) -> None:
        await self._connection.close()


class BareLoop:
    """A loop that carries as much as the program does, and does nothing with it: no words, no plans, no rules.

    Each round a thread sends a transaction by hand, as a /done does, while a crowd of messages waits and moves on.
    """

    ROUNDS = 600
    CROWD = 200
    STATEMENTS = 40

    def __init__(self) -> None:
        self.answers = array("d")
        """Seconds that each transaction took, by the work of our process."""
        self._database = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        self._database.execute("CREATE TABLE kept (id INTEGER PRIMARY KEY, facts TEXT)")

    async def run(self) -> Stalls:
        """Carry it; how long the loop was busy with itself meanwhile."""
        loop = asyncio.get_running_loop()
        assert isinstance(loop, VirtualLoop)
        await asyncio.sleep(0)
        loop.stalls = Stalls()
        for _ in range(self.ROUNDS):
            await asyncio.gather(self._answer(loop), *(self._carry(number) for number in range(self.CROWD)))
        self._database.close()
        return loop.stalls

    async def _answer(self, loop: VirtualLoop) -> None:
        stopwatch = Stopwatch()
        with loop.busy():
            await loop.run_in_executor(None, self._send)
        self.answers.append(stopwatch.ours)

    async def _carry(self, number: int) -> None:
        await asyncio.sleep(number / self.CROWD)
        json.loads(json.dumps({"number": number}))

    def _send(self) -> None:
        self._database.execute("BEGIN")
        for number in range(self.STATEMENTS):
            facts = json.dumps({"number": number})
            self._database.execute("INSERT INTO kept (facts) VALUES (?)", (facts,))
            self._database.execute("SELECT id, facts FROM kept ORDER BY id DESC LIMIT 20").fetchall()
        self._database.execute("COMMIT")
