"""Rights in a server. Discord says them with each interaction, so they are as of now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import discord

from bot.chat.rights import PlaceUnknown, Right


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
