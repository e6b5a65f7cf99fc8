"""Buttons spin until their tap is acknowledged: within a second, whatever its chat is busy with."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.adapters.telegram import errors
from bot.adapters.telegram.render import fits_a_toast, toast
from bot.adapters.telegram.retrying import Retries
from bot.adapters.telegram.timing import Timing
from bot.chat.reply import Reply, Tone

log = structlog.get_logger()


class Spinners:
    """Acknowledges each tap once: with its answer if that comes in time, else with nothing."""

    def __init__(self, bot: Bot, retries: Retries, timing: Timing) -> None:
        self._bot = bot
        self._retries = retries
        self._within = timing.toast_within
        self._spinning: dict[str, asyncio.TimerHandle] = {}
        self._tasks: set[asyncio.Task[bool]] = set()

    def watch(self, query_id: str) -> None:
        """Acknowledge a tap after a moment, if nothing else does before."""
        if query_id not in self._spinning:
            loop = asyncio.get_running_loop()
            self._spinning[query_id] = loop.call_later(self._within, self._give_up, query_id)

    def stop(self, query_id: str, reply: Reply | None = None) -> asyncio.Task[bool]:
        """Begin to acknowledge a tap, with a toast if there is something to say.

        The task returns whether it was in time, so that the toast is shown.
        """
        spinning = self._spinning.pop(query_id, None)
        if spinning is None:
            return self._begin(_too_late())
        spinning.cancel()
        return self._begin(self._acknowledge(query_id, reply))

    def close(self) -> None:
        """Watch no tap any more."""
        for spinning in self._spinning.values():
            spinning.cancel()
        self._spinning.clear()

    def _give_up(self, query_id: str) -> None:
        del self._spinning[query_id]
        self._begin(self._acknowledge(query_id, None))

    def _begin(self, work: Coroutine[None, None, bool]) -> asyncio.Task[bool]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _acknowledge(self, query_id: str, reply: Reply | None) -> bool:
        alert = reply is not None and (reply.tone is Tone.PROBLEM or not fits_a_toast(reply))
        text = toast(reply) if reply is not None else None
        try:
            await self._retries.run(
                lambda: self._bot.answer_callback_query(query_id, text or None, show_alert=alert or None),
                harmless=True,
            )
        except TelegramError as error:
            stale = errors.says(error, errors.STALE)
            reason = "stale" if stale else errors.telegram_send_error(error).reason
            log.info("tap.unacknowledged", reason=reason)
            return False
        return True


async def _too_late() -> bool:
    return False
