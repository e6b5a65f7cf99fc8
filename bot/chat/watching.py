"""Watch a call while it is answered, so that nobody is told the wrong of what was done."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Concatenate, ParamSpec, TypeVar

from bot.chat.call import CallDoors
from bot.chat.readers import Readers
from bot.errors import StoreUnsure

P = ParamSpec("P")
T = TypeVar("T")


class CallState(Enum):
    """The state of a call's write."""

    OPEN = "open"
    """Nothing was changed so far."""
    WRITING = "writing"
    """It is not known whether the change is kept."""
    KEPT = "kept"


@dataclass(slots=True)
class CallWatch:
    """Holds what is known of a call so far. `readers`: those that its answer is for; None before that is known."""

    readers: Readers | None = None
    state: CallState = CallState.OPEN


class WatchedStore:
    """Passes everything on to a store, and notes the state of the call's write."""

    def __init__(self, store: CallDoors, watch: CallWatch) -> None:
        self._store = store
        self._watch = watch

    @property
    def changed(self) -> bool:
        """Whether a write of this call is kept, or may be."""
        return self._watch.state is not CallState.OPEN

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
        return await self._note(self._store.write_once(inbound, fn, *args, **kwargs))

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
        return await self._note(self._store.write_with_ticket(ticket, inbound, fn, *args, **kwargs))

    async def _note(self, writing: Awaitable[T]) -> T:
        watch, before = self._watch, self._watch.state
        watch.state = CallState.WRITING
        try:
            result = await writing
        except StoreUnsure:
            raise
        except Exception:
            watch.state = before
            raise
        watch.state = CallState.KEPT
        return result
