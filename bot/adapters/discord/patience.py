"""The waits of an answer: how long for what, by a clock that tests move by hand."""

from __future__ import annotations

import asyncio
from typing import Any, Protocol

from bot.clock import monotonic

READY = 1.0
"""Seconds in which an answer goes undeferred. Discord voids an interaction after three."""
FORM = 1.5
"""Seconds in which a form opens. After that the answer comes as a message."""
FIRST = 2.9
"""Seconds from the interaction on after which no first answer is tried any more."""
KNOWN = 20.0
"""Seconds after which "thinking…" becomes what is known."""
LAST = 60.0
"""Seconds for which a message of ours beside the answer is tried."""
TOKEN = 840.0
"""Seconds from the interaction on in which its token surely lives. Discord gives fifteen minutes."""
PUT_OFF = 15.0
"""Seconds that Discord may ask an edit to wait. Asked for longer, a follow-up takes its place."""
FIRST_REQUEST = 0.8
"""Seconds that a first answer may take until it is tried again. There must be time for another."""
REQUEST = 5.0
"""The same for a later answer."""
FIRST_PAUSE = 0.15
"""The first pause between tries of a first answer. Each is twice as long as the one before."""
PAUSE = 0.5
"""The same for a later answer."""
LONGEST_PAUSE = 10.0


class Patience(Protocol):
    """Waits, and knows how long."""

    def now(self) -> float:
        """Seconds on a clock that never goes back."""
        ...

    async def pause(self, seconds: float) -> None:
        """Wait between two tries."""
        ...

    async def within(self, seconds: float, task: asyncio.Future[Any]) -> bool:
        """Wait for a task, but no longer. Returns whether it is done."""
        ...


class RealPatience:
    """Waits in real time."""

    def now(self) -> float:
        """Seconds on the machine's steady clock."""
        return monotonic()

    async def pause(self, seconds: float) -> None:
        """Sleep."""
        await asyncio.sleep(seconds)

    async def within(self, seconds: float, task: asyncio.Future[Any]) -> bool:
        """Wait for a task, but no longer. Returns whether it is done."""
        if seconds > 0:
            await asyncio.wait({task}, timeout=seconds)
        return task.done()
