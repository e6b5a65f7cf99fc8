"""The order in which transactions lock rows, written down while they run and compared with `bot/posting/locking.py`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, Delete, Engine, Executable, Insert, Select, Update, event
from sqlalchemy.dialects import postgresql
from sqlalchemy.sql.visitors import iterate

ORDER = ("inbound", "groups", "learners", "places", "outbox", "point_counts")
"""Tables whose rows are locked by transactions that know nothing of each other."""

POSTGRES: Any = postgresql.dialect()  # type: ignore[no-untyped-call]  # not annotated there
LOCK = re.compile(r"FOR (?:NO KEY )?UPDATE(?: OF (?P<tables>[\w, ]+?))?(?P<skips> SKIP LOCKED)?$")


@dataclass
class LockBook:
    """The tables of ORDER that each transaction locked, in the order of its first lock on each."""

    seen: set[tuple[str, ...]] = field(default_factory=set)

    @property
    def out_of_order(self) -> list[tuple[str, ...]]:
        """Transactions that locked a table after one which comes behind it."""
        return sorted(each for each in self.seen if any(ORDER.index(a) > ORDER.index(b) for a, b in pairwise(each)))


@contextmanager
def locks_noted() -> Iterator[LockBook]:
    """Note the locks of every transaction in this process."""
    book, running = LockBook(), dict[int, tuple[str, ...]]()
    free: dict[int, set[str]] = {}

    def note(db: Connection, statement: Executable, *_: Any) -> None:
        locked = running.get(id(db), ())
        if isinstance(statement, Insert) and str(statement.table) == "groups" and "groups" not in locked:
            call = locked[: locked[:1] == ("inbound",)]
            locked = (*call, "groups", *locked[len(call) :])  # nobody else knows a new group, so nobody waits for it
        free[id(db)] = free.get(id(db), set()).union(_locked_free(statement))
        known = {*locked, *free[id(db)]}
        running[id(db)] = (*locked, *(table for table in _locked_by(statement) if table not in known))

    def end(db: Connection) -> None:
        book.seen.add(running.pop(id(db), ()))
        free.pop(id(db), None)

    listeners = (("before_execute", note), ("commit", end), ("rollback", end))
    for name, listener in listeners:
        event.listen(Engine, name, listener)
    try:
        yield book
    finally:
        for name, listener in listeners:
            event.remove(Engine, name, listener)


def _locked_by(statement: Executable) -> list[str]:
    """The tables of ORDER in which a statement waits for rows that are there already.

    An insert waits only where the row may be there. The result of a call is kept in a row of its own.
    """
    if isinstance(statement, (Update, Delete)):
        inner = [one for one in iterate(statement) if isinstance(one, Select)]
        return [] if str(statement.table) == "inbound" or any(map(_skips, inner)) else _among([statement.table])
    if isinstance(statement, Insert):
        return _among([statement.table] if str(statement.table) in {"inbound", "point_counts"} else [])
    return _among(_tables_locked(statement)) if isinstance(statement, Select) and not _skips(statement) else []


def _locked_free(statement: Executable) -> list[str]:
    """The tables of ORDER in which a statement locks rows without waiting: nobody waits in a circle for those."""
    return _among(_tables_locked(statement)) if isinstance(statement, Select) and _skips(statement) else []


def _tables_locked(statement: Select[Any]) -> list[object]:
    lock = _lock_of(statement)
    if lock is None:
        return []
    return [*str(lock["tables"]).split(", ")] if lock["tables"] else [*statement.get_final_froms()]


def _skips(statement: Select[Any]) -> bool:
    lock = _lock_of(statement)
    return lock is not None and bool(lock["skips"])


@lru_cache(maxsize=4096)
def _lock_of(statement: Select[Any]) -> re.Match[str] | None:
    """How a statement ends on PostgreSQL; None if it locks nothing."""
    return LOCK.search(str(statement.compile(dialect=POSTGRES)))


def _among(tables: list[object]) -> list[str]:
    return [name for name in ORDER if name in {str(table) for table in tables}]
