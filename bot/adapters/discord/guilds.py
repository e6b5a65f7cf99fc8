"""Coming into a server and leaving it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime, timedelta

import discord
import structlog

from bot.adapters.discord.delivering import Delivering
from bot.adapters.discord.reading import discord_account
from bot.chat.parse import clean_line
from bot.chat.port import Core, SendError
from bot.chat.reply import Reply
from bot.clock import Clock
from bot.identity import Place, Platform

log = structlog.get_logger()

JUST_NOW = timedelta(minutes=2)  # no longer than Discord honours a nonce: a restart meanwhile greets once

Send = Callable[[Place, Reply, str], Awaitable[str]]


class Guilds:
    """Greets each server once.

    discord.py reports no join in the seconds after connecting, but reports all servers at every new session. So a
    server that becomes available is greeted too, if the bot joined it just now.
    """

    def __init__(self, core: Core, send: Send, delivering: Delivering, clock: Clock) -> None:
        self._core = core
        self._send = send
        self._delivering = delivering
        self._clock = clock
        self._met: set[int] = set()

    async def join(self, guild: discord.Guild) -> None:
        """Greet a server to which the bot was added."""
        if guild.id not in self._met:
            self._met.add(guild.id)
            await self._greet(guild)

    async def see(self, guild: discord.Guild) -> None:
        """Note a server that is there. It is greeted if the bot joined it just now."""
        joined = _joined_at(guild)
        if joined and self._clock.now() - joined < JUST_NOW:
            await self.join(guild)
        self._met.add(guild.id)

    async def leave(self, guild: discord.Guild) -> None:
        """Stop posts to a server from which the bot was removed."""
        self._met.discard(guild.id)
        await self._core.removed(Place(Platform.DISCORD, guild.id, guild.id, title=clean_line(guild.name).strip()))

    async def meet(self, member: discord.Member) -> None:
        """Take a person who came back into the group again, if they were in it before."""
        place = Place(Platform.DISCORD, member.guild.id, member.guild.id)
        await self._core.returned(place, discord_account(member))

    async def part(self, guild_id: int, user: discord.User | discord.Member) -> None:
        """Take a person who left, or was removed, out of the group until they return."""
        await self._core.left(Place(Platform.DISCORD, guild_id, guild_id), discord_account(user))

    async def _greet(self, guild: discord.Guild) -> None:
        channel = next(_writable(guild), None)
        if channel is None:
            log.info("guild.joined", guild=guild.id, greeted=False)
            return
        place = Place(Platform.DISCORD, guild.id, channel.id, title=clean_line(guild.name).strip())
        report = f"greeting:{guild.id}:{_joined_at(guild)}"
        reply = await self._core.added(place, f"{Platform.DISCORD}:{report}")
        if reply is None:
            return
        try:
            await self._delivering.insist(lambda: self._send(place, reply, report))
        except SendError as error:
            log.warning("guild.not_greeted", guild=guild.id, reason=error.reason)
        else:
            log.info("guild.joined", guild=guild.id, greeted=True)


def _ourselves(guild: discord.Guild) -> discord.Member | None:
    return guild.me  # None, whatever its type says, while the server is not there


def _joined_at(guild: discord.Guild) -> datetime | None:
    me = _ourselves(guild)
    return me.joined_at if me else None


def _writable(guild: discord.Guild) -> Iterator[discord.TextChannel]:
    me = _ourselves(guild)
    first = [guild.system_channel] if guild.system_channel else []
    for channel in (*first, *guild.text_channels) if me else ():
        allowed = channel.permissions_for(guild.me)
        if allowed.view_channel and allowed.send_messages and allowed.embed_links:
            yield channel
