"""The gateway's side of the peer: identify, ready, heartbeats, resume, and what is dispatched."""

from __future__ import annotations

import asyncio
import json
import secrets
from dataclasses import dataclass, field
from typing import Any, Protocol

from aiohttp import WSMsgType, web

from tests.adapters.discord_peer_faults import Changes
from tests.adapters.discord_peer_state import Guild, Json, Person

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11
MEMBERS = 1 << 1
PRIVILEGED = (1 << 1) | (1 << 8) | (1 << 15)


class World(Protocol):
    """What the gateway must know of the rest of the peer."""

    token: str
    bot: Person
    guilds: list[Guild]

    @property
    def gateway_url(self) -> str: ...


@dataclass
class Session:
    """One identified client, over any number of sockets."""

    id: str
    intents: int
    shard: tuple[int, int] | None
    log: list[Json] = field(default_factory=list)
    socket: web.WebSocketResponse | None = None


class Gateway:
    """Speaks to one client, or to one of several shards each."""

    def __init__(self, world: World, changes: Changes) -> None:
        self._world = world
        self._changes = changes
        self.sessions: dict[str, Session] = {}
        self.identifies: list[Json] = []
        self.resumes = 0
        self.heartbeats = 0
        self.refuses_with = 0
        """A close code for whoever identifies."""
        self.grants_members = False
        """Whether the Server Members Intent is switched on."""
        self.refuses_sockets = False
        self.deaf: asyncio.Event | None = None
        """After identifying nobody is listened to, not even to a goodbye, until this is set."""
        self._sockets: set[web.WebSocketResponse] = set()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One socket, from hello to close."""
        if self.refuses_sockets:
            return web.Response(status=503)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._sockets.add(socket)
        try:
            await _send(socket, HELLO, {"heartbeat_interval": 41250})
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    await self._take(socket, json.loads(message.data))
        finally:
            self._sockets.discard(socket)
            self._leave(socket)
        return socket

    @property
    def connected(self) -> bool:
        """Whether a session has a socket."""
        return any(session.socket for session in self.sessions.values())

    async def dispatch(self, event: str, data: Json, guild_id: int | None = None) -> None:
        """Tell the client of an event; without a socket it waits for the resume."""
        session = self._session_for(guild_id)
        entry = {"op": DISPATCH, "t": event, "s": len(session.log) + 1, "d": data}
        session.log.append(entry)
        if session.socket:
            await session.socket.send_str(json.dumps(entry))

    async def ask_to_reconnect(self) -> None:
        """Opcode 7: Discord asks each client to come back elsewhere."""
        for socket in list(self._sockets):
            await _send(socket, RECONNECT, None)

    async def close(self, code: int) -> None:
        """Close the sockets with a code."""
        for socket in list(self._sockets):
            await socket.close(code=code)

    async def send_raw(self, text: str) -> None:
        """Send what is no payload at all."""
        for socket in list(self._sockets):
            await socket.send_str(text)

    def _session_for(self, guild_id: int | None) -> Session:
        live = list(self.sessions.values())
        for session in live:
            if session.shard and ((guild_id or 0) >> 22) % session.shard[1] == session.shard[0]:
                return session
        return live[-1]

    async def _take(self, socket: web.WebSocketResponse, said: Json) -> None:
        if said["op"] == HEARTBEAT:
            self.heartbeats += 1
            await _send(socket, ACK, None)
        elif said["op"] == IDENTIFY:
            await self._identify(socket, said["d"])
            self._changes.note()
            if self.deaf:
                await self.deaf.wait()
        elif said["op"] == RESUME:
            await self._resume(socket, said["d"])
        self._changes.note()

    async def _identify(self, socket: web.WebSocketResponse, said: Json) -> None:
        self.identifies.append(said)
        code = self.refuses_with or (4004 if said["token"] != self._world.token else 0)
        granted = MEMBERS if self.grants_members else 0
        code = code or (4014 if said["intents"] & PRIVILEGED & ~granted else 0)
        if code:
            await socket.close(code=code)
            return
        shard = tuple(said["shard"]) if said.get("shard") else None
        session = Session(secrets.token_hex(8), said["intents"], shard, socket=socket)
        self.sessions[session.id] = session
        await self._ready(session)

    async def _ready(self, session: Session) -> None:
        ours = [guild for guild in self._world.guilds if _is_on(session, guild)]
        ready = {
            "v": 10,
            "user": {**self._world.bot.payload(), "bot": True},
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in ours],
            "session_id": session.id,
            "resume_gateway_url": self._world.gateway_url,
            "application": {"id": str(self._world.bot.id), "flags": 0},
            **({"shard": list(session.shard)} if session.shard else {}),
        }
        self.sessions[session.id] = session
        await self._push(session, "READY", ready)
        for guild in ours:
            await self._push(session, "GUILD_CREATE", {**guild.payload(self._world.bot), "unavailable": False})

    async def _push(self, session: Session, event: str, data: Json) -> None:
        entry = {"op": DISPATCH, "t": event, "s": len(session.log) + 1, "d": data}
        session.log.append(entry)
        if session.socket:
            await session.socket.send_str(json.dumps(entry))

    async def _resume(self, socket: web.WebSocketResponse, said: Json) -> None:
        session = self.sessions.get(said["session_id"] or "")
        if session is None or said["token"] != self._world.token:
            await _send(socket, INVALID, False)
            return
        self.resumes += 1
        session.socket = socket
        for entry in session.log:
            if entry["s"] > said["seq"]:
                await socket.send_str(json.dumps(entry))
        await self._push(session, "RESUMED", {})

    def _leave(self, socket: web.WebSocketResponse) -> None:
        for session in self.sessions.values():
            if session.socket is socket:
                session.socket = None
        self._changes.note()


def _is_on(session: Session, guild: Guild) -> bool:
    return session.shard is None or (guild.id >> 22) % session.shard[1] == session.shard[0]


async def _send(socket: web.WebSocketResponse, op: int, data: Any) -> None:
    await socket.send_str(json.dumps({"op": op, "d": data, "s": None, "t": None}))
