"""Time that passes only while somebody waits for it: for lanes under test."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from heapq import heappop, heappush
from itertools import count

from bot.pacing.lanes import Lane
from bot.pacing.pace import Window


def open_lane() -> Lane:
    """A lane without limits."""
    return Lane(1_000_000, lambda _: ())


class FastTime:
    """A monotonic clock and its `sleep`: whoever sleeps shortest wakes first, as soon as nothing else is left to do."""

    def __init__(self) -> None:
        self.seconds = 1000.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._numbers = count()

    def now(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        woken = asyncio.get_running_loop().create_future()
        heappush(self._sleepers, (self.seconds + seconds, next(self._numbers), woken))
        try:
            for _ in range(3):  # let others begin to sleep too
                await asyncio.sleep(0)
            while not woken.done():
                self._wake_next()
                await asyncio.sleep(0)
        finally:
            woken.cancel()

    def _wake_next(self) -> None:
        at, _, woken = heappop(self._sleepers)
        if not woken.done():
            self.seconds = max(self.seconds, at)
            woken.set_result(None)

    def lane(self, per_second: float, windows: Callable[[int], Sequence[Window]]) -> Lane:
        return Lane(per_second, windows, now=self.now, sleep=self.sleep)
