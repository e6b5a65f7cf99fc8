"""The whole program, played by a script on a database of its own."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from bot.adapters.sandbox import ScriptFormat, play
from bot.adapters.sandbox.lines import read_spoken_line
from bot.cli.sandboxing import Sandbox
from bot.clock import SettableClock
from bot.config import read_settings

HERE = Path(__file__).parent
PLAYED = "played.db"
BEGIN = datetime(2026, 3, 2, 9, tzinfo=UTC)  # a Monday; a script may set another with `:to`


def transcripts() -> list[Path]:
    """Every kept conversation."""
    return sorted(HERE.glob("*.txt"))


async def play_all(lines: Iterable[str], folder: Path, form: ScriptFormat = ScriptFormat.TEXT) -> str:
    """Return what a script's lines bring about, on the database in a folder; one is made if there is none."""
    clock = SettableClock(BEGIN)
    settings = read_settings(None).model_copy(update={"database_url": f"sqlite:///{folder}/{PLAYED}"})
    out = io.StringIO()
    lines = list(lines)
    async with Sandbox(settings, clock, dice_for(lines)) as sandbox:
        await play(lines, sandbox.adapter, sandbox.app.work, clock, out, form, sandbox.restart)
    return out.getvalue()


def dice_for(lines: list[str]) -> Random:
    """Make dice that fall the same way whenever a script is played, so that its codes are the same."""
    return Random("\n".join(spoken.words for line in lines if (spoken := read_spoken_line(line))))
