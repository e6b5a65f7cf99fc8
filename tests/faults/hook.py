"""A numbered fault hook: every commit and every send passes it twice, before and after, and one of them is a crash."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from sqlalchemy import Connection

from bot.chat.port import Adapter
from bot.chat.reply import Reply
from bot.clock import Clock
from bot.database.store import Backend, Store
from bot.identity import Account, Place
from bot.posting.posts import Post


class Crash(BaseException):
    """The process is gone: nothing catches it, and nothing that it was about to do happens."""


@dataclass
class Hook:
    """Crashes at the point of this number; None: never. After it, nobody gets past any point."""

    at: int | None = None
    names: list[str] = field(default_factory=list)
    dead: bool = False

    def pass_(self, name: str) -> None:
        """A point. Raises Crash."""
        if self.dead:
            raise Crash(name)
        self.names.append(name)
        if len(self.names) == self.at:
            self.die(name)

    def die(self, name: str) -> None:
        """Crash here. Raises Crash."""
        self.dead = True
        raise Crash(name)


class HookedStore(Store):
    """A store whose every commit passes the hook."""

    def __init__(self, backend: Backend, clock: Clock, hook: Hook) -> None:
        super().__init__(backend, clock)
        self._hook = hook

    async def write(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        name = " ".join([fn.__name__, *(arg.key for arg in args if isinstance(arg, Post))])

        def run(db: Connection) -> Any:
            result = fn(db, *args, **kwargs)
            self._hook.pass_(f"{name}: before the commit")
            return result

        result = await super().write(run)
        self._hook.pass_(f"{name}: after the commit")
        return result

    async def write_with_ticket(
        self, ticket: Any, inbound: str, fn: Callable[..., Any], /, *args: Any, **kwargs: Any
    ) -> Any:
        @wraps(fn)
        def run(db: Connection, *args: Any, **kwargs: Any) -> Any:
            result = fn(db, *args, **kwargs)
            self._hook.pass_(f"{fn.__name__}: before the commit")
            return result

        result = await super().write_with_ticket(ticket, inbound, run, *args, **kwargs)
        self._hook.pass_(f"{fn.__name__}: after the commit")
        return result


class HookedAdapter:
    """A platform to which every send passes the hook. Remembers what the platform took: (key, message id)."""

    def __init__(self, adapter: Adapter, hook: Hook) -> None:
        self._adapter = adapter
        self._hook = hook
        self.name = adapter.name
        self.repeat_is_safe = adapter.repeat_is_safe
        self.in_turn = adapter.in_turn
        self.taken: list[tuple[str, str]] = []
        self.edits = 0

    async def start(self) -> None:
        await self._adapter.start()

    async def stop(self) -> None:
        await self._adapter.stop()

    async def send(self, place: Place, reply: Reply, key: str) -> str:
        """Send a post. If the sender is cancelled on the way, the platform takes it nevertheless."""
        self._hook.pass_(f"{key}: before it is sent")
        sending = asyncio.ensure_future(self._send(place, reply, key))
        try:
            message_id = await asyncio.shield(sending)
        except asyncio.CancelledError:
            await asyncio.wait((sending,))
            raise
        self._hook.pass_(f"{key}: after it is sent")
        return message_id

    async def _send(self, place: Place, reply: Reply, key: str) -> str:
        message_id = await self._adapter.send(place, reply, key)
        self.taken.append((key, message_id))
        return message_id

    async def edit(self, place: Place, message_id: str, reply: Reply) -> bool:
        self._hook.pass_(f"{message_id} changed: before it is sent")
        there = await self._adapter.edit(place, message_id, reply)
        self.edits += 1
        self._hook.pass_(f"{message_id} changed: after it is sent")
        return there

    async def find_owner(self, place: Place) -> Account | None:
        return await self._adapter.find_owner(place)

    async def has_left(self, place: Place, account: Account) -> bool:
        return await self._adapter.has_left(place, account)

    def ready_in(self, place: Place) -> float:
        return self._adapter.ready_in(place)

    def healthy(self) -> bool:
        return self._adapter.healthy()
