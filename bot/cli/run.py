"""`cairn run`: the bot on its platforms."""

from __future__ import annotations

from bot.errors import ConfigError


def run() -> None:
    """Run the bot until Ctrl-C or SIGTERM."""
    import asyncio

    from bot.config import read_settings
    from bot.logs import set_up_logs

    settings = read_settings()
    if not settings.has_token:
        raise ConfigError("DISCORD_TOKEN and TELEGRAM_TOKEN are both empty: set one in .env, or try `sandbox`.")
    set_up_logs(settings.log_level, settings.log_format)
    from bot.cli import running

    asyncio.run(running.run_bot(settings))
