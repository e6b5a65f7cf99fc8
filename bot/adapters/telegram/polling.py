"""Long polling with an offset of our own. Unfinished updates are not confirmed, and no slow chat stops another."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Callable

import structlog
from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, TelegramError

from bot import metrics
from bot.adapters.telegram import errors
from bot.adapters.telegram.intake import Intake
from bot.adapters.telegram.polling_transport import PollTransport, as_update
from bot.adapters.telegram.timing import SURE_AFTER, Timing
from bot.adapters.telegram.transport import NoAnswer, UnreadableAnswer
from bot.adapters.telegram.updates import WANTED
from bot.chat.port import UpdateShelf
from bot.errors import StoreBusy
from bot.identity import Platform

log = structlog.get_logger()

PAGE = 100  # updates that Telegram gives at most
RENEW_AFTER = 4  # failures in a row after which the connections are made anew


class Polling:
    """Asks for updates until cancelled. `heard` is called after each good poll."""

    def __init__(
        self,
        bot: Bot,
        transport: PollTransport,
        intake: Intake,
        *,
        shelf: UpdateShelf,
        timing: Timing,
        heard: Callable[[], None],
    ) -> None:
        self._bot = bot
        self._transport = transport
        transport.knows = intake.knows
        self._intake = intake
        self._shelf = shelf
        self._timing = timing
        self._heard = heard
        self._backoff = timing.backoff()

    async def run(self) -> None:
        """Poll until cancelled. Raises InvalidToken if Telegram refuses the token for some minutes."""
        await self._take_from_shelf()
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
            for update in updates:
                self._intake.take(update)
            if len(updates) >= PAGE:
                await self._shelve()
            else:
                await self._intake.finish(self._timing.grace)
            await self._clear_shelf()

    async def confirm(self) -> None:
        """Confirm the finished updates at the end. If that fails, they come again and change nothing."""
        await self._clear_shelf()
        offset = self._intake.offset
        if offset is None:
            return
        with contextlib.suppress(TelegramError, TimeoutError):
            async with asyncio.timeout(self._timing.drain):
                await self._bot.get_updates(offset=offset, timeout=0, limit=1, allowed_updates=WANTED)

    async def _ask(self, limit: int = PAGE) -> tuple[Update, ...]:
        """Ask for updates from the first unfinished one on. While that is in hand, Telegram answers at once."""
        hold, offset = self._timing.poll, self._intake.offset
        try:
            async with asyncio.timeout(hold + self._timing.margin):
                return await self._bot.get_updates(offset=offset, timeout=hold, limit=limit, allowed_updates=WANTED)
        except TimeoutError:
            raise NoAnswer("a poll never ended") from None
        except Exception as error:  # the library stumbled over an update: ask again, and empty that one
            if self._transport.careful or (
                isinstance(error, TelegramError) and not isinstance(error, UnreadableAnswer)
            ):
                raise
            log.warning("telegram.unreadable_update", error=type(error).__name__)
            metrics.UNREAD.labels(Platform.TELEGRAM).inc()
            self._transport.careful = True
            return await self._ask(
                1 if isinstance(error, UnreadableAnswer) else PAGE
            )  # of no JSON only one id is known

    async def _take_from_shelf(self) -> None:
        """Begin with the updates that an earlier process did not answer."""
        for number, body in sorted((await self._shelf.load()).items()):
            update = as_update(json.loads(body), self._bot)
            if update is None:
                self._intake.note_shelved((number,))
            else:
                self._intake.take(update, shelved=True)

    async def _shelve(self) -> None:
        """Put the updates in hand on the shelf, so that they may be confirmed. Others wait behind them.

        If the store is busy they stay unconfirmed, and are put there after the next poll.
        """
        await self._intake.finish(self._timing.grace if len(self._intake.unshelved()) < PAGE else 0.0)
        unfinished = self._intake.unshelved()
        if not unfinished:
            return
        try:
            await self._shelf.put({number: update.to_json() for number, update in unfinished.items()})
        except StoreBusy:
            log.warning("updates.not_shelved", count=len(unfinished))
            await self._timing.sleep(self._timing.grace)
        else:
            self._intake.note_shelved(unfinished)

    async def _clear_shelf(self) -> None:
        answered = self._intake.pop_answered()
        if not answered:
            return
        try:
            await self._shelf.drop(answered)
        except StoreBusy:
            self._intake.note_shelved(answered)

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
