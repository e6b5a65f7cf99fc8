"""Long polling with an offset of our own. Unfinished updates are not confirmed, and no slow chat stops another."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable

import structlog
from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, TelegramError

from bot.adapters.telegram import errors
from bot.adapters.telegram.intake import Intake
from bot.adapters.telegram.timing import SURE_AFTER, Timing
from bot.adapters.telegram.transport import NoAnswer, PollTransport
from bot.adapters.telegram.updates import WANTED

log = structlog.get_logger()

PAGE = 100  # updates that Telegram gives at most
RENEW_AFTER = 4  # failures in a row after which the connections are made anew


class Polling:
    """Asks for updates until cancelled. `heard` is called after each good poll."""

    def __init__(
        self, bot: Bot, transport: PollTransport, intake: Intake, timing: Timing, heard: Callable[[], None]
    ) -> None:
        self._bot = bot
        self._transport = transport
        self._intake = intake
        self._timing = timing
        self._heard = heard
        self._backoff = timing.backoff()
        self._full = False

    async def run(self) -> None:
        """Poll until cancelled. Raises InvalidToken if Telegram refuses the token for some minutes."""
        while True:
            try:
                updates = await self._ask()
            except TelegramError as error:
                await self._mend(error)
                await self._timing.sleep(
                    max(self._backoff.fail(), errors.telegram_send_error(error).retry_after or 0.0)
                )
                continue
            self._transport.careful = False
            self._backoff.succeed()
            self._heard()
            self._full = len(updates) >= PAGE
            for update in updates:
                self._intake.take(update)
            await self._intake.finish(self._timing.grace)

    async def confirm(self) -> None:
        """Confirm the finished updates at the end. If that fails, they come again and change nothing."""
        offset = self._intake.offset
        if offset is None:
            return
        with contextlib.suppress(TelegramError, TimeoutError):
            async with asyncio.timeout(self._timing.drain):
                await self._bot.get_updates(offset=offset, timeout=0, limit=1, allowed_updates=WANTED)

    async def _ask(self) -> tuple[Update, ...]:
        """Ask for updates from the first unfinished one on. While that is in hand, Telegram answers at once.

        If the last page was full, ask from the first update on that is not committed.
        """
        hold, intake = self._timing.poll, self._intake
        offset = intake.offset_of_work if self._full else intake.offset
        try:
            async with asyncio.timeout(hold + self._timing.margin):
                return await self._bot.get_updates(offset=offset, timeout=hold, limit=PAGE, allowed_updates=WANTED)
        except TimeoutError:
            raise NoAnswer("a poll never ended") from None
        except TelegramError:
            raise
        except Exception as error:  # the library stumbled over an update: ask again, and leave that update out
            if self._transport.careful:
                raise
            log.warning("telegram.unreadable_update", error=type(error).__name__)
            self._transport.careful = True
            return await self._ask()

    async def _mend(self, error: TelegramError) -> None:
        if isinstance(error, InvalidToken) and self._backoff.failures >= SURE_AFTER:
            raise error
        log.warning(
            "telegram.poll_failed", reason=errors.telegram_send_error(error).reason, failures=self._backoff.failures
        )
        if isinstance(error, Conflict) and "webhook" in error.message.lower():
            with contextlib.suppress(TelegramError):
                await self._bot.delete_webhook()
        if self._backoff.failures >= RENEW_AFTER:
            await self._transport.shutdown()
            await self._transport.initialize()
