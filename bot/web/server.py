"""A small HTTP server: health, metrics and, where it is set, Telegram's webhook."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot import metrics

LARGEST_UPDATE = 1 << 20
WEBHOOK = "/telegram"


class Healthy(Protocol):
    """A platform that knows whether it is connected."""

    def healthy(self) -> bool:
        """Whether it is connected and heard from its platform lately."""
        ...


TakeUpdate = Callable[[bytes, str], Awaitable[int]]


class Server:
    """Serves until stopped. `take_update(body, secret header)` returns the HTTP status for Telegram."""

    def __init__(self, adapters: Mapping[str, Healthy], take_update: TakeUpdate | None = None) -> None:
        self._adapters = adapters
        self._take_update = take_update
        self._runner = web.AppRunner(self._routes(), access_log=None, handle_signals=False)

    async def start(self, host: str, port: int) -> int:
        """Listen, and return the port. Raises OSError where the address is taken."""
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        return int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        """Answer the requests in hand, then close."""
        await self._runner.cleanup()

    def _routes(self) -> web.Application:
        app = web.Application(client_max_size=LARGEST_UPDATE)
        app.router.add_get("/health", self._health)
        app.router.add_get("/metrics", self._metrics)
        if self._take_update is not None:
            app.router.add_post(WEBHOOK, self._webhook)
        return app

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
        return web.Response(status=await self._take_update(await request.read(), secret))
