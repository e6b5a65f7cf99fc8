"""Peers in a storm: refusals, floods, broken gateways and broken lines, by the dice."""

from __future__ import annotations

import json
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from aiohttp import web

from bot.clock import SettableClock
from tests.adapters.discord_peer_faults import Fault as DiscordFault
from tests.adapters.discord_peer_faults import Faults, Handler
from tests.adapters.telegram_peer import TelegramPeer, _read
from tests.adapters.telegram_peer_faults import HTML_502, Fault


@dataclass
class Weather:
    """What the dice say, by the virtual clock; and who was written to before the time that was asked for."""

    clock: SettableClock
    dice: random.Random = field(default_factory=lambda: random.Random(3))
    raging: bool = False
    met: Counter[str] = field(default_factory=Counter)
    too_early: list[int] = field(default_factory=list)
    _closed: dict[int, datetime] = field(default_factory=dict)
    _told: dict[int, list[tuple[datetime, str]]] = field(default_factory=dict)

    def arrive(self, chat: int) -> str:
        """What happens to a message to this chat: a word for it, empty for nothing."""
        if self.clock.now() < self._closed.get(chat, self.clock.now()):
            self.too_early.append(chat)
        roll = self.dice.random() if self.raging else 1.0
        kinds = {"429": 0.3, "502 done": 0.35, "502": 0.4, "500": 0.45, "reset done": 0.5, "reset": 0.55}
        found = next((kind for kind, share in kinds.items() if roll < share), "")
        self.met[found or "well"] += 1
        self._told.setdefault(chat, []).append((self.clock.now(), found))
        return found

    def raged_to(self, chat: int, end: datetime, at_most: timedelta) -> bool:
        """Whether the last message to this chat before `end` met trouble, and so lately."""
        last, kind = max(one for one in self._told[chat] if one[0] < end)
        return bool(kind) and end - last <= at_most

    def close(self, chat: int, seconds: int) -> None:
        """Ask for a pause."""
        self._closed[chat] = self.clock.now() + timedelta(seconds=seconds)


class StormyTelegram(TelegramPeer):
    """A Telegram in such weather; only messages are caught in it."""

    weather: Weather

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        call = await _read(request)
        if call.method != "sendMessage":
            return await super()._answer(request)
        chat = int(call.params["chat_id"])
        kind = self.weather.arrive(chat)
        if not kind:
            return await super()._answer(request)
        if kind.endswith("done"):
            await super()._answer(request)
        return await self.spoil(self._fault(kind, chat), request)

    def _fault(self, kind: str, chat: int) -> Fault:
        if kind == "429":
            seconds = self.weather.dice.randint(1, 30)
            self.weather.close(chat, seconds)
            body = {"ok": False, "error_code": 429, "description": f"Too Many Requests: retry after {seconds}"}
            return Fault(429, json.dumps({**body, "parameters": {"retry_after": seconds}}), kind="application/json")
        return Fault(0 if kind.startswith("reset") else int(kind[:3]), HTML_502)


class StormyDiscord(Faults):
    """Discord's half: long waits alone and lines that break, since discord.py sits out in real time what is short."""

    def __init__(self, weather: Weather) -> None:
        super().__init__()
        self._weather = weather

    async def meet(self, request: web.Request, call: str, handler: Handler) -> web.StreamResponse:
        if request.method != "POST" or not call.endswith("/messages"):
            return await super().meet(request, call, handler)
        chat = int(request.match_info["channel_id"])
        kind = self._weather.arrive(chat)
        if kind == "429":
            seconds = self._weather.dice.randint(31, 60)
            self._weather.close(chat, seconds)
            self.order(DiscordFault(".*", retry_after=float(seconds)))
        elif kind.startswith("reset"):
            self.order(DiscordFault(".*", reset=True, done=kind.endswith("done")))
        return await super().meet(request, call, handler)
