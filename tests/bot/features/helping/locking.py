"""The reads that lock rows, as PostgreSQL gets them, noted on whichever engine runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, Executable, Select, event
from sqlalchemy.dialects import postgresql

POSTGRES: Any = postgresql.dialect()  # type: ignore[no-untyped-call]  # not annotated there


@contextmanager
def noting_locks() -> Iterator[list[str]]:
    """All statements of meanwhile that read and lock."""
    locks: list[str] = []

    def note(_db: Connection, statement: Executable, *_: Any) -> None:
        sql = str(statement.compile(dialect=POSTGRES)) if isinstance(statement, Select) else ""
        if " FOR " in sql:
            locks.append(sql)

    event.listen(Engine, "before_execute", note)
    try:
        yield locks
    finally:
        event.remove(Engine, "before_execute", note)
