"""INSERT ... ON CONFLICT, which SQLAlchemy spells once per engine: statements built once for both."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from sqlalchemy import Connection, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite

Into = Callable[[Table], sqlite.Insert]
"""Begins an INSERT that knows ON CONFLICT; typed as SQLite's, PostgreSQL's has the same methods."""


class PerEngine:
    """A statement in the forms of both engines. Call it with a connection for the form that fits."""

    def __init__(self, build: Callable[[Into], Executable]) -> None:
        self._by_name = {"sqlite": build(sqlite.insert), "postgresql": build(cast(Any, postgresql.insert))}

    def __call__(self, db: Connection) -> Executable:
        """The statement for this connection's engine."""
        return self._by_name[db.dialect.name]
