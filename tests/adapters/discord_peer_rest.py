"""The REST side of the peer: API version 10, as much of it as a bot like ours calls."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from aiohttp import web

from tests.adapters import discord_peer_rules as rules
from tests.adapters.discord_peer_exchange import Exchange, Refusal, read_body
from tests.adapters.discord_peer_faults import Changes, Faults, as_json
from tests.adapters.discord_peer_gateway import Gateway
from tests.adapters.discord_peer_state import START_THREADS, Channel, Json, Message, Person, new_id
from tests.tolls import Toll

PREFIX = "/api/v10"
BODY: web.RequestKey[Any] = web.RequestKey("BODY", object)
FILES: web.RequestKey[Any] = web.RequestKey("FILES", object)
Answer = Callable[[web.Request], Awaitable[Any]]


class World(Protocol):
    """What the routes must know of the rest of the peer."""

    token: str
    bot: Person
    shards: int
    by_contract: bool
    gateway: Gateway
    faults: Faults
    changes: Changes
    commands: list[Json]
    command_puts: int
    exchanges: dict[str, Exchange]
    complaints: list[str]
    calls: list[str]
    gone: set[int]
    roles_of: dict[int, list[str]]

    @property
    def gateway_url(self) -> str: ...

    def channel(self, channel_id: int) -> Channel | None: ...

    def dm_with(self, user_id: int) -> Channel: ...

    def thread(self, parent: Channel, name: str, *, id_: int | None = None) -> Channel: ...


class Rest:
    """The routes. `limit` posts a `window` of seconds are let through for each channel."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.limit = 1000
        self.window = 1.0
        self.toll: Toll | None = None
        """All its limits at their strictest, where a test sets it."""
        self._used: dict[str, tuple[float, int]] = {}
        self.in_flight = 0
        self.most_in_flight = 0

    def routes(self) -> list[web.RouteDef]:
        """All of them, with their templates as the published schema names them."""
        channel = "/channels/{channel_id}/messages"
        hook = "/webhooks/{webhook_id}/{webhook_token}"
        return [
            self._route("GET", "/users/@me", self._me),
            self._route("GET", "/oauth2/applications/@me", self._application),
            self._route("POST", "/users/@me/channels", self._open_dm),
            self._route("GET", "/gateway/bot", self._gateway),
            self._route("GET", "/applications/{application_id}/commands", self._commands),
            self._route("PUT", "/applications/{application_id}/commands", self._put_commands),
            self._route("GET", "/guilds/{guild_id}/members/{user_id}", self._member),
            self._route("POST", channel, self._post),
            self._route("PATCH", channel + "/{message_id}", self._edit),
            self._route("POST", channel + "/{message_id}/threads", self._start_thread),
            self._route("PUT", "/channels/{channel_id}/thread-members/{user_id}", self._add_to_thread),
            self._route("POST", "/interactions/{interaction_id}/{interaction_token}/callback", self._call_back),
            self._route("POST", hook, self._follow_up),
            self._route("GET", hook + "/messages/@original", self._original),
            self._route("PATCH", hook + "/messages/@original", self._edit_original),
            self._route("DELETE", hook + "/messages/@original", self._delete_original),
        ]

    def _route(self, method: str, template: str, answer: Answer) -> web.RouteDef:
        is_open = template.startswith(("/interactions", "/webhooks"))

        async def handler(request: web.Request) -> web.StreamResponse:
            call = f"{method} {request.path.removeprefix(PREFIX)}"
            self._world.calls.append(call)
            try:
                self._authorise(request, is_open=is_open)
                await self._validate(request, method, template)
                return self._reply(request, await answer(request))
            except Refusal as refusal:
                if refusal.body.get("code") == 50035:
                    self._world.complaints.append(f"{call}: {refusal.body}")
                return self._headed(request, as_json(refusal.body, status=refusal.status))

        async def counted(request: web.Request) -> web.StreamResponse:
            call = f"{method} {request.path.removeprefix(PREFIX)}"
            self.in_flight += 1
            self.most_in_flight = max(self.most_in_flight, self.in_flight)
            self._world.changes.note()
            try:
                return await self._world.faults.meet(request, call, handler)
            except Exception as error:  # a mistake of the peer's own must not pass for Discord's trouble
                self._world.complaints.append(f"{call}: the peer itself failed: {error!r}")
                raise
            finally:
                self.in_flight -= 1
                self._world.changes.note()

        return web.route(method, PREFIX + template.replace("@original", "{_:@original}"), counted)

    def _authorise(self, request: web.Request, *, is_open: bool) -> None:
        if not is_open and request.headers.get("Authorization") != f"Bot {self._world.token}":
            raise Refusal(401, 0, "401: Unauthorized")

    async def _validate(self, request: web.Request, method: str, template: str) -> None:
        if method in {"GET", "DELETE"} or template.endswith("/thread-members/{user_id}"):
            return
        body, files = await read_body(request)
        request[BODY], request[FILES] = body, files
        faults = rules.schema_faults(method, template, body) if self._world.by_contract else []
        if faults:
            raise Refusal(400, 50035, body=rules.form_error(faults))

    async def _open_dm(self, request: web.Request) -> Any:
        self._count(request)
        return self._world.dm_with(int(request[BODY]["recipient_id"])).payload()

    def _reply(self, request: web.Request, answer: Any) -> web.Response:
        return self._headed(request, as_json(answer) if answer is not None else web.Response(status=204))

    def _headed(self, request: web.Request, response: web.Response) -> web.Response:
        ends, used = self._used.get(_bucket(request), (0.0, 0))
        left = max(ends - asyncio.get_running_loop().time(), 0.0) if used else self.window
        response.headers["X-RateLimit-Limit"] = str(self.limit)
        response.headers["X-RateLimit-Remaining"] = str(max(self.limit - used, 0))
        response.headers["X-RateLimit-Reset-After"] = f"{left:.3f}"
        response.headers["X-RateLimit-Bucket"] = request.method + request.path.split("/")[3]
        response.headers["Via"] = "1.1 google"
        return response

    def _count(self, request: web.Request) -> None:
        now = asyncio.get_running_loop().time()
        if self.toll and (wait := self.toll.take(int(request.match_info.get("channel_id", 0)), now)):
            raise Refusal(429, 0, body={"message": "You are being rate limited.", "retry_after": wait, "global": False})
        ends, used = self._used.get(_bucket(request), (0.0, 0))
        if now >= ends:
            ends, used = now + self.window, 0
        self._used[_bucket(request)] = ends, used + 1
        if used >= self.limit:
            body = {"message": "You are being rate limited.", "retry_after": ends - now, "global": False}
            raise Refusal(429, 0, body=body)

    async def _me(self, _: web.Request) -> Json:
        return {**self._world.bot.payload(), "bot": True}

    async def _application(self, _: web.Request) -> Json:
        return {
            "id": str(self._world.bot.id),
            "name": "Cairn",
            "description": "",
            "icon": None,
            "bot_public": True,
            "bot_require_code_grant": False,
            "owner": self._world.bot.payload(),
            "verify_key": "00",
            "flags": 0,
        }

    async def _gateway(self, _: web.Request) -> Json:
        start = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
        return {"url": self._world.gateway_url, "shards": self._world.shards, "session_start_limit": start}

    async def _commands(self, _: web.Request) -> list[Json]:
        return self._world.commands

    async def _put_commands(self, request: web.Request) -> list[Json]:
        faults = list(rules.command_faults(request[BODY]))
        if faults:
            raise Refusal(400, 50035, body=rules.form_error(faults))
        self._world.command_puts += 1
        self._world.commands = [self._kept(command) for command in request[BODY]]
        return self._world.commands

    def _kept(self, command: Json) -> Json:
        """As Discord gives it back: with ids and empty parts of its own, without what is false."""
        options = [{key: value for key, value in option.items() if value} for option in command.get("options", [])]
        ours = {key: value for key, value in command.items() if key != "options"} | (
            {"options": options} if options else {}
        )
        added = {"id": str(new_id()), "application_id": str(self._world.bot.id), "version": str(new_id())}
        return {"description": "", **ours, **added, "name_localizations": None, "description_localizations": None}

    async def _member(self, request: web.Request) -> Json:
        user_id = int(request.match_info["user_id"])
        if user_id in self._world.gone:
            raise Refusal(404, 10007, "Unknown Member")
        return Person("Somebody", id=user_id).member() | {"roles": self._world.roles_of.get(user_id, [])}

    async def _post(self, request: web.Request) -> Json:
        channel = self._channel(request)
        self._count(request)
        body: Json = request[BODY]
        self._check_message(body)
        nonce = body.get("nonce")
        if nonce and body.get("enforce_nonce"):
            for old in channel.messages:
                if old.nonce == nonce:
                    return old.payload(self._world.bot)
        made = Message(channel.id, nonce=nonce, flags=body.get("flags", 0))
        made.fill(body, request[FILES], fresh=True)
        channel.messages.append(made)
        return made.payload(self._world.bot)

    async def _edit(self, request: web.Request) -> Json:
        channel = self._channel(request)
        self._count(request)
        body: Json = request[BODY]
        for fault in rules.message_faults(body):
            raise Refusal(400, 50035, body=rules.form_error([fault]))
        for message in channel.messages:
            if str(message.id) == request.match_info["message_id"]:
                message.fill(body, request[FILES], fresh=False)
                return message.payload(self._world.bot)
        raise Refusal(404, 10008, "Unknown Message")

    async def _start_thread(self, request: web.Request) -> Json:
        """A message has one thread, which has the message's id."""
        channel = self._channel(request)
        self._count(request)
        if channel.parent or channel.guild is None:
            raise Refusal(400, 50024, "Cannot execute action on this channel type")
        if channel.lacking & START_THREADS:
            raise Refusal(403, 50013, "Missing Permissions")
        message = next((one for one in channel.messages if str(one.id) == request.match_info["message_id"]), None)
        if message is None:
            raise Refusal(404, 10008, "Unknown Message")
        if self._world.channel(message.id):
            raise Refusal(400, 160004, "A thread has already been created for this message")
        return self._world.thread(channel, request[BODY]["name"], id_=message.id).payload()

    async def _add_to_thread(self, request: web.Request) -> None:
        thread = self._channel(request)
        if thread.parent is None:
            raise Refusal(400, 50024, "Cannot execute action on this channel type")
        thread.members.add(int(request.match_info["user_id"]))

    def _channel(self, request: web.Request) -> Channel:
        channel = self._world.channel(int(request.match_info["channel_id"]))
        if channel is None:
            raise Refusal(404, 10003, "Unknown Channel")
        if channel.refuses:
            raise Refusal(*channel.refuses)
        return channel

    def _check_message(self, body: Json) -> None:
        faults = list(rules.message_faults(body))
        if faults:
            raise Refusal(400, 50035, body=rules.form_error(faults))
        if rules.is_empty(body):
            raise Refusal(400, 50006, "Cannot send an empty message")

    async def _call_back(self, request: web.Request) -> Json | None:
        exchange = self._world.exchanges.get(request.match_info["interaction_token"])
        if exchange is None or str(exchange.id) != request.match_info["interaction_id"]:
            raise Refusal(404, 10062, "Unknown interaction")
        receipt = exchange.call_back(request[BODY], request[FILES])
        return receipt if request.query.get("with_response") else None

    def _exchange(self, request: web.Request) -> Exchange:
        exchange = self._world.exchanges.get(request.match_info["webhook_token"])
        if exchange is None:
            raise Refusal(404, 10015, "Unknown Webhook")
        return exchange

    async def _follow_up(self, request: web.Request) -> Json:
        return self._exchange(request).follow_up(request[BODY], request[FILES]).payload(self._world.bot)

    async def _original(self, request: web.Request) -> Json:
        return self._exchange(request).read_original().payload(self._world.bot)

    async def _edit_original(self, request: web.Request) -> Json:
        return self._exchange(request).edit_original(request[BODY], request[FILES]).payload(self._world.bot)

    async def _delete_original(self, request: web.Request) -> None:
        self._exchange(request).delete_original()


def _bucket(request: web.Request) -> str:
    return f"{request.method} {request.match_info.get('channel_id', request.path)}"
