"""Updates in hand: each once, in order for each chat, side by side over chats.

An update is worked on, which commits it, and then answered. The next update of a chat waits for that work, but not
for the answer: answers leave in the order in which they begin, each in its turn (`pacing`).
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field

import structlog
from telegram import Update

from bot import metrics
from bot.adapters.telegram.departures import Departures, answering
from bot.adapters.telegram.updates import lane_of
from bot.identity import Platform

log = structlog.get_logger()

REMEMBERED = 2000
AT_ONCE = 64

Answer = Callable[[], Awaitable[object]]


async def silence() -> None:
    """Give no answer, to an update that asks for none."""


@dataclass(slots=True)
class _InHand:
    update: Update
    shelved: bool
    task: asyncio.Task[None] | None = None
    over: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when its work has ended."""


class Intake:
    """Runs `work` for each new update, then the answer that it returns. `notice` hears of it before.

    An unfinished update is not confirmed, unless it is on the shelf, from where it comes again after a kill. An update
    whose answer has left before, by `departures`, is done. `longest`: seconds for the work.
    """

    def __init__(
        self,
        work: Callable[[Update], Awaitable[Answer]],
        notice: Callable[[Update], None],
        departures: Departures,
        longest: float,
    ) -> None:
        self._work = work
        self._notice = notice
        self._departures = departures
        self._longest = longest
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._tails: dict[int, _InHand] = {}
        self._in_hand: OrderedDict[int, _InHand] = OrderedDict()
        self._seen: OrderedDict[int, None] = OrderedDict()
        self._next: int | None = None
        self._off_shelf: list[int] = []

    def take(self, update: Update, *, shelved: bool = False) -> asyncio.Task[None] | None:
        """Begin with an update, or return the task that is at work on it; None if it is done."""
        number = update.update_id
        if not shelved and number not in self._seen and number not in self._in_hand:
            self._next = number + 1
        if number in self._departures and number not in self._in_hand:
            self._remember(number, shelved=shelved)
        if number in self._seen:
            return None
        if number not in self._in_hand:
            _note_new_kind(update)
            self._in_hand[number] = self._begin(update, shelved=shelved)
        return self._in_hand[number].task

    @property
    def offset(self) -> int | None:
        """The id from which Telegram is to send again: the first unfinished update, else the next one.

        None before any update came.
        """
        return next((number for number, one in self._in_hand.items() if not one.shelved), self._next)

    def knows(self, number: int) -> bool:
        """Whether an update is in hand, or was lately."""
        return number in self._in_hand or number in self._seen

    def unshelved(self) -> dict[int, Update]:
        """The unfinished updates that Telegram alone keeps."""
        return {number: one.update for number, one in self._in_hand.items() if not one.shelved}

    def note_shelved(self, numbers: Collection[int]) -> None:
        """Note updates that are on the shelf now."""
        for number in numbers:
            if number in self._in_hand:
                self._in_hand[number].shelved = True
            else:
                self._off_shelf.append(number)

    def pop_answered(self) -> list[int]:
        """The finished updates that are still on the shelf; the next call does not name them again."""
        answered, self._off_shelf = self._off_shelf, []
        return answered

    async def finish(self, within: float) -> None:
        """Wait for the updates in hand, for `within` seconds at most."""
        if self._in_hand:
            await asyncio.wait([one.task for one in self._in_hand.values() if one.task], timeout=within)

    async def drop(self) -> None:
        """Cancel the updates still in hand. They stay unconfirmed and come again."""
        tasks = [one.task for one in self._in_hand.values() if one.task and not one.task.done()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _begin(self, update: Update, *, shelved: bool) -> _InHand:
        self._notice(update)
        lane = lane_of(update)
        hand, before = _InHand(update, shelved), self._tails.get(lane)
        self._tails[lane] = hand
        hand.task = asyncio.create_task(self._run(hand, before))
        hand.task.add_done_callback(lambda task: self._end(hand, lane, cancelled=task.cancelled()))
        return hand

    async def _run(self, hand: _InHand, before: _InHand | None) -> None:
        try:
            answer = await self._do(hand, before)
            with answering((hand.update.update_id,)):
                await answer()
        except Exception:
            log.exception("update.failed", update=hand.update.update_id)

    async def _do(self, hand: _InHand, before: _InHand | None) -> Answer:
        """Work on an update after those before it in its chat."""
        try:
            if before is not None:
                await before.over.wait()
            async with self._slots, asyncio.timeout(self._longest):
                return await self._work(hand.update)
        finally:
            hand.over.set()

    def _end(self, hand: _InHand, lane: int, *, cancelled: bool) -> None:
        if self._tails.get(lane) is hand:
            del self._tails[lane]
        if not cancelled:
            del self._in_hand[hand.update.update_id]
            self._remember(hand.update.update_id, shelved=hand.shelved)

    def _remember(self, number: int, *, shelved: bool) -> None:
        """Remember a finished update. Only the latest are remembered."""
        if shelved:
            self._off_shelf.append(number)
        self._seen[number] = None
        while len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)


def _note_new_kind(update: Update) -> None:
    """Note an update of a kind that the library does not know. It is passed over."""
    if update.api_kwargs:
        metrics.UNREAD.labels(Platform.TELEGRAM).inc()
        log.info("telegram.unknown_update", update=update.update_id, kinds=sorted(update.api_kwargs))
