"""Two transactions at once on PostgreSQL, of which one waits for the locks of the other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection, text
from sqlalchemy.util import await_only

from bot.database.store import Store

T = TypeVar("T")
U = TypeVar("U")

WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")


async def run_both(store: Store, first: Callable[[Connection], T], second: Callable[[Connection], U]) -> tuple[T, U]:
    """Do the work of `first`, and commit it once `second` waits for it. Returns what both return."""
    held, go_on = asyncio.Event(), asyncio.Event()

    def hold(db: Connection) -> T:
        result = first(db)
        held.set()
        await_only(go_on.wait())
        return result

    holding = asyncio.create_task(store.write(hold))
    await held.wait()
    waiting = asyncio.create_task(store.write(second))
    while not (waiting.done() or await store.read(lambda db: db.scalar(WAITING))):
        await asyncio.sleep(0)
    go_on.set()
    return await holding, await waiting
