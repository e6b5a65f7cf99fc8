"""The store for commands that need nothing else of the bot."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Concatenate, TypeVar

from sqlalchemy import Connection

from bot.clock import SystemClock
from bot.config import read_settings
from bot.database.migrating import require_current, upgrade
from bot.database.store import Store, open_store

T = TypeVar("T")


async def with_store(work: Callable[[Store], Awaitable[T]]) -> T:
    """Bring the database up to date, do the work and close it. Raises ConfigError."""
    url = read_settings().database_url
    await upgrade(url)
    store = open_store(url, SystemClock())
    try:
        return await work(store)
    finally:
        await store.close()


async def query_current_store(query: Callable[Concatenate[Connection, ...], T]) -> T:
    """Run a query on the database as it is. Raises ConfigError if it is not up to date."""
    url = read_settings().database_url
    await require_current(url)
    store = open_store(url, SystemClock())
    try:
        return await store.read(query)
    finally:
        await store.close()
