"""Every message to a platform passes its lane: no faster than the platform takes it, and answers before posts.

A sender waits here for a turn, right before the request. Each chat keeps its order. A chat that must wait delays no
other. A chat's past is forgotten when it no longer matters.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from typing import NamedTuple

from bot.clock import monotonic
from bot.pacing.pace import Metronome, Rank, SendingPace, Window

SEVERAL = 4
"""Chats that refuse us within `TOGETHER` seconds, at which the platform itself is taken to refuse us."""
TOGETHER = 10.0


class Crowded(Exception):
    """No turn comes in the time that the sender has. Try again in `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__("crowded")
        self.seconds = seconds


class _Waiter(NamedTuple):
    rank: Rank
    number: int
    turn: asyncio.Future[None]


class _Claim(NamedTuple):
    """The claim of a waiter to be the first of its chat."""

    rank: Rank
    number: int
    chat: int


@dataclass(slots=True)
class _Chat:
    pace: SendingPace
    waiting: list[_Waiter] = field(default_factory=list)
    claimed: int | None = None
    """The number of the one claim that counts; those before it are passed over."""


class Lane:
    """The way to one platform: `per_second` messages overall, evenly spaced, and the `windows` of each chat.

    `now` is a clock that never goes back, in seconds; `sleep` waits on that clock.
    """

    def __init__(
        self,
        per_second: float,
        windows: Callable[[int], Sequence[Window]],
        *,
        now: Callable[[], float] = monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._overall = Metronome(per_second)
        self._windows = windows
        self._now = now
        self._sleep = sleep
        self._chats: dict[int, _Chat] = {}
        self._numbers = count()
        self._ready: list[_Claim] = []
        self._resting: list[tuple[float, _Claim]] = []
        self._refusals: deque[tuple[float, int]] = deque(maxlen=SEVERAL)
        self._next: asyncio.Task[None] | None = None

    @property
    def size(self) -> int:
        """How many chats are remembered."""
        return len(self._chats)

    def now(self) -> float:
        """Seconds on the clock of this lane."""
        return self._now()

    async def turn(self, chat: int, rank: Rank, within: float) -> None:
        """Wait until a message to this chat may leave. Raises Crowded if that takes over `within` seconds."""
        wait = self.ready_in(chat, rank)
        if wait > within:
            raise Crowded(wait)
        turn = asyncio.get_running_loop().create_future()
        heappush(self._remember(chat).waiting, _Waiter(rank, next(self._numbers), turn))
        self._enlist(chat)
        self._serve()
        if turn.done():
            return
        try:
            async with asyncio.timeout(within):
                await turn
        except TimeoutError:
            raise Crowded(1.0) from None

    def ready_in(self, chat: int, rank: Rank = Rank.POST) -> float:
        """Seconds until this chat takes a message again; 0: now. Other chats may still go first."""
        now = self._now()
        known = self._chats.get(chat)
        free_at = known.pace.free_at(rank, now) if known else now
        return max(0.0, free_at - now, self._overall.held_until - now)

    def refuse(self, chat: int | None, seconds: float) -> None:
        """Hold a chat, or all (None), for the seconds that the platform asks for; then go slower than before.

        If four chats are refused within ten seconds, all are held.
        """
        now = self._now()
        if chat is None:
            self._overall.refuse(now, seconds)
            return
        pace = self._remember(chat).pace
        pace.hold(now, seconds)
        pace.strain(now)
        self._refusals.append((now, chat))
        if len({one for at, one in self._refusals if now - at < TOGETHER}) == SEVERAL:
            self._refusals.clear()
            self._overall.refuse(now, seconds)

    def hold(self, chat: int, seconds: float) -> None:
        """Hold a chat for some seconds, because the platform asked for it beforehand."""
        self._remember(chat).pace.hold(self._now(), seconds)

    def _remember(self, chat: int) -> _Chat:
        self._forget_idle()
        if chat not in self._chats:
            self._chats[chat] = _Chat(SendingPace(self._windows(chat)))
        return self._chats[chat]

    def _forget_idle(self) -> None:
        """Check the two chats that were checked longest ago, and forget those that are idle.

        More are checked than come in, so only living ones stay.
        """
        now = self._now()
        for chat in [one for one, _ in zip(self._chats, range(2), strict=False)]:
            known = self._chats.pop(chat)
            if known.waiting or not known.pace.is_idle(now):
                self._chats[chat] = known

    def _enlist(self, chat: int) -> None:
        """Give the chat's first waiter its claim."""
        first = self._first(chat)
        known = self._chats[chat]
        number = first.number if first else None
        if first and number != known.claimed:
            heappush(self._ready, _Claim(first.rank, first.number, chat))
        known.claimed = number

    def _first(self, chat: int) -> _Waiter | None:
        """The chat's first waiter that still waits."""
        waiting = self._chats[chat].waiting
        while waiting and waiting[0].turn.done():
            heappop(waiting)
        return waiting[0] if waiting else None

    def _serve(self) -> None:
        """Let every message go that may go now, and come back when the next one may."""
        if self._next is not None:
            self._next.cancel()
            self._next = None
        while (wait := self._let_one_go()) == 0.0:
            pass
        if wait is not None:
            self._next = asyncio.create_task(self._serve_in(wait))

    async def _serve_in(self, seconds: float) -> None:
        await self._sleep(seconds)
        self._next = None
        self._serve()

    def _let_one_go(self) -> float | None:
        """Let one message go, and return 0.

        Otherwise return the seconds until the next may go; None if none waits.
        """
        now = self._now()
        claim = self._best(now)
        if claim is None:
            return self._resting[0][0] - now if self._resting else None
        if self._overall.free_at > now:
            heappush(self._ready, claim)
            return self._overall.free_at - now
        chat = self._chats[claim.chat]
        heappop(chat.waiting).turn.set_result(None)
        chat.pace.note(now)
        self._overall.note(now)
        self._enlist(claim.chat)
        return 0.0

    def _best(self, now: float) -> _Claim | None:
        """Find the next claim among the chats that may be written to; None if there is none.

        1. Claims that have rested long enough are ready again.
        2. The ready claims are tried in order.
        3. A claim that does not count any more is passed over.
        4. If the waiter has given up, its chat's next waiter gets a claim.
        5. A claim whose chat is not free yet rests until it is. Any other is the one.
        """
        while self._resting and self._resting[0][0] <= now:
            heappush(self._ready, heappop(self._resting)[1])
        while self._ready:
            claim = heappop(self._ready)
            known = self._chats.get(claim.chat)
            if known is None or known.claimed != claim.number:
                continue
            first = self._first(claim.chat)
            if first is None or first.number != claim.number:  # it gave up waiting
                self._enlist(claim.chat)
                continue
            free_at = known.pace.free_at(claim.rank, now)
            if free_at <= now:
                return claim
            heappush(self._resting, (free_at, claim))
        return None
