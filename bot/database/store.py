"""The two doors to the store: what is handed in runs in one short transaction, in which nothing waits for a network."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import URL, Connection

from bot.clock import Clock, SystemClock
from bot.database.engines import PATIENCE, read_address
from bot.database.inbound import run_once
from bot.database.postgres import Postgres
from bot.database.sqlite import SQLite

P = ParamSpec("P")
T = TypeVar("T")


class Backend(Protocol):
    """A database that runs transactions, whichever it is."""

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Run a query that sees one moment of the database."""
        ...

    async def write(self, work: Callable[[Connection], T], *, repeatable: bool = False) -> T:
        """Run a transaction; `repeatable` where a second run of it does no harm."""
        ...

    async def migrate(self, work: Callable[[Connection], T]) -> T:
        """Run one transaction that changes tables."""
        ...

    async def close(self) -> None:
        """Close every connection."""
        ...


class Store:
    """Runs `fn(db, ...)`, plain synchronous functions, and commits what they wrote unless they raise.

    Raises StoreBusy where the database could not be had in time. `clock` dates the kept results of calls.
    """

    def __init__(self, backend: Backend, clock: Clock) -> None:
        self._backend = backend
        self._clock = clock

    async def read(self, fn: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a query function."""
        return await self._backend.read(lambda db: fn(db, *args, **kwargs))

    async def write(self, fn: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run an action."""
        return await self._backend.write(lambda db: fn(db, *args, **kwargs))

    async def write_once(
        self, inbound: str, fn: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run an action and keep its result under `inbound`; a second run with the same id returns the kept result.

        The type of the result is what `fn` is annotated to return.
        """
        now = self._clock.now()
        return await self._backend.write(
            lambda db: run_once(db, inbound, now, fn, lambda db: fn(db, *args, **kwargs)), repeatable=True
        )

    async def close(self) -> None:
        """Let what runs come to its end, then close every connection."""
        await self._backend.close()


def open_store(url: str, clock: Clock | None = None) -> Store:
    """The store at DATABASE_URL, which `upgrade` has given its tables. Raises ConfigError."""
    return Store(open_backend(read_address(url)), clock or SystemClock())


def open_backend(address: URL, patience: float = PATIENCE) -> Backend:
    """The database at an address; nothing is connected before the first transaction. Others' locks are waited for."""
    if address.get_backend_name() == "sqlite":
        return SQLite(Path(address.database or ""), patience=patience)
    return Postgres(address, patience=patience)
