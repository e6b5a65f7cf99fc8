"""An event loop whose time is its own: when nothing is left to do it jumps to the next moment at which there is.

    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        runner.run(main())

Sockets and threads go on in real time; while work is `busy` in a thread, time stands still.
"""

from __future__ import annotations

import asyncio
import selectors
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter, process_time
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection

from bot.database.store import Store

P = ParamSpec("P")
T = TypeVar("T")

REAL_WAIT = 5.0  # for threads and sockets, when nothing is to happen by itself


class Stopwatch:
    """Seconds for which something ran, and how long our process, all its threads, worked meanwhile."""

    def __init__(self) -> None:
        self._since, self._worked = perf_counter(), process_time()

    @property
    def real(self) -> float:
        """By the clock on the wall."""
        return perf_counter() - self._since

    @property
    def ours(self) -> float:
        """Without what other processes on a busy machine took from us."""
        return min(self.real, process_time() - self._worked)


class Stalls:
    """How long the loop was busy with itself, each time that it was: numbers alone, so that the collector has rest."""

    def __init__(self) -> None:
        self.ours = array("d")
        self.worst = 0.0
        """With what other processes took."""

    def note(self, stopwatch: Stopwatch) -> None:
        """Once more."""
        self.ours.append(stopwatch.ours)
        self.worst = max(self.worst, stopwatch.real)


class VirtualLoop(asyncio.SelectorEventLoop):
    """The loop. `stalls` may be put back to none when what counts begins."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.working = 0
        self.stalls = Stalls()
        super().__init__(_Idler(self))

    def time(self) -> float:
        return self.seconds

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Time stands still meanwhile."""
        self.working += 1
        try:
            yield
        finally:
            self.working -= 1


class _Idler(selectors.DefaultSelector):
    def __init__(self, loop: VirtualLoop) -> None:
        super().__init__()
        self._loop = loop
        self._stopwatch = Stopwatch()

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        self._loop.stalls.note(self._stopwatch)
        events = super().select(0)
        if not events and timeout != 0:
            if self._loop.working or timeout is None:
                events = super().select(REAL_WAIT)
            else:
                self._loop.seconds += timeout
        self._stopwatch = Stopwatch()
        return events


class VirtualStore(Store):
    """A store whose threads the loop waits for."""

    async def read(self, fn: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        with _loop().busy():
            return await super().read(fn, *args, **kwargs)

    async def glance(self, fn: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        with _loop().busy():
            return await super().glance(fn, *args, **kwargs)

    async def write(self, fn: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        with _loop().busy():
            return await super().write(fn, *args, **kwargs)

    async def write_once(
        self, inbound: str, fn: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        with _loop().busy():
            return await super().write_once(inbound, fn, *args, **kwargs)


def _loop() -> VirtualLoop:
    loop: Any = asyncio.get_running_loop()
    assert isinstance(loop, VirtualLoop)
    return loop


def run_virtually(main: Any) -> Any:
    """Run a coroutine to its end in virtual time."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(main)
