"""A small HTTP server: health, metrics and, where it is set, Telegram's webhook."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from enum import Flag, auto
from typing import Protocol

from aiohttp import web
from aiohttp.typedefs import Handler
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot import metrics
from bot.web.gate import Bounds, Gate

LARGEST_UPDATE = 1 << 20
WEBHOOK = "/telegram"


class Healthy(Protocol):
    """A platform that knows whether it is connected."""

    def healthy(self) -> bool:
        """Whether it is connected and heard from its platform lately."""
        ...


TakeUpdate = Callable[[bytes, str], Awaitable[int]]


class Pages(Flag):
    """The pages that a server has. The webhook needs `take_update`, too."""

    HEALTH = auto()
    METRICS = auto()
    WEBHOOK = auto()


ALL = Pages.HEALTH | Pages.METRICS | Pages.WEBHOOK


class Server:
    """Serves until stopped. `take_update(body, secret header)` returns the HTTP status for Telegram.

    A request that does not arrive in time, or is too large, is refused. `bounds` says how long and how many.
    """

    def __init__(
        self,
        adapters: Mapping[str, Healthy],
        take_update: TakeUpdate | None = None,
        *,
        pages: Pages = ALL,
        bounds: Bounds | None = None,
    ) -> None:
        self._adapters = adapters
        self._take_update = take_update
        self._pages = pages
        self._bounds = bounds or Bounds()
        self._runner = web.AppRunner(
            self._routes(), access_log=None, handle_signals=False, lingering_time=self._bounds.linger
        )
        self._listening: asyncio.Server | None = None

    @property
    def working(self) -> int:
        """How many requests are worked on."""
        return self._gate.count_working()

    async def start(self, host: str, port: int) -> int:
        """Listen, and return the port. Raises OSError where the address is taken."""
        await self._runner.setup()
        serve = self._runner.server
        assert serve is not None  # noqa: S101  set up a line above
        self._gate = Gate(self._bounds, serve)
        self._listening = await asyncio.get_running_loop().create_server(self._gate, host, port)
        return int(self._listening.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """Answer the requests in hand, then close."""
        if self._listening:
            self._listening.close()
        await self._runner.cleanup()

    def _routes(self) -> web.Application:
        app = web.Application(client_max_size=LARGEST_UPDATE, middlewares=[self._work])
        if Pages.HEALTH in self._pages:
            app.router.add_get("/health", self._health)
        if Pages.METRICS in self._pages:
            app.router.add_get("/metrics", self._metrics)
        if Pages.WEBHOOK in self._pages and self._take_update is not None:
            app.router.add_post(WEBHOOK, self._webhook)
        return app

    @web.middleware
    async def _work(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Tell the gate that the head of a request is here."""
        with self._gate.working(request.transport):
            return await handler(request)

    async def _health(self, _request: web.Request) -> web.Response:
        state = {name: adapter.healthy() for name, adapter in self._adapters.items()}
        return web.json_response(state, status=200 if all(state.values()) else 503)

    async def _metrics(self, _request: web.Request) -> web.Response:
        for name, adapter in self._adapters.items():
            metrics.CONNECTED.labels(name).set(adapter.healthy())
        return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def _webhook(self, request: web.Request) -> web.Response:
        if self._take_update is None:
            raise web.HTTPNotFound
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        return web.Response(status=await self._take_update(await self._read(request), secret))

    async def _read(self, request: web.Request) -> bytes:
        """Read a body that arrives in time and is not too large."""
        size = request.content_length or 0
        if size > LARGEST_UPDATE:
            raise web.HTTPRequestEntityTooLarge(LARGEST_UPDATE, size)
        try:
            async with asyncio.timeout(self._bounds.body):
                return await request.read()
        except TimeoutError:
            raise web.HTTPRequestTimeout from None
