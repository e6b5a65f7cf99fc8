"""`cairn sandbox`: the bot in a terminal."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import typer

from bot.clock import SystemClock


class Format(StrEnum):
    """The format in which the sandbox prints."""

    TEXT = "text"
    JSON = "json"


def sandbox(
    script: Annotated[str, typer.Option(help="A file of lines to play, `-` for standard input.")] = "",
    now: Annotated[str, typer.Option(help="When it begins, such as 2026-03-01T09:00Z; otherwise now.")] = "",
    db: Annotated[str, typer.Option(help="Database to use; otherwise one that is thrown away at the end.")] = "",
    output: Annotated[Format, typer.Option("--format", help="json: one object a line for each message.")] = Format.TEXT,
) -> None:
    """Play a study group here: no token, no network."""
    import asyncio

    from bot.cli import sandboxing
    from bot.config import read_settings
    from bot.logs import set_up_logs

    set_up_logs("warning", "text")
    asyncio.run(sandboxing.run_sandbox(read_settings(), script=script, now=_instant(now), db=db, form=output.value))


def _instant(text: str) -> datetime:
    if not text:
        return SystemClock().now()
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not an instant; write it like 2026-03-01T09:00Z") from None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
