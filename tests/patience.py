"""Waits that cost no time: pauses end at once, and a limit is over when the seconds of pauses and a test's hand say."""

from __future__ import annotations

import asyncio
from typing import Any


class HandPatience:
    """A patience of its own seconds, which pass with pauses and by `pass_`."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.pauses: list[float] = []
        self.limits: list[float] = []
        """When the waits for tasks that are not done yet are over."""
        self._moved = asyncio.Event()

    def now(self) -> float:
        return self.seconds

    def pass_(self, seconds: float) -> None:
        """Let seconds pass."""
        self.seconds += seconds
        self._moved.set()
        self._moved = asyncio.Event()

    async def pass_for(self, seconds: float) -> None:
        """Let seconds pass, as soon as somebody waits for just as long."""
        while not any(abs(limit - self.seconds - seconds) < 1e-6 for limit in self.limits):
            await asyncio.sleep(0)
        self.pass_(seconds)

    async def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.pass_(seconds)
        await asyncio.sleep(0)

    async def within(self, seconds: float, task: asyncio.Future[Any]) -> bool:
        until = self.seconds + seconds
        self.limits.append(until)
        while not task.done() and self.seconds < until:
            moved = asyncio.ensure_future(self._moved.wait())
            await asyncio.wait({task, moved}, return_when=asyncio.FIRST_COMPLETED)
            moved.cancel()
        self.limits.remove(until)
        return task.done()
