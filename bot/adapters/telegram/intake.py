"""Updates in hand: each once, in order for each chat, side by side over chats.

An update is worked on, which commits it, and then answered. The next update of a chat waits for that work, but not
for the answer: answers leave in the order in which they begin, each in its turn (`pacing`).
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import structlog
from telegram import Update

from bot.adapters.telegram.updates import lane_of

log = structlog.get_logger()

REMEMBERED = 2000
AT_ONCE = 64

Answer = Callable[[], Awaitable[object]]


async def silence() -> None:
    """Give no answer, to an update that asks for none."""


@dataclass(slots=True)
class _InHand:
    task: asyncio.Task[None] | None = None
    over: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when its work has ended."""
    worked: bool = False
    """Whether the work came to its end."""

    @property
    def finished(self) -> bool:
        return self.task is not None and self.task.done() and not self.task.cancelled()


class Intake:
    """Runs `work` for each new update, then the answer that it returns. `notice` hears of it before.

    An unfinished update is not confirmed. `longest`: seconds for the work.
    """

    def __init__(
        self, work: Callable[[Update], Awaitable[Answer]], notice: Callable[[Update], None], longest: float
    ) -> None:
        self._work = work
        self._notice = notice
        self._longest = longest
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._tails: dict[int, _InHand] = {}
        self._in_hand: OrderedDict[int, _InHand] = OrderedDict()
        self._seen: OrderedDict[int, None] = OrderedDict()
        self._next: int | None = None

    def take(self, update: Update) -> asyncio.Task[None] | None:
        """Begin with an update, or return the task that is at work on it; None if it is done."""
        self._forget_finished()
        number = update.update_id
        if number in self._seen:
            return None
        if number not in self._in_hand:
            self._in_hand[number] = self._begin(update)
            self._next = number + 1
        return self._in_hand[number].task

    @property
    def offset(self) -> int | None:
        """The id from which Telegram is to send again: the first unfinished update, else the next one.

        None before any update came.
        """
        return next((number for number, one in self._in_hand.items() if not one.finished), self._next)

    @property
    def offset_of_work(self) -> int | None:
        """The same, with committed updates counted as finished.

        For use when others can only be heard behind them.
        """
        return next((number for number, one in self._in_hand.items() if not one.worked), self._next)

    async def finish(self, within: float) -> None:
        """Wait for the updates in hand, for `within` seconds at most."""
        if self._in_hand:
            await asyncio.wait([one.task for one in self._in_hand.values() if one.task], timeout=within)
        self._forget_finished()

    async def drop(self) -> None:
        """Cancel the updates still in hand. They stay unconfirmed and come again."""
        tasks = [one.task for one in self._in_hand.values() if one.task and not one.task.done()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _begin(self, update: Update) -> _InHand:
        self._notice(update)
        lane = lane_of(update)
        hand, before = _InHand(), self._tails.get(lane)
        self._tails[lane] = hand
        hand.task = asyncio.create_task(self._run(hand, before, update))
        hand.task.add_done_callback(lambda _: self._tails.pop(lane, None) if self._tails.get(lane) is hand else None)
        return hand

    async def _run(self, hand: _InHand, before: _InHand | None, update: Update) -> None:
        try:
            answer = await self._do(hand, before, update)
            await answer()
        except Exception:
            log.exception("update.failed", update=update.update_id)

    async def _do(self, hand: _InHand, before: _InHand | None, update: Update) -> Answer:
        """Work on an update after those before it in its chat."""
        try:
            if before is not None:
                await before.over.wait()
            async with self._slots, asyncio.timeout(self._longest):
                return await self._work(update)
        finally:
            hand.over.set()
            task = asyncio.current_task()
            hand.worked = task is not None and not task.cancelling()

    def _forget_finished(self) -> None:
        """Move finished updates from the front to the remembered ones, up to the first unfinished one.

        Only the latest are remembered.
        """
        while self._in_hand:
            number, hand = next(iter(self._in_hand.items()))
            if not hand.finished:
                return
            del self._in_hand[number]
            self._seen[number] = None
        while len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
