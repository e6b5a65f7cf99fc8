"""The whole program, played by a script on a database of its own."""

from __future__ import annotations

import io
from collections.abc import Iterable
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

from bot.adapters.base import Core, Work
from bot.adapters.sandbox import SandboxAdapter, play
from bot.app import App, open_app
from bot.clock import SettableClock
from bot.config import read_settings

HERE = Path(__file__).parent
BEGIN = datetime(2026, 3, 2, 9, tzinfo=UTC)  # a Monday; a script may set another with `:to`


def transcripts() -> list[Path]:
    """Every kept conversation."""
    return sorted(HERE.glob("*.txt"))


async def play_all(lines: Iterable[str], folder: Path, form: str = "text") -> str:
    """What a script's lines bring about, from an empty database in a folder. `:restart` opens the same one again."""
    clock = SettableClock(BEGIN)
    settings = read_settings(None).model_copy(update={"database_url": f"sqlite:///{folder}/played.db"})
    out = io.StringIO()
    async with AsyncExitStack() as programs:

        async def begin() -> App:
            await programs.aclose()
            return await programs.enter_async_context(open_app(settings, clock))

        async def restart() -> tuple[Core, Work]:
            after = await begin()
            after.adapters[adapter.name] = adapter
            return after, after.deliverer

        app = await begin()
        adapter = SandboxAdapter(app)
        app.adapters[adapter.name] = adapter
        await play(lines, adapter, app.deliverer, clock, out, form, restart)
    return out.getvalue()
