"""Waits between tries: each twice as long as the one before, up to a limit."""

from __future__ import annotations

from collections.abc import Callable

MOST_DOUBLINGS = 30


class Backoff:
    """Count failures in a row, and give the seconds to wait after each. `jitter` gives a factor for every wait."""

    def __init__(self, first: float, longest: float, jitter: Callable[[], float] = lambda: 1.0) -> None:
        self._first = first
        self._longest = longest
        self._jitter = jitter
        self.failures = 0

    def after(self, failures: int) -> float:
        """Give the wait after a number of earlier failures."""
        return min(self._first * 2.0 ** min(failures, MOST_DOUBLINGS), self._longest) * self._jitter()

    def fail(self) -> float:
        """Count one more failure, and give the wait after it."""
        self.failures += 1
        return self.after(self.failures - 1)

    def succeed(self) -> None:
        """Begin anew."""
        self.failures = 0
