"""Put the sandbox together: the whole program on a clock that people move.

Its database may be thrown away at the end.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterable, Iterator
from contextlib import AsyncExitStack, contextmanager
from datetime import datetime
from io import TextIOWrapper
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.adapters.sandbox import SandboxAdapter, interact, play
from bot.app import App, open_app
from bot.chat.port import Core, Work
from bot.cli.collecting import exempt_memory
from bot.clock import SettableClock
from bot.config import Settings
from bot.database.leases import alone
from bot.errors import ConfigError


async def run_sandbox(settings: Settings, *, script: str, now: datetime, db: str, form: str) -> None:
    """Play a script, or talk with the person at the terminal.

    Raises ConfigError for a script that cannot be read, and for a database on which the bot runs.
    """
    exempt_memory()
    lines = _read_script(script) if script else None
    with _database(db) as url:
        clock = SettableClock(now)
        async with alone(url), Sandbox(settings.model_copy(update={"database_url": url}), clock) as sandbox:
            app, adapter = sandbox.app, sandbox.adapter
            if lines is None:
                no_token = not settings.has_token
                await interact(adapter, app.work, clock, no_token=no_token, restart=sandbox.restart)
            else:
                await play(lines, adapter, app.work, clock, sys.stdout, form, sandbox.restart)


class Sandbox:
    """The program with the terminal as its platform, and as those of the rooms that a script opens.

    `restart` ends it and builds it anew on the same database. `dice` makes its keys and codes.
    """

    def __init__(self, settings: Settings, clock: SettableClock, dice: random.Random | None = None) -> None:
        self._settings = settings
        self._clock = clock
        self._dice = dice or random.SystemRandom()
        self._opened = AsyncExitStack()
        self.app: App
        self.adapter: SandboxAdapter

    async def __aenter__(self) -> Sandbox:
        """Open the program and put the room into it."""
        self.app = await self._open()
        self.adapter = SandboxAdapter(self.app)
        self._play(self.adapter.name)
        self.adapter.room.opened = self._play
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close the program."""
        await self._opened.aclose()

    async def restart(self) -> tuple[Core, Work]:
        """End the program and start it again; the room and the people in it stay."""
        await self._opened.aclose()
        self.app = await self._open()
        for room in self.adapter.room.rooms:
            self._play(room.platform)
        return self.app, self.app.work

    async def _open(self) -> App:
        return await self._opened.enter_async_context(open_app(self._settings, self._clock, dice=self._dice))

    def _play(self, platform: str) -> None:
        """Let the terminal play a platform: its own, or that of a room which a script opens."""
        self.app.adapters[platform] = SandboxAdapter(self.app, self.adapter.room, platform)


def _read_script(script: str) -> Iterable[str]:
    if script == "-":
        if isinstance(sys.stdin, TextIOWrapper):
            sys.stdin.reconfigure(errors="backslashreplace")
        return sys.stdin
    try:
        text = Path(script).read_text(encoding="utf-8")
        return text.removesuffix("\n").split("\n")  # not at U+2028, which a script's line may hold
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise ConfigError(f"--script {script} cannot be read: {reason}.") from None


@contextmanager
def _database(db: str) -> Iterator[str]:
    if db:
        yield db
        return
    with TemporaryDirectory(prefix="cairn-") as folder:
        yield f"sqlite:///{folder}/sandbox.db"
