"""What can go wrong on the way: refusals, floods, broken gateways, lost answers, and waiting."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass

from aiohttp import web

FOUND = 302
HTML_502 = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body><center>nginx</center></body>\r\n</html>"


@dataclass
class Fault:
    """One thing that goes wrong. `before`: the request is not done; `status` 0 breaks the connection off.

    `hangs`: no answer comes until `release`, then the connection breaks off.
    """

    status: int = 0
    body: str = ""
    before: bool = True
    times: int = 1
    kind: str = "text/html"
    hangs: bool = False


class Faults:
    """The half of the peer that misbehaves."""

    def __init__(self) -> None:
        self._faults: dict[str, list[Fault]] = {}
        self._gates: dict[str, asyncio.Event] = {}
        self.arrived: dict[str, asyncio.Event] = {}
        self._hanging = asyncio.Event()

    def refuses(self, method: str, code: int, description: str, times: int = 1, **parameters: int) -> None:
        """Answer a method with an error of Telegram's."""
        body = {"ok": False, "error_code": code, "description": description}
        if parameters:
            body["parameters"] = parameters
        self._add(method, Fault(code, json.dumps(body), times=times, kind="application/json"))

    def floods(self, method: str, seconds: int, times: int = 1) -> None:
        self.refuses(method, 429, f"Too Many Requests: retry after {seconds}", times, retry_after=seconds)

    def breaks(
        self, method: str, status: int = 502, body: str = HTML_502, *, after: bool = False, times: int = 1
    ) -> None:
        """A gateway answers in place of Telegram, before or after the request was done."""
        self._add(method, Fault(status, body, before=not after, times=times))

    def resets(self, method: str, *, after: bool = False, times: int = 1) -> None:
        """The connection breaks, before or after the request was done."""
        self._add(method, Fault(before=not after, times=times))

    def hangs(self, method: str, *, after: bool = False, times: int = 1) -> None:
        """No answer comes, before or after the request was done."""
        self._add(method, Fault(before=not after, times=times, hangs=True))

    def holds(self, method: str) -> asyncio.Event:
        """Every call of a method waits at the door until `release`. Returns an event: somebody waits there."""
        self._gates[method] = asyncio.Event()
        self.arrived[method] = asyncio.Event()
        return self.arrived[method]

    def release(self, method: str = "") -> None:
        """Open one door, or all, and let go of what hangs."""
        self._hanging.set()
        self._hanging = asyncio.Event()
        for name in [method] if method else list(self._gates):
            self._gates.pop(name).set()

    async def trip(self, method: str) -> Fault | None:
        """Wait at the door, if there is one; then the fault that is next for this method, if any."""
        if gate := self._gates.get(method):
            self.arrived[method].set()
            await gate.wait()
        queue = self._faults.get(method)
        if not queue:
            return None
        fault = queue[0]
        fault.times -= 1
        if fault.times == 0:
            queue.pop(0)
        return fault

    async def spoil(self, fault: Fault, request: web.Request) -> web.StreamResponse:
        """The answer that a fault makes."""
        if fault.hangs:
            await self._hanging.wait()
        if fault.status:
            moved = {"Location": fault.body} if fault.status == FOUND else {}
            return web.Response(status=fault.status, text=fault.body, content_type=fault.kind, headers=moved)
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    def _add(self, method: str, fault: Fault) -> None:
        self._faults.setdefault(method, []).append(fault)
