"""The doors to the store. Each function runs in one short transaction that waits for no network."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import URL, Connection

from bot.clock import Clock, SystemClock
from bot.database.endings import run_to_end
from bot.database.engines import PATIENCE, read_address
from bot.database.inbound import run_once
from bot.database.platforms import note_running, on_platform
from bot.database.postgres import Postgres
from bot.database.sqlite import SQLite
from bot.errors import StoreBusy
from bot.identity import Account, Caller

P = ParamSpec("P")
T = TypeVar("T")


class Backend(Protocol):
    """A database that runs transactions, SQLite or PostgreSQL."""

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Run a query that sees one moment of the database."""
        ...

    async def glance(self, work: Callable[[Connection], T]) -> T:
        """Run a query of a few rows by their keys, which takes less time than a visit to another thread."""
        ...

    async def write(self, work: Callable[[Connection], T], *, repeatable: bool = False) -> T:
        """Run a transaction; `repeatable` where a second run of it does no harm."""
        ...

    async def migrate(self, work: Callable[[Connection], T]) -> T:
        """Run one transaction that changes tables."""
        ...

    async def compact(self) -> bool:
        """Take deleted rows out of the files. False: it could not be done now."""
        ...

    async def close(self) -> None:
        """Close every connection."""
        ...


def _always() -> bool:
    return True


class Store:
    """Runs `fn(db, ...)`, plain synchronous functions, and commits their writes unless they raise.

    Raises StoreBusy if the database could not be had in time, and for writes while it `is_ours` no more. `clock` dates
    the kept results of calls. `running` are the platforms that run, as far as they are known.
    """

    running: Collection[str] = ()

    def __init__(self, backend: Backend, clock: Clock, is_ours: Callable[[], bool] = _always) -> None:
        self._is_ours = is_ours
        self._backend = backend
        self._clock = clock

    async def read(self, fn: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a query function."""
        return await self._backend.read(lambda db: fn(self._brief(db), *args, **kwargs))

    async def glance(self, fn: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a query function that reads a few rows by their keys. Others would hold up the loop."""
        return await self._backend.glance(lambda db: fn(self._brief(db), *args, **kwargs))

    async def write(self, fn: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run an action."""
        self._check_ours()
        return await self._backend.write(lambda db: run_to_end(db, lambda db: fn(self._brief(db), *args, **kwargs)))

    async def write_once(
        self, inbound: str, fn: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run an action and keep its result under `inbound`.

        A second run with the same id returns the kept result. `fn` is annotated with the type of the result.
        """
        return await self.write_with_ticket(None, inbound, fn, *args, **kwargs)

    async def write_with_ticket(
        self,
        ticket: Mapping[str, Any] | None,
        inbound: str,
        fn: Callable[Concatenate[Connection, P], T],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Do the same, and keep what the answer needs after a restart."""
        self._check_ours()
        now, account = self._clock.now(), _find_account((*args, *kwargs.values()))

        def work(db: Connection) -> T:
            return fn(self._brief(db), *args, **kwargs)

        return await self._backend.write(
            lambda db: run_to_end(db, lambda db: run_once(db, inbound, now, fn, work, ticket=ticket, account=account)),
            repeatable=True,
        )

    def on(self, platform: str) -> PlatformDoors:
        """The doors for a reader on a platform: learners have the names that they have there."""
        return PlatformDoors(self, platform)

    async def compact(self) -> bool:
        """Take what was deleted out of the database's files, where that is the bot's to do. False: not done now."""
        self._check_ours()
        return await self._backend.compact()

    def _brief(self, db: Connection) -> Connection:
        return note_running(db, self.running)

    def _check_ours(self) -> None:
        if not self._is_ours():
            raise StoreBusy("the lock of the database is lost")

    async def close(self) -> None:
        """Let running transactions end, then close every connection."""
        await self._backend.close()


class PlatformDoors:
    """The doors to a store for a reader on a platform. A call's write knows its platform by its inbound id."""

    def __init__(self, store: Store, platform: str) -> None:
        self._store = store
        self._platform = platform
        self.write_once = store.write_once
        self.write_with_ticket = store.write_with_ticket

    async def read(self, fn: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a query function."""
        return await self._store.read(on_platform(self._platform, fn), *args, **kwargs)

    async def glance(self, fn: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a query function that reads a few rows by their keys."""
        return await self._store.glance(on_platform(self._platform, fn), *args, **kwargs)


def _find_account(args: Iterable[object]) -> Account | None:
    """Find the account of the caller among the arguments of an action. None: the action has no caller."""
    accounts = (one.account if isinstance(one, Caller) else one for one in args)
    return next((one for one in accounts if isinstance(one, Account)), None)


def open_store(url: str, clock: Clock | None = None, is_ours: Callable[[], bool] = _always) -> Store:
    """The store at DATABASE_URL, which `upgrade` has given its tables. Raises ConfigError.

    Nothing is written while the database `is_ours` no more.
    """
    return Store(open_backend(read_address(url)), clock or SystemClock(), is_ours)


def open_backend(address: URL, patience: float = PATIENCE) -> Backend:
    """The database at an address. It is not connected before the first transaction.

    A transaction waits at most `patience` seconds for another's lock.
    """
    if address.get_backend_name() == "sqlite":
        return SQLite(Path(address.database or ""), patience=patience)
    return Postgres(address, patience=patience)
