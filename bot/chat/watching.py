"""The store as one call sees it, so that a failure never denies what was done."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Concatenate, ParamSpec, TypeVar

from bot.chat.call import CallStore
from bot.errors import StoreUnsure

P = ParamSpec("P")
T = TypeVar("T")


class WatchedStore:
    """Passes everything on to a store. `changed`: a write of this call is kept, or may be."""

    def __init__(self, store: CallStore) -> None:
        self._store = store
        self.changed = False

    async def read(self, fn: Callable[Concatenate[Any, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a query function."""
        return await self._store.read(fn, *args, **kwargs)

    async def glance(self, fn: Callable[Concatenate[Any, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a query of a few rows."""
        return await self._store.glance(fn, *args, **kwargs)

    async def write_once(
        self, inbound: str, fn: Callable[Concatenate[Any, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run an action, and note whether its change is kept."""
        return await self._watch(self._store.write_once(inbound, fn, *args, **kwargs))

    async def write_with_ticket(
        self,
        ticket: Mapping[str, Any] | None,
        inbound: str,
        fn: Callable[Concatenate[Any, P], T],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Do the same, and keep what the answer needs after a restart."""
        return await self._watch(self._store.write_with_ticket(ticket, inbound, fn, *args, **kwargs))

    async def _watch(self, writing: Awaitable[T]) -> T:
        try:
            result = await writing
        except StoreUnsure:
            self.changed = True
            raise
        self.changed = True
        return result
