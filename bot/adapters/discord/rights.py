"""Rights in a server. Discord says them with each interaction, so they are as of now."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import discord

from bot.adapters.discord.errors import UNKNOWN_MEMBER
from bot.chat.rights import PlaceUnknown, Right, RightsUnknown
from bot.identity import Place

ASK_SECONDS = 2.0
"""The time in which Discord must say whether a person is in a server."""


@dataclass(frozen=True, slots=True)
class InteractionRights:
    """Implements `bot.chat.rights.Rights` for one interaction. `private`: it is about a person alone."""

    interaction: discord.Interaction[Any]
    private: bool

    async def is_admin(self, *, anew: bool) -> bool:
        """Whether the caller may manage the server."""
        may = self.interaction.permissions
        return self.private or may.manage_guild or may.administrator

    async def lacks(self, chat_id: int = 0) -> tuple[Right, ...]:
        """List the rights that the bot lacks to post in this channel or thread, or in another. Raises PlaceUnknown."""
        may, is_thread = self._there(chat_id) if chat_id else self._here()
        has = {
            Right.VIEW: may.view_channel,
            Right.THREADS if is_thread else Right.SEND: may.send_messages_in_threads
            if is_thread
            else may.send_messages,
            Right.EMBED: may.embed_links,
            Right.FILES: may.attach_files,
        }
        return tuple(right for right, given in has.items() if not (given or may.administrator))

    async def opens_threads(self) -> bool:
        """Whether the bot may open threads in this channel, and write in them. In a thread there are no others."""
        may, is_thread = self._here()
        return is_thread or may.administrator or (may.create_public_threads and may.send_messages_in_threads)

    async def has_left(self, chat: Place) -> bool:
        """Whether the caller left another server, or was removed from it. False if Discord does not say."""
        return await has_left(self.interaction.client, chat, self.interaction.user.id)

    async def administers(self, chat: Place) -> bool:
        """Whether the caller may manage another server, asked anew. Raises RightsUnknown."""
        client, user_id = self.interaction.client, self.interaction.user.id
        guild = client.get_guild(chat.space_id)
        if guild is None:
            raise RightsUnknown
        found = await _ask_for_member(client, chat, user_id)
        if isinstance(found, discord.HTTPException) and found.code == UNKNOWN_MEMBER:
            return False
        if not isinstance(found, dict):
            raise RightsUnknown
        roles = [guild.default_role, *(guild.get_role(int(role_id)) for role_id in found["roles"])]
        may = [role.permissions for role in roles if role is not None]
        return guild.owner_id == user_id or any(one.manage_guild or one.administrator for one in may)

    def _here(self) -> tuple[discord.Permissions, bool]:
        """Give the bot's permissions here, and whether this is a thread."""
        return self.interaction.app_permissions, isinstance(self.interaction.channel, discord.Thread)

    def _there(self, chat_id: int) -> tuple[discord.Permissions, bool]:
        guild = self.interaction.guild
        channel = guild.get_channel_or_thread(chat_id) if guild else None
        if guild is None or channel is None:
            raise PlaceUnknown
        return channel.permissions_for(guild.me), isinstance(channel, discord.Thread)

    async def can_ping(self, role_id: int) -> bool:
        """Whether the bot may ping a role here: everybody may mention it, or the bot may mention all roles."""
        guild = self.interaction.guild
        role = guild.get_role(role_id) if guild else None
        payload: Mapping[str, Any] = self.interaction.data or {}
        picked = payload.get("resolved", {}).get("roles", {}).get(str(role_id), {})  # as it is now
        may = self.interaction.app_permissions
        mentionable = bool(picked.get("mentionable", role is not None and role.mentionable))
        return mentionable or may.mention_everyone or may.administrator


async def has_left(client: discord.Client, chat: Place, user_id: int) -> bool:
    """Whether a person left a server, or was removed from it. False if Discord does not say in time."""
    found = await _ask_for_member(client, chat, user_id)
    return isinstance(found, discord.HTTPException) and found.code == UNKNOWN_MEMBER


async def _ask_for_member(client: discord.Client, chat: Place, user_id: int) -> object:
    """Ask for a member of a server. Returns the member, the error, or None if Discord does not say in time.

    The request is never cancelled: discord.py would keep a global rate limit locked for ever.
    """
    task = asyncio.ensure_future(client.http.get_member(chat.space_id, user_id))
    task.add_done_callback(lambda done: done.cancelled() or done.exception())  # read, so that it ends without a warning
    await asyncio.wait({task}, timeout=ASK_SECONDS)
    return (task.exception() or task.result()) if task.done() else None
