"""The whole program, played by a script on a database of its own."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from bot.adapters.sandbox import ScriptFormat, play
from bot.cli.sandboxing import Sandbox
from bot.clock import SettableClock
from bot.config import read_settings

HERE = Path(__file__).parent
BEGIN = datetime(2026, 3, 2, 9, tzinfo=UTC)  # a Monday; a script may set another with `:to`


def transcripts() -> list[Path]:
    """Every kept conversation."""
    return sorted(HERE.glob("*.txt"))


async def play_all(lines: Iterable[str], folder: Path, form: ScriptFormat = ScriptFormat.TEXT) -> str:
    """What a script's lines bring about, from an empty database in a folder."""
    clock = SettableClock(BEGIN)
    settings = read_settings(None).model_copy(update={"database_url": f"sqlite:///{folder}/played.db"})
    out = io.StringIO()
    async with Sandbox(settings, clock) as sandbox:
        await play(lines, sandbox.adapter, sandbox.app.work, clock, out, form, sandbox.restart)
    return out.getvalue()
