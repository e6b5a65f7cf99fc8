"""The settings with which the program finds both peers."""

from __future__ import annotations

from tests.adapters.discord_peer import DiscordPeer
from tests.adapters.telegram_peer import TelegramPeer


def tokens(discord: DiscordPeer, telegram: TelegramPeer) -> dict[str, str]:
    """The tokens and addresses of both peers, as settings name them."""
    return {
        "discord_token": discord.token,
        "discord_api_url": discord.url,
        "telegram_token": telegram.token,
        "telegram_api_url": telegram.url,
    }
