"""The pace of messages: pure counting. Times are seconds on a clock that never goes back."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

JITTER = 0.05  # seconds by which two messages may come nearer to each other on their way
STRAINED_MOST = 8.0
RECOVERY = 60.0  # seconds in which half the strain goes
NEVER = -math.inf


class Rank(IntEnum):
    """The order of messages: an answer goes before a post."""

    REPLY = 0
    POST = 1


@dataclass(frozen=True, slots=True)
class Window:
    """At most `count` messages to a chat in any `seconds`. `posts_only`: answers may come closer than that."""

    count: int
    seconds: float
    posts_only: bool = False


class Strain:
    """How many times slower than allowed we go. A refusal doubles it, and a minute without one halves it."""

    def __init__(self) -> None:
        self._level = 1.0
        self._since = NEVER

    def add(self, now: float) -> None:
        """Double the strain after a refusal, up to the most."""
        self._level, self._since = min(self.level(now) * 2, STRAINED_MOST), now

    def level(self, now: float) -> float:
        """The strain at a moment; 1 at rest."""
        if self._level > 1.0:
            return max(1.0, self._level * math.pow(0.5, (now - self._since) / RECOVERY))
        return 1.0


class SendingPace:
    """The pace of one chat: exact, for any windows in which the platform counts."""

    def __init__(self, windows: Sequence[Window]) -> None:
        self._windows = windows
        self._longest = max((window.seconds for window in windows), default=0.0) + JITTER
        self._sent: deque[float] = deque(maxlen=max((window.count for window in windows), default=1))
        self._held_until = NEVER
        self._strain = Strain()

    def free_at(self, rank: Rank, now: float) -> float:
        """The moment from which a message of this rank may go."""
        strain = self._strain.level(now)
        moments = [
            self._sent[-window.count] + window.seconds * strain + JITTER
            for window in self._windows
            if len(self._sent) >= window.count and (rank is Rank.POST or not window.posts_only)
        ]
        return max([self._held_until, *moments])

    def note(self, now: float) -> None:
        """Count a message that goes now."""
        self._sent.append(now)

    def hold(self, now: float, seconds: float) -> None:
        """Let nothing go for so long."""
        self._held_until = max(self._held_until, now + seconds)

    def strain(self, now: float) -> None:
        """Go slower for a while, after a refusal."""
        self._strain.add(now)

    def is_idle(self, now: float) -> bool:
        """Whether its past does not matter any more."""
        quiet = not self._sent or self._sent[-1] + self._longest <= now
        return quiet and self._held_until <= now and self._strain.level(now) == 1.0


class Metronome:
    """The pace of the platform as a whole: even, so that an answer never waits behind a burst."""

    def __init__(self, per_second: float) -> None:
        self._gap = 1 / per_second
        self._free_at = NEVER
        self._held_until = NEVER
        self._strain = Strain()

    @property
    def held_until(self) -> float:
        """The end of a pause that the platform asked for."""
        return self._held_until

    @property
    def free_at(self) -> float:
        """The moment from which the next message may go."""
        return max(self._free_at, self._held_until)

    def note(self, now: float) -> None:
        """Count a message that goes now."""
        self._free_at = now + self._gap * self._strain.level(now)

    def refuse(self, now: float, seconds: float) -> None:
        """Hold all messages for so long, after a refusal, and go slower for a while."""
        self._held_until = max(self._held_until, now + seconds)
        self._strain.add(now)
