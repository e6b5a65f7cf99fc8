"""Remove answers that a group wants to see for two minutes only."""

from __future__ import annotations

import asyncio

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.adapters.telegram import errors
from bot.adapters.telegram.retrying import Retries
from bot.adapters.telegram.timing import Timing
from bot.chat.port import BriefAnswers
from bot.errors import StoreBusy

log = structlog.get_logger()


class Sweeper:
    """Removes answers when their time is over, also those of an earlier process."""

    def __init__(self, bot: Bot, briefs: BriefAnswers, timing: Timing) -> None:
        self._bot = bot
        self._briefs = briefs
        self._timing = timing
        self._retries = Retries(timing)

    async def run(self) -> None:
        """Sweep until cancelled."""
        while True:
            await self.sweep()
            await asyncio.sleep(self._timing.sweep)

    async def sweep(self) -> None:
        """Remove what is due. If the store is busy, the next time will do."""
        try:
            for chat_id, message_id in await self._briefs.due():
                await self._remove(chat_id, message_id)
        except StoreBusy:
            log.info("answers.not_swept")
        except Exception:  # whatever it is, the next time may go well
            log.exception("sweep.failed")

    async def _remove(self, chat_id: int, message_id: int) -> None:
        """Remove a message. One that is gone or must stay is no error, and is not tried again."""
        try:
            await self._retries.run(lambda: self._bot.delete_message(chat_id, message_id), harmless=True)
        except TelegramError as error:
            found = errors.telegram_send_error(error)
            log.info("answer.not_removed", chat=chat_id, reason=found.reason)
            if not (found.permanent or found.rejected or found.moved_to is not None):
                return
        await self._briefs.drop(chat_id, message_id)
