"""`cairn doctor`: examine all that the bot needs."""

from __future__ import annotations

import typer


def doctor() -> None:
    """Look for trouble, and name a remedy for each."""
    import asyncio

    from bot.cli.examining import examine
    from bot.config import read_settings

    raise typer.Exit(asyncio.run(examine(read_settings())))
