"""The gate before the web server: how many connections there may be, and how long a request may take to arrive."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bounds:
    """Limits of a server: seconds for the head of a request, for its body and between two requests; connections.

    `linger`: the seconds for which the rest of a refused body is taken, so that the refusal is heard.
    """

    head: float = 10.0
    body: float = 10.0
    idle: float = 30.0
    connections: int = 64
    linger: float = 2.0


class Gate:
    """Lets connections in, and closes those whose request does not arrive.

    1. A connection without a whole head of a request is closed after `head` seconds, or `idle` ones between requests.
    2. If there is no room, the longest of these makes room for a new connection.
    3. If all have requests that are worked on, the new connection is closed.
    """

    def __init__(self, bounds: Bounds, serve: Callable[[], asyncio.Protocol]) -> None:
        self._bounds = bounds
        self._serve = serve
        self._open: dict[asyncio.BaseTransport, asyncio.TimerHandle | None] = {}

    def __call__(self) -> asyncio.Protocol:
        """Make the protocol of a new connection."""
        return _Guarded(self, self._serve())

    def enter(self, transport: asyncio.BaseTransport) -> bool:
        """Let a connection in. Returns whether there is room."""
        if len(self._open) >= self._bounds.connections and not self._make_room():
            return False
        self._wait(transport, self._bounds.head)
        return True

    def leave(self, transport: asyncio.BaseTransport) -> None:
        """Note that a connection is closed."""
        self._stop_waiting(transport)
        self._open.pop(transport, None)

    @contextmanager
    def working(self, transport: asyncio.BaseTransport | None) -> Iterator[None]:
        """Work on a request: its connection is not closed meanwhile."""
        known = transport if transport in self._open else None
        if known is not None:
            self._stop_waiting(known)
            self._open[known] = None
        try:
            yield
        finally:
            if known in self._open:
                self._wait(known, self._bounds.idle)

    def count_working(self) -> int:
        """Count the requests that are worked on."""
        return sum(timer is None for timer in self._open.values())

    def _wait(self, transport: asyncio.BaseTransport, seconds: float) -> None:
        self._open.pop(transport, None)  # the one that waits longest stands first
        self._open[transport] = asyncio.get_running_loop().call_later(seconds, _close, transport)

    def _stop_waiting(self, transport: asyncio.BaseTransport) -> None:
        timer = self._open.get(transport)
        if timer:
            timer.cancel()

    def _make_room(self) -> bool:
        longest = next((transport for transport, timer in self._open.items() if timer), None)
        if longest is None:
            return False
        self.leave(longest)
        _close(longest)
        return True


class _Guarded(asyncio.Protocol):
    """A connection that passes everything on, once it is let in."""

    def __init__(self, gate: Gate, inner: asyncio.Protocol) -> None:
        self._gate = gate
        self._inner = inner
        self._transport: asyncio.BaseTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if not self._gate.enter(transport):
            _close(transport)
            return
        self._transport = transport
        self._inner.connection_made(transport)

    def data_received(self, received: bytes) -> None:
        if self._transport is not None:
            self._inner.data_received(received)

    def eof_received(self) -> bool | None:
        return self._inner.eof_received() if self._transport is not None else None

    def connection_lost(self, exc: Exception | None) -> None:
        if self._transport is not None:
            self._gate.leave(self._transport)
            self._inner.connection_lost(exc)

    def pause_writing(self) -> None:
        self._inner.pause_writing()

    def resume_writing(self) -> None:
        self._inner.resume_writing()


def _close(transport: asyncio.BaseTransport) -> None:
    if isinstance(transport, asyncio.WriteTransport):
        transport.abort()
