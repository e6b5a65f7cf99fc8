"""Build the adapters of the platforms that have a token."""

from __future__ import annotations

from collections.abc import Mapping

from bot.adapters.discord import DiscordAdapter
from bot.adapters.telegram import TelegramAdapter, Webhook
from bot.app import App
from bot.config import Settings, secret_of
from bot.database.engines import notes_beside
from bot.identity import Platform
from bot.pacing.lanes import Lane
from bot.web.server import WEBHOOK


def make_adapters(app: App, lanes: Mapping[str, Lane] | None = None) -> None:
    """Build the adapters whose tokens are set. `lanes` by platform replace those with its real limits."""
    settings, lanes = app.settings, lanes or {}
    if settings.discord_token:
        token = settings.discord_token.get_secret_value()
        app.adapters[Platform.DISCORD] = DiscordAdapter(
            app,
            token=token,
            api_url=settings.discord_api_url,
            proxy=secret_of(settings.discord_proxy),
            member_events=settings.discord_member_events,
            clock=app.clock,
            lane=lanes.get(Platform.DISCORD),
        )
    if settings.telegram_token:
        token = settings.telegram_token.get_secret_value()
        app.adapters[Platform.TELEGRAM] = TelegramAdapter(
            app,
            token=token,
            api_url=settings.telegram_api_url,
            webhook=make_webhook(settings),
            proxy=secret_of(settings.telegram_proxy),
            clock=app.clock,
            lane=lanes.get(Platform.TELEGRAM),
            notes=notes_beside(settings.database_url),
        )


def make_webhook(settings: Settings) -> Webhook | None:
    """Make the webhook of the settings. None: Telegram is polled."""
    if not (settings.telegram_webhook_url and settings.telegram_webhook_secret):
        return None
    url = settings.telegram_webhook_url.rstrip("/") + WEBHOOK
    return Webhook(url, settings.telegram_webhook_secret.get_secret_value())
