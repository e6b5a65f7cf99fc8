"""The queue of those who wait for a connection to the server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class ConnectionQueue:
    """The queue for the connections. The caller that waits longest goes first.

    A caller waits as long as the queue moves. It gives up when no turn has ended for `patience` seconds.
    """

    def __init__(self, count: int, patience: float) -> None:
        self._patience = patience
        self._free = asyncio.Semaphore(count)
        self._ended = 0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Take a turn as soon as there is one. Raises TimeoutError."""
        if self._free.locked():
            await self._wait()
        else:
            await self._free.acquire()
        try:
            yield
        finally:
            self._ended += 1
            self._free.release()

    async def _wait(self) -> None:
        waiting = asyncio.ensure_future(self._free.acquire())
        try:
            while not waiting.done():
                ended = self._ended
                await asyncio.wait((waiting,), timeout=self._patience)
                if not waiting.done() and ended == self._ended:
                    raise TimeoutError("no connection became free")
        except BaseException:
            if not waiting.cancel():
                self._free.release()
            raise
