"""Two transactions at once on PostgreSQL, of which one waits for the locks of the other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, text
from sqlalchemy.util import await_only

from bot.database.store import Store

T = TypeVar("T")
U = TypeVar("U")

WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")


def _nothing(_db: Connection) -> None: ...


async def run_both(
    store: Store,
    first: Callable[[Connection], T],
    second: Callable[[Connection], U],
    *,
    then: Callable[[Connection], object] = _nothing,
) -> tuple[T, U]:
    """Do the work of `first`. Once `second` waits, do the work of `then`, too, and commit. Returns both results.

    An error of either ends the wait and is raised.
    """
    held, go_on = asyncio.Event(), asyncio.Event()

    def hold(db: Connection) -> T:
        result = first(db)
        held.set()
        await_only(go_on.wait())
        then(db)
        return result

    holding = asyncio.create_task(store.write(hold))
    holds = asyncio.create_task(held.wait())
    await asyncio.wait({holding, holds}, return_when=asyncio.FIRST_COMPLETED)
    waiting = asyncio.create_task(store.write(second))
    while not (holding.done() or waiting.done() or await store.read(lambda db: db.scalar(WAITING))):
        await asyncio.sleep(0)
    go_on.set()
    holds.cancel()
    return await holding, await waiting


def count_deadlocks(folder: Path) -> int:
    """How many deadlocks a server has noted in its log."""
    return (folder / "log").read_text(encoding="utf-8").count("deadlock detected")
