"""The pace of messages to Telegram. Its published limits are vague, so its refusals teach the rest."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.adapters.telegram.transport import TooMany
from bot.pacing.lanes import Crowded, Lane
from bot.pacing.pace import Rank, Window

T = TypeVar("T")

PER_SECOND = 29.0  # of 30: a late message may arrive together with the next
CHAT = (Window(1, 1.0, posts_only=True), Window(3, 3.0))
GROUP = (*CHAT, Window(20, 60.0))
WITHIN = {Rank.REPLY: 50.0, Rank.POST: 10.0}
"""Seconds that a message waits for its turn, before the sender hears of it."""


def make_telegram_lane() -> Lane:
    """The lane of one bot."""
    return Lane(PER_SECOND, windows_of)


def windows_of(chat_id: int) -> tuple[Window, ...]:
    """The windows of a chat. Groups have negative ids."""
    return GROUP if chat_id < 0 else CHAT


class Turns:
    """Makes requests in their turn."""

    def __init__(self, lane: Lane) -> None:
        self._lane = lane

    async def take(self, chat_id: int, rank: Rank, request: Callable[[], Awaitable[T]]) -> T:
        """Make a request that writes to a chat or changes a message there.

        Raises TooMany, and the request's own errors.
        """
        try:
            await self._lane.turn(chat_id, rank, WITHIN[rank])
        except Crowded as error:
            raise TooMany(error.seconds) from None
        try:
            return await request()
        except TooMany as error:
            self._lane.refuse(chat_id, error.seconds)
            raise
