"""discord.py's client, which asks no more of Discord than we need."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from re import Match
from typing import Any, Self

import aiohttp
import discord
import structlog
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import HTTPClient, Route

from bot.adapters.discord.answering import Answering, Interaction
from bot.adapters.discord.channels import Channels
from bot.adapters.discord.commands import Tree
from bot.adapters.discord.components import MENU, TAP
from bot.adapters.discord.extras import name_of_form
from bot.adapters.discord.guilds import Guilds
from bot.adapters.discord.hearing import pass_over_unreadable, say_in_one_line
from bot.adapters.discord.sync import sync
from bot.chat.dispatch import Dispatcher

log = structlog.get_logger()

API = "https://discord.com/api/v10"
LONGEST_WAIT = 30.0  # for a rate limit; a longer one is raised to the sender
FEW_SHARDS = 2  # Discord advises one per 1,000 servers and demands one per 2,500


@dataclass(frozen=True, slots=True)
class Parts:
    """Parts that a client works with."""

    dispatcher: Dispatcher
    answering: Answering
    guilds: Guilds
    channels: Channels
    hopeless: Callable[[], None]
    suggest_seconds: float
    ready_seconds: float
    trace: aiohttp.TraceConfig
    """Hears every answer of Discord's."""
    proxy: str | None = None
    member_events: bool = False


class CairnClient(discord.Client):
    """A connection that keeps trying to resume, so that nothing said meanwhile is lost."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True, members=parts.member_events),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            max_ratelimit_timeout=LONGEST_WAIT,
            guild_ready_timeout=parts.ready_seconds,
            http_trace=parts.trace,
            proxy=parts.proxy,
        )
        self._parts = parts
        self._tree = Tree(self, parts.answering, parts.dispatcher, parts.suggest_seconds)
        self._left: asyncio.Task[None] | None = None

    async def setup_hook(self) -> None:
        """Register the buttons and compare the commands, before the first connection."""
        self.add_dynamic_items(tap_item(self._parts.answering), menu_item(self._parts.answering))
        self._parts.channels.commands = await sync(self._tree)
        self._left = asyncio.create_task(self._answer_left())

    async def close(self) -> None:
        """Disconnect. What is left without an answer waits for the next start."""
        if self._left:
            self._left.cancel()
        await super().close()

    async def _answer_left(self) -> None:
        """Answer what an earlier process left without an answer."""
        try:
            await self._parts.answering.answer_left(self)
        except Exception:
            log.exception("answers.still_left")

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Greet a server to which the bot was added."""
        await self._parts.guilds.join(guild)

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Note a server that is there, at the start of a session or after an outage."""
        await self._parts.guilds.see(guild)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Leave a server from which the bot was removed."""
        await self._parts.guilds.leave(guild)

    async def on_member_join(self, member: discord.Member) -> None:
        """Take a person who came back to a server into its group again."""
        await self._parts.guilds.meet(member)

    async def on_raw_member_remove(self, gone: discord.RawMemberRemoveEvent) -> None:
        """Take a person who left a server, or was removed, out of its group."""
        await self._parts.guilds.part(gone.guild_id, gone.user)

    async def on_interaction(self, interaction: Interaction) -> None:
        """Answer a form that was sent in. The library finds the way for all other interactions."""
        name = name_of_form(interaction)
        if name:
            await self._parts.answering.answer_form(interaction, name)

    async def on_disconnect(self) -> None:
        """Give up where the very first connection failed: the library would trip over it (discord.py#10520)."""
        if self.ws is None and not isinstance(self, discord.AutoShardedClient):
            self._parts.hopeless()

    async def on_error(self, event_method: str, /, *_args: object, **_kwargs: object) -> None:
        """Log an event of ours that failed. The others go on."""
        log.exception("event.failed", event_name=event_method)


class ShardedCairnClient(CairnClient, discord.AutoShardedClient):
    """Several connections, for more servers than one may carry."""


def make_client(parts: Parts, *, sharded: bool) -> CairnClient:
    """The client for few servers or for many."""
    return ShardedCairnClient(parts) if sharded else CairnClient(parts)


async def find_gateway(token: str, api_url: str, proxy: str | None = None) -> int:
    """Point discord.py at the API and at the gateway that the API names.

    Returns how many shards Discord advises. Both addresses are the library's own, for the whole process. Raises the
    errors of its requests.
    """
    pass_over_unreadable()
    say_in_one_line()
    Route.BASE = api_url.rstrip("/") or API
    http = HTTPClient(asyncio.get_running_loop(), proxy=proxy)
    try:
        await http.static_login(token)
        shards, url, _ = await http.get_bot_gateway()
    finally:
        await http.close()
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(url)
    return shards


def tap_item(answering: Answering) -> type[discord.ui.DynamicItem[Any]]:
    """The class of our buttons. They are known by their ids, also those from before a restart."""

    class Tap(discord.ui.DynamicItem[discord.ui.Button[Any]], template=rf"(?s){TAP}\d*:(?P<line>.+)"):
        def __init__(self, button: discord.ui.Button[Any], line: str) -> None:
            super().__init__(button)
            self._line = line

        @classmethod
        async def from_custom_id(cls, _: Interaction, item: discord.ui.Item[Any], match: Match[str], /) -> Self:
            return cls(item, match["line"])  # type: ignore[arg-type]  # of our ids there are only buttons

        async def callback(self, interaction: Interaction) -> None:
            await answering.answer_tap(interaction, self._line)

    return Tap


def menu_item(answering: Answering) -> type[discord.ui.DynamicItem[Any]]:
    """The class of our menus. What is chosen is read as a tap on the button that it stands for."""

    class Menu(discord.ui.DynamicItem[discord.ui.Select[Any]], template=rf"{MENU}\d+"):
        @classmethod
        async def from_custom_id(cls, _: Interaction, item: discord.ui.Item[Any], __: Match[str], /) -> Self:
            return cls(item)  # type: ignore[arg-type]  # of our ids there are only menus

        async def callback(self, interaction: Interaction) -> None:
            await answering.answer_tap(interaction, self.item.values[0])

    return Menu
