"""The adapter's time limits, in seconds. The tests wait less."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.backoff import Backoff

SURE_AFTER = 8
"""Failures in a row (two minutes with their waits) after which a refusal of a good token is believed.

A server in trouble, or a proxy on the way, may refuse it for a moment.
"""


_DICE = random.SystemRandom()


def _some_more() -> float:
    return _DICE.uniform(1.0, 1.3)


@dataclass(frozen=True, slots=True)
class Timing:
    """Time limits of the adapter. `sleep` is how it waits before it tries again."""

    poll: int = 50
    """How long Telegram holds a poll open."""
    margin: float = 35.0
    """Seconds over `poll` after which a poll is given up."""
    grace: float = 0.25
    """How long a poll waits for the answers in hand before it looks for more."""
    silent: float = 150.0
    """The time without a good poll after which the adapter is not healthy."""
    first_wait: float = 1.0
    longest_wait: float = 30.0
    """The longest wait between tries, which doubles."""
    tries: int = 8
    """How often an answer is tried: for a minute and a half, if nothing gets through."""
    patience: float = 300.0
    """The longest pause asked for by Telegram that an answer waits out."""
    toast_within: float = 0.6
    """Seconds after which a tap is acknowledged before its answer is there. With `grace` they are under a second."""
    work: float = 60.0
    """The most for the work of an update."""
    moving: float = 2.0
    """How long a greeting waits for word that the group only became a supergroup."""
    drain: float = 6.0
    """The most for the updates in hand when the adapter stops."""
    sweep: float = 10.0
    """Between two looks for answers that are to be removed."""
    heartbeat: float = 60.0
    """Between two checks of the webhook."""
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    jitter: Callable[[], float] = _some_more
    """The factor by which a wait before a repeated answer is longer, so that many do not come back at once."""

    def backoff(self) -> Backoff:
        """Begin to count failures of one request."""
        return Backoff(self.first_wait, self.longest_wait)

    def answer_backoff(self) -> Backoff:
        """Begin to count failures of one answer."""
        return Backoff(self.first_wait, self.longest_wait, self.jitter)
