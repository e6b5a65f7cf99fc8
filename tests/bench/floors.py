"""Floors: what the drivers themselves take for the very statements that a call sends, in transactions like its own."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import asyncpg
from sqlalchemy import Engine, event


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

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", hear)


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
