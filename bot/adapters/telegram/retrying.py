"""Try a request again where that is safe: what certainly was not done, and what a repeat does not change."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from telegram.error import TelegramError

from bot.adapters.telegram.errors import telegram_send_error
from bot.adapters.telegram.timing import Timing
from bot.backoff import Backoff
from bot.chat.port import SendError

T = TypeVar("T")


class Retries:
    """The one way on which answers leave: bounded tries, growing pauses with jitter, pauses that Telegram asks for."""

    def __init__(self, timing: Timing) -> None:
        self._timing = timing

    async def run(self, request: Callable[[], Awaitable[T]], *, harmless: bool = False) -> T:
        """Make a request until it is done. Raises TelegramError when no try is left, or none can help.

        `harmless`: to do it twice is as good as once, so it is repeated also where its outcome is unknown.
        """
        backoff = self._timing.answer_backoff()
        while True:
            try:
                return await request()
            except TelegramError as error:
                wait = self._wait(telegram_send_error(error), backoff, harmless)
                if wait is None:
                    raise
            await self._timing.sleep(wait)

    def _wait(self, error: SendError, backoff: Backoff, harmless: bool) -> float | None:
        hopeless = error.permanent or error.rejected or error.moved_to is not None
        wait, asked = backoff.fail(), error.retry_after or 0.0
        if hopeless or (error.ambiguous and not harmless) or backoff.failures >= self._timing.tries:
            return None
        return max(wait, asked) if asked <= self._timing.patience else None
