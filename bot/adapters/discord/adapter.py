"""The Discord adapter: connect, send, edit, stop."""

from __future__ import annotations

import asyncio
import logging
import math
from random import Random, SystemRandom
from typing import TypeVar

import discord
import structlog

from bot.adapters.discord.answering import Answering
from bot.adapters.discord.channels import Channels
from bot.adapters.discord.client import FEW_SHARDS, CairnClient, Parts, find_gateway, make_client
from bot.adapters.discord.commands import SUGGEST_SECONDS
from bot.adapters.discord.delivering import Delivering
from bot.adapters.discord.errors import (
    Disconnected,
)
from bot.adapters.discord.guilds import Guilds
from bot.adapters.discord.pacing import listen, make_discord_lane
from bot.adapters.discord.patience import Patience, RealPatience
from bot.adapters.discord.rights import has_left
from bot.adapters.discord.tickets import TicketDesk
from bot.chat.port import Core
from bot.chat.reply import Reply
from bot.clock import Clock
from bot.errors import ConfigError
from bot.identity import Account, Place, Platform
from bot.pacing.lanes import Lane

log = structlog.get_logger()
T = TypeVar("T")

AUTHENTICATION_FAILED = 4004
SHARDING_REQUIRED = 4011

MEMBERS_REFUSED = (
    "DISCORD_MEMBER_EVENTS is on, but Discord refuses: switch on Server Members Intent in the Developer Portal, your "
    "application, Bot. I go on without it."
)
TOKEN_REFUSED = (
    "DISCORD_TOKEN is refused by Discord; copy the token again from the Developer Portal, your application, Bot."  # noqa: S105  a sentence
)


class DiscordAdapter:
    """Discord. Serves while `start` runs; may be started again after it has ended."""

    name: str = Platform.DISCORD
    repeat_is_safe = True
    in_turn = False
    suggest_seconds = SUGGEST_SECONDS
    ready_seconds = 2.0
    """Seconds that discord.py waits for another server after the last one."""
    send_seconds = 60.0
    """Seconds after which a request without an answer is given up as ambiguous."""
    finish_seconds = 5.0
    """Seconds for the answers in hand when it stops."""

    def __init__(
        self,
        core: Core,
        *,
        token: str,
        api_url: str = "",
        proxy: str = "",
        member_events: bool = False,
        clock: Clock,
        lane: Lane | None = None,
        patience: Patience | None = None,
        dice: Random | None = None,
    ) -> None:
        self._core = core
        self._token = token
        self._api_url = api_url
        self._proxy = proxy or None
        self._lane = lane or make_discord_lane()
        self._patience = patience or RealPatience()
        self._dice = dice or SystemRandom()
        self._desk = TicketDesk(core.tickets)
        self.channels = Channels(
            self._lane, lambda: self._end(ConfigError(TOKEN_REFUSED)), self.send_seconds, core.lacked
        )
        self._guilds = Guilds(core, self.send, Delivering(self._patience, self._dice), clock)
        self._client: CairnClient | None = None
        self._answering = self._make_answering()
        self._over: asyncio.Future[None] | None = None
        self._ended = asyncio.Event()
        self._ended.set()
        self._must_shard = False
        self._member_events = member_events

    async def start(self) -> None:
        """Connect and serve until `stop`. Raises ConfigError for a refused token, else Disconnected."""
        logging.getLogger("discord").setLevel(logging.WARNING)
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # we have nothing to say aloud
        self._over = over = asyncio.get_running_loop().create_future()
        self._ended.clear()
        self._answering = self._make_answering()
        try:
            await self._serve(over)
        except discord.PrivilegedIntentsRequired as error:
            self._ask_for_no_members()
            raise Disconnected(type(error).__name__) from error
        except (discord.LoginFailure, discord.ConnectionClosed) as error:
            raise self._refused(error) from error
        except (ConfigError, Disconnected):
            raise
        except Exception as error:
            raise Disconnected(type(error).__name__) from error
        finally:
            self._client = self._over = None
            self.channels.connect(None)
            self._ended.set()

    async def stop(self) -> None:
        """Take no more calls, finish those in hand, disconnect."""
        await self._answering.finish(self.finish_seconds)
        self._end()
        await self._ended.wait()

    async def send(self, place: Place, reply: Reply, key: str) -> str:
        """Post a reply. Raises SendError.

        Discord posts it once, even if it is repeated with the same key within minutes.
        """
        return await self.channels.send(place, reply, key)

    async def edit(self, place: Place, message_id: str, reply: Reply) -> bool:
        """Replace an earlier post. One that is put away stays as it is; False: it is gone. Raises SendError."""
        return await self.channels.edit(place, message_id, reply)

    async def find_owner(self, place: Place) -> Account | None:
        """Find the owner of a server. None if Discord has not told of it."""
        guild = self._client.get_guild(place.space_id) if self._client else None
        owner = guild.owner_id if guild else None
        return Account(Platform.DISCORD, owner, str(owner)) if owner else None

    async def has_left(self, place: Place, account: Account) -> bool:
        """Whether a person left a server, or was removed. False if Discord does not say."""
        client = self._client
        return client is not None and not client.is_closed() and await has_left(client, place, account.user_id)

    def ready_in(self, place: Place) -> float:
        """Seconds until this channel takes a post; 0: now."""
        return self.channels.ready_in(place)

    def healthy(self) -> bool:
        """Whether the gateway answers our heartbeats."""
        client = self._client
        return client is not None and not client.is_closed() and math.isfinite(client.latency)

    def _make_answering(self) -> Answering:
        return Answering(self._core.dispatcher, self._desk, self.channels, patience=self._patience, dice=self._dice)

    async def _serve(self, over: asyncio.Future[None]) -> None:
        serving = asyncio.create_task(self._connect())
        try:
            await asyncio.wait({serving, over}, return_when=asyncio.FIRST_COMPLETED)
            await (over if over.done() else serving)
        finally:
            over.cancel()
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)
            if self._client:
                await self._client.close()

    async def _connect(self) -> None:
        shards = await find_gateway(self._token, self._api_url, self._proxy)
        parts = Parts(
            dispatcher=self._core.dispatcher,
            answering=self._answering,
            guilds=self._guilds,
            channels=self.channels,
            hopeless=lambda: self._end(Disconnected("gateway")),
            suggest_seconds=self.suggest_seconds,
            ready_seconds=self.ready_seconds,
            member_events=self._member_events,
            trace=listen(self._lane),
            proxy=self._proxy,
        )
        self._client = make_client(parts, sharded=self._must_shard or shards > FEW_SHARDS)
        self.channels.connect(self._client)
        await self._client.start(self._token)

    def _end(self, error: Exception | None = None) -> None:
        if self._over is None or self._over.done():
            return
        if error:
            self._over.set_exception(error)
        else:
            self._over.set_result(None)

    def _refused(self, error: discord.LoginFailure | discord.ConnectionClosed) -> Exception:
        code = AUTHENTICATION_FAILED if isinstance(error, discord.LoginFailure) else error.code
        self._must_shard = self._must_shard or code == SHARDING_REQUIRED
        return ConfigError(TOKEN_REFUSED) if code == AUTHENTICATION_FAILED else Disconnected(f"closed {code}")

    def _ask_for_no_members(self) -> None:
        """Go on without the intent that Discord does not grant, if it was asked for."""
        if self._member_events:
            log.error("discord.member_events_refused", remedy=MEMBERS_REFUSED)
        self._member_events = False
