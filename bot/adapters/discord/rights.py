"""Rights in a server. Discord says them with each interaction, so they are as of now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import discord


@dataclass(frozen=True, slots=True)
class InteractionRights:
    """Implements `bot.chat.rights.Rights` for one interaction. `private`: it is about a person alone."""

    interaction: discord.Interaction[Any]
    private: bool

    async def is_admin(self, *, anew: bool) -> bool:
        """Whether the caller may manage the server."""
        may = self.interaction.permissions
        return self.private or may.manage_guild or may.administrator
