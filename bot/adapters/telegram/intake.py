"""Updates in hand: each once, in order for each chat, side by side over chats, and which of them are confirmed."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable

import structlog
from telegram import Update

from bot.adapters.telegram.updates import lane_of

log = structlog.get_logger()

REMEMBERED = 2000
AT_ONCE = 64


class Intake:
    """Runs `handle` for each new update. What it has finished may be confirmed to Telegram, nothing else."""

    def __init__(self, handle: Callable[[Update], Awaitable[None]], longest: float) -> None:
        self._handle = handle
        self._longest = longest
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._tails: dict[int, asyncio.Task[None]] = {}
        self._in_hand: OrderedDict[int, asyncio.Task[None]] = OrderedDict()
        self._seen: OrderedDict[int, None] = OrderedDict()
        self._next: int | None = None

    def take(self, update: Update) -> asyncio.Task[None] | None:
        """Begin with an update, or return the task that is at it already; None when it is done."""
        self._forget_finished()
        number = update.update_id
        if number in self._seen:
            return None
        if number not in self._in_hand:
            self._in_hand[number] = self._begin(update)
            self._next = number + 1
        return self._in_hand[number]

    @property
    def offset(self) -> int | None:
        """The first update that Telegram is to send again, in the order in which they came; None before any came."""
        return next((number for number, task in self._in_hand.items() if not _finished(task)), self._next)

    async def settle(self, within: float) -> None:
        """Wait for what is in hand, but no longer than this."""
        if self._in_hand:
            await asyncio.wait(self._in_hand.values(), timeout=within)
        self._forget_finished()

    async def drop(self) -> None:
        """Break off what is still in hand: its updates stay unconfirmed and come again."""
        tasks = [task for task in self._in_hand.values() if not task.done()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _begin(self, update: Update) -> asyncio.Task[None]:
        lane = lane_of(update)
        task = asyncio.create_task(self._run(self._tails.get(lane), update))
        self._tails[lane] = task
        task.add_done_callback(lambda done: self._tails.pop(lane, None) if self._tails.get(lane) is done else None)
        return task

    async def _run(self, before: asyncio.Task[None] | None, update: Update) -> None:
        if before is not None:
            await asyncio.wait((before,))
        async with self._slots:
            try:
                async with asyncio.timeout(self._longest):
                    await self._handle(update)
            except Exception:
                log.exception("update.failed", update=update.update_id)

    def _forget_finished(self) -> None:
        """Move finished updates from the front, where no earlier one waits, to those that are only remembered."""
        while self._in_hand:
            number, task = next(iter(self._in_hand.items()))
            if not _finished(task):
                return
            del self._in_hand[number]
            self._seen[number] = None
        while len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)


def _finished(task: asyncio.Task[None]) -> bool:
    return task.done() and not task.cancelled()
