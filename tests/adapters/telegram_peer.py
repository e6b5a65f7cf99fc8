"""A small Telegram: a Bot API server on a loopback socket, with people who type and tap.

    async with TelegramPeer() as peer:
        ann, room = peer.user("Ann"), peer.group("Study")
        peer.says(ann, room, "/done week2-numpy")
        await peer.quiet()
        room.texts

What an adapter sends is checked against Telegram's contract, where that is at hand; `peer.violations` stays empty.
"""

from __future__ import annotations

import asyncio
import json
import math
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from bot.pacing.pace import Window
from tests.adapters.telegram_peer_faults import Faults
from tests.adapters.telegram_peer_html import ApiError
from tests.adapters.telegram_peer_methods import World
from tests.adapters.telegram_peer_people import People
from tests.adapters.telegram_peer_spec import complaints, result_complaints
from tests.adapters.telegram_peer_world import ApiCall
from tests.tolls import Toll

TOKEN = "4242:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
JSON_FIELDS = {
    "reply_markup", "reply_parameters", "link_preview_options", "commands", "scope", "allowed_updates", "media",
    "entities", "chat_id", "message_id", "message_thread_id", "offset", "limit", "timeout", "show_alert", "user_id",
    "reaction", "disable_notification", "drop_pending_updates", "max_connections",
}  # fmt: skip


class TelegramPeer(World, People, Faults):
    """The server. Updates that are not confirmed by a higher offset come again."""

    def __init__(self, token: str = TOKEN) -> None:
        World.__init__(self)
        People.__init__(self)
        Faults.__init__(self)
        self.token = token
        self.calls: list[ApiCall] = []
        self.violations: list[str] = []
        self.polls: list[dict[str, Any]] = []
        self.toll = Toll(Window(1_000_000, 1.0), lambda _: (Window(1_000_000, 1.0),))
        """What its limits are: none, but where a test sets one."""
        self._poller: object = None
        self._closing = False
        self._runner = _PatientRunner(self._routes(), access_log=None, shutdown_timeout=0.2)

    async def __aenter__(self) -> Self:
        await self.listen()
        return self

    def _lines(self) -> list[web.RequestHandler]:
        return self._runner.server.connections if self._runner.server else []

    async def hear_out(self) -> None:
        """Read what is left in the lines of a process that is gone, to their end."""
        while any(line.transport for line in self._lines()):
            await asyncio.sleep(0.001)
        for _ in range(20):  # what was read is carried out
            await asyncio.sleep(0)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing = True
        self.release()
        await self.tell()
        await self._runner.cleanup()

    async def listen(self, port: int = 0) -> None:
        """Serve on a free port of the loopback, or on this one."""
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.port = int(self._runner.addresses[0][1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def called(self, method: str) -> list[dict[str, Any]]:
        """The parameters of each call of a method."""
        return [call.params for call in self.calls if call.method == method]

    def _routes(self) -> web.Application:
        app = web.Application(client_max_size=20 << 20)
        app.router.add_route("*", "/bot{token}/{method}", self._answer)
        return app

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        call = await _read(request)
        fault = await self.trip(call.method)
        if fault and fault.before:
            return await self.spoil(fault, request)
        try:
            result = await self._perform(request.match_info["token"], call)
        except ApiError as error:
            return _refuse(error)
        finally:
            await self.tell()
        if fault:
            return await self.spoil(fault, request)
        return web.json_response({"ok": True, "result": result})

    async def _perform(self, token: str, call: ApiCall) -> Any:
        if token != self.token:
            raise ApiError(401, "Unauthorized")
        self.calls.append(call)
        named = {name: file for name, file in call.files.items() if f"attach://{name}" not in str(call.params)}
        if faults := complaints(call.method, {**call.params, **named}):
            self.violations += faults
            raise ApiError(400, f"Bad Request: {faults[0]}")
        self._count(call)
        result = await self._updates(call.params) if call.method == "getUpdates" else self.run(call)
        if call.method != "getUpdates":
            self.violations += result_complaints(call.method, result)
        return result

    def _count(self, call: ApiCall) -> None:
        wait = self.toll.take(call.params["chat_id"], asyncio.get_running_loop().time()) if self._is_paid(call) else 0.0
        if wait:
            seconds = math.ceil(wait)
            raise ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)

    def _is_paid(self, call: ApiCall) -> bool:
        return "chat_id" in call.params and call.method.startswith(("send", "edit"))

    async def _updates(self, params: dict[str, Any]) -> list[dict[str, Any]]:
        self._take_the_line()
        self.polls.append(params)
        if offset := params.get("offset"):
            self.confirm(offset)
        me = self._poller = object()
        await self.tell()
        try:
            async with asyncio.timeout(params.get("timeout", 0)):
                await self.until(lambda: bool(self.waiting) or self._poller is not me or self._closing)
        except TimeoutError:
            pass
        if self._poller is not me:
            raise ApiError(
                409,
                "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
            )
        self._poller = None
        wanted = params.get("allowed_updates")
        return [one for one in self.waiting if not wanted or set(one) & {*wanted}][: params.get("limit", 100)]

    def _take_the_line(self) -> None:
        if self.webhook.get("url"):
            raise ApiError(
                409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete it"
            )


class _PatientHandler(web.RequestHandler):
    """Carries out what came whole, also when its sender is gone right after."""

    __slots__ = ()

    def connection_lost(self, exc: BaseException | None) -> None:
        asyncio.get_running_loop().call_later(0.02, super().connection_lost, exc)


class _PatientServer(web.Server):
    def __call__(self) -> web.RequestHandler:
        handler = super().__call__()
        handler.__class__ = _PatientHandler
        return handler


class _PatientRunner(web.AppRunner):
    async def _make_server(self) -> web.Server:
        server = await super()._make_server()
        server.__class__ = _PatientServer
        return server


async def _read(request: web.Request) -> ApiCall:
    if request.content_type == "application/json":
        return ApiCall(request.match_info["method"], await request.json(), {})
    form = await request.post()
    params: dict[str, Any] = {}
    files: dict[str, bytes] = {}
    for name, value in form.items():
        if isinstance(value, web.FileField):
            files[name] = value.file.read()
        else:
            params[name] = json.loads(str(value)) if name in JSON_FIELDS else value
    return ApiCall(request.match_info["method"], params, files)


def _refuse(error: ApiError) -> web.Response:
    body: dict[str, Any] = {"ok": False, "error_code": error.code, "description": error.description}
    if error.parameters:
        body["parameters"] = error.parameters
    return web.json_response(body, status=error.code)
