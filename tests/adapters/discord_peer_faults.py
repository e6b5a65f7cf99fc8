"""Trouble, on order: refusals, rate limits, broken lines, delays."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from aiohttp import web


def as_json(data: object, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    """An answer as Discord gives it: without a charset, at which discord.py would not know JSON."""
    return web.Response(body=json.dumps(data).encode(), status=status, headers=headers, content_type="application/json")


Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Fault:
    """What happens to the next `times` requests whose `METHOD /path` matches."""

    pattern: str
    times: int = 1
    status: int = 0
    code: int = 0
    retry_after: float | None = None
    is_global: bool = False
    cloudflare: bool = False
    reset: bool = False
    """The line breaks instead of an answer."""
    hang: bool = False
    """No answer comes, nor does the line break."""
    done: bool = False
    """Before that, or before it is refused, the request is carried out."""
    gate: asyncio.Event | None = None
    """The request waits for this before it is carried out."""
    waiting: asyncio.Event = field(default_factory=asyncio.Event)


class Faults:
    """The orders that are open."""

    def __init__(self) -> None:
        self._open: list[Fault] = []

    def order(self, fault: Fault) -> Fault:
        """Order trouble."""
        self._open.append(fault)
        return fault

    async def meet(self, request: web.Request, call: str, handler: Handler) -> web.StreamResponse:
        """Carry a request out, or do to it what was ordered."""
        fault = self._take(call)
        if fault is None:
            return await handler(request)
        if fault.hang:
            return await _hang(request, handler, fault)
        if fault.gate:
            fault.waiting.set()
            await fault.gate.wait()
            return await handler(request)
        if fault.reset:
            return await _break(request, handler, carry_out=fault.done)
        if fault.done:
            await handler(request)
        return _refusal(fault)

    def _take(self, call: str) -> Fault | None:
        for fault in self._open:
            if re.fullmatch(fault.pattern, call):
                fault.times -= 1
                if fault.times == 0:
                    self._open.remove(fault)
                return fault
        return None


async def _break(request: web.Request, handler: Handler, *, carry_out: bool) -> web.StreamResponse:
    if carry_out:
        await handler(request)
    if request.transport:
        request.transport.abort()
    return web.Response(status=500)


async def _hang(request: web.Request, handler: Handler, fault: Fault) -> web.StreamResponse:
    if fault.done:
        await handler(request)
    fault.waiting.set()
    while request.transport:
        await asyncio.sleep(0)
    return web.Response(status=500)


def _refusal(fault: Fault) -> web.Response:
    if fault.cloudflare:
        return web.Response(status=429, text="error code: 1015", headers={"Retry-After": str(fault.retry_after)})
    body = {"message": f"refused with {fault.code}", "code": fault.code}
    if fault.retry_after is None:
        return as_json(body, status=fault.status)
    body = {"message": "You are being rate limited.", "retry_after": fault.retry_after, "global": fault.is_global}
    headers = {"Via": "1.1 google", "Retry-After": str(fault.retry_after)}
    if fault.is_global:
        headers["X-RateLimit-Global"] = "true"
    return as_json(body, status=429, headers=headers)


class Changes:
    """Lets tests wait for a state without sleeping."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def note(self) -> None:
        """Something changed."""
        self._event.set()
        self._event = asyncio.Event()

    async def until(self, truth: Callable[[], object]) -> None:
        """Wait until a truth holds, looking at each change."""
        while not truth():
            await self._event.wait()
