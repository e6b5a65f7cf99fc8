"""The only module that asks the time."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the present instant, aware UTC."""

    def now(self) -> datetime:
        """The present instant."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present instant, aware UTC."""
        return datetime.now(UTC)  # noqa: TID251  this is the one place that may


class SettableClock:
    """A clock that is moved by hand: the sandbox's and the tests'."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        """The instant it was last moved to."""
        return self._now

    def advance(self, by: timedelta) -> None:
        """Move by a duration."""
        self._now += by

    def move_to(self, instant: datetime) -> None:
        """Move to an aware instant, forward or back."""
        self._now = instant.astimezone(UTC)


def monotonic() -> float:
    """Seconds on a clock that never goes back: for time limits and pacing."""
    return time.monotonic()
