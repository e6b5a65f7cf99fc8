"""How fast messages may go: pure counting. Time is handed in, as seconds on a clock that never goes back."""

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
    """Who goes first: an answer to somebody before what we say unasked."""

    REPLY = 0
    POST = 1


@dataclass(frozen=True, slots=True)
class Window:
    """At most `count` messages to a chat in any `seconds`. `posts_only`: answers may come closer than that."""

    count: int
    seconds: float
    posts_only: bool = False


class Strain:
    """How many times slower than allowed we go: doubled by each refusal, and forgotten in minutes without one."""

    def __init__(self) -> None:
        self._level = 1.0
        self._since = NEVER

    def add(self, now: float) -> None:
        """We were told to wait."""
        self._level, self._since = min(self.level(now) * 2, STRAINED_MOST), now

    def level(self, now: float) -> float:
        """1 at rest."""
        if self._level > 1.0:
            return max(1.0, self._level * math.pow(0.5, (now - self._since) / RECOVERY))
        return 1.0


class SendingPace:
    """When one chat may be written to next: exact, for whichever windows the platform counts in."""

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
        """A message goes."""
        self._sent.append(now)

    def hold(self, now: float, seconds: float) -> None:
        """Let nothing go for so long."""
        self._held_until = max(self._held_until, now + seconds)

    def strain(self, now: float) -> None:
        """We were refused: go slower for a while."""
        self._strain.add(now)

    def is_idle(self, now: float) -> bool:
        """Whether nothing of its past matters any more."""
        quiet = not self._sent or self._sent[-1] + self._longest <= now
        return quiet and self._held_until <= now and self._strain.level(now) == 1.0


class Metronome:
    """When the platform as a whole may be written to next: evenly, so that an answer never waits behind a burst."""

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
        """A message goes."""
        self._free_at = now + self._gap * self._strain.level(now)

    def refuse(self, now: float, seconds: float) -> None:
        """We were told to wait for so long: then go slower for a while."""
        self._held_until = max(self._held_until, now + seconds)
        self._strain.add(now)
