"""The pace of messages to Telegram. Its published limits are vague, so its refusals teach the rest."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeVar

from bot.adapters.telegram.transport import TooMany
from bot.pacing.lanes import Crowded, Lane
from bot.pacing.pace import Rank, Window

T = TypeVar("T")

PER_SECOND = 29.0  # of 30: a late message may arrive together with the next
CHAT = (Window(1, 1.0, posts_only=True), Window(3, 3.0))
GROUP = (*CHAT, Window(20, 60.0))
WITHIN = {Rank.REPLY: 3600.0, Rank.POST: 10.0}
"""Seconds that a message waits for its turn, before the sender hears of it. A crowded chat costs no answer."""

HANGING = 5.0
"""Seconds after which a request that hangs holds up the next one of its chat no longer."""


def make_telegram_lane() -> Lane:
    """The lane of one bot."""
    return Lane(PER_SECOND, windows_of)


def windows_of(chat_id: int) -> tuple[Window, ...]:
    """The windows of a chat. Groups have negative ids."""
    return GROUP if chat_id < 0 else CHAT


@dataclass(frozen=True, slots=True)
class _Request:
    """A request to a chat: whether it has begun, and whether it is over."""

    begun: asyncio.Event = field(default_factory=asyncio.Event)
    over: asyncio.Event = field(default_factory=asyncio.Event)


class Turns:
    """Makes requests in their turn. Those of one chat arrive in order: each waits until the one before it is over."""

    def __init__(self, lane: Lane, hanging: float = HANGING) -> None:
        self._lane = lane
        self._hanging = hanging
        self._latest: dict[int, _Request] = {}

    def now(self) -> float:
        """Seconds on the lane's clock."""
        return self._lane.now()

    async def take(self, chat_id: int, rank: Rank, request: Callable[[], Awaitable[T]]) -> T:
        """Make a request that writes to a chat or changes a message there.

        Raises TooMany, and the request's own errors.
        """
        try:
            await self._lane.turn(chat_id, rank, WITHIN[rank])
        except Crowded as error:
            raise TooMany(error.seconds) from None
        before, mine = self._latest.get(chat_id), _Request()
        self._latest[chat_id] = mine
        try:
            await self._wait_for(before)
            mine.begun.set()
            return await request()
        except TooMany as error:
            self._lane.refuse(chat_id, error.seconds)
            raise
        finally:
            mine.begun.set()
            mine.over.set()
            if self._latest.get(chat_id) is mine:
                del self._latest[chat_id]

    async def _wait_for(self, before: _Request | None) -> None:
        if before is None:
            return
        await before.begun.wait()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._hanging):
                await before.over.wait()
