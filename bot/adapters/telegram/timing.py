"""How long we wait for what, in seconds; the tests wait less."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.backoff import Backoff

SURE_AFTER = 8
"""Refusals in a row, two minutes with their waits, after which a token that was good is believed to be none.

A server in trouble, or a proxy on the way, says so for a moment, too.
"""


@dataclass(frozen=True, slots=True)
class Timing:
    """Time limits of the adapter. `sleep` is how it waits before it tries again."""

    poll: int = 50
    """How long Telegram holds a poll open."""
    margin: float = 35.0
    """Longer than it holds it, after which the poll is given up."""
    grace: float = 0.5
    """How long a poll waits for the answers in hand before it looks for more."""
    silent: float = 150.0
    """After this long without a good poll we are not healthy."""
    first_wait: float = 1.0
    longest_wait: float = 30.0
    """Between tries, doubling; also the longest that an answer waits because Telegram asks for it."""
    tries: int = 4
    toast_within: float = 3.0
    """A tap is told that it was heard, if its answer takes longer."""
    work: float = 60.0
    """Longest for one update, whatever happens."""
    drain: float = 6.0
    """Longest for what is in hand when we stop."""
    heartbeat: float = 60.0
    """Between looks at the webhook."""
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    def backoff(self) -> Backoff:
        """Begin to count failures of one request."""
        return Backoff(self.first_wait, self.longest_wait)
