"""Try a transaction out: see what it makes, and take it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection

from bot.database.endings import step

T = TypeVar("T")


class _TakenBackError(Exception):
    """Ends a savepoint without keeping what was written in it."""


def try_out(db: Connection, work: Callable[[], T]) -> T:
    """Do work, take back all that it wrote, and return its result."""
    found: list[T] = []
    try:
        with step(db):
            found.append(work())
            raise _TakenBackError
    except _TakenBackError:
        return found[0]
