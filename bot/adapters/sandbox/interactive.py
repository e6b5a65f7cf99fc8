"""The prompt: a person at a terminal plays all people in the room, while real time passes."""

from __future__ import annotations

import asyncio
import sys
from datetime import timedelta
from io import TextIOWrapper

from prompt_toolkit import PromptSession
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.patch_stdout import patch_stdout
from rich.console import Console

from bot.adapters.sandbox import directives
from bot.adapters.sandbox.adapter import SandboxAdapter
from bot.adapters.sandbox.complete import StageCompleter
from bot.adapters.sandbox.lines import read_spoken_line
from bot.adapters.sandbox.render import as_panel, one_line, styled
from bot.adapters.sandbox.script import play
from bot.adapters.sandbox.stage import Restart, Stage
from bot.chat.call import say
from bot.chat.port import Work
from bot.clock import SettableClock, monotonic
from bot.texts import SOURCE

HEARTBEAT = 1.0  # seconds between two looks for due work


async def interact(
    adapter: SandboxAdapter,
    work: Work,
    clock: SettableClock,
    *,
    no_token: bool = True,
    restart: Restart | None = None,
    heartbeat: float = HEARTBEAT,
    console: Console | None = None,
    session: PromptSession[str] | None = None,
) -> None:
    """Greet, then take lines until Ctrl-D or `:quit`. Without a terminal the lines are read as a script's.

    `no_token`: the greeting says why this is the sandbox. The clock moves with real time, every `heartbeat`
    seconds, and by `:advance`.
    """
    console = console or Console(highlight=False)
    stage = Stage(adapter, work, clock, directives.ALL, restart)
    _greet(console, stage, no_token=no_token)
    if session is None and not sys.stdin.isatty():
        if isinstance(sys.stdin, TextIOWrapper):
            sys.stdin.reconfigure(errors="backslashreplace")
        await play(sys.stdin, adapter, work, clock, sys.stdout, restart=restart)
        return
    adapter.room.show = lambda message: console.print(as_panel(message))
    session = session or PromptSession(completer=StageCompleter(stage), refresh_interval=HEARTBEAT)
    with patch_stdout(raw=True):
        async with asyncio.TaskGroup() as tasks:
            time = tasks.create_task(_pass_time(stage, heartbeat))
            await _converse(stage, session)
            time.cancel()
    console.print(styled(say(SOURCE, "sandbox.bye")))


def _greet(console: Console, stage: Stage, *, no_token: bool) -> None:
    if no_token:
        console.print(styled(say(SOURCE, "sandbox.no_token")))
    console.print(styled(say(SOURCE, "sandbox.greeting", name=stage.room.speaker)))


async def _converse(stage: Stage, session: PromptSession[str]) -> None:
    while not stage.over:
        try:
            line = await session.prompt_async(lambda: _prompt(stage))
        except (EOFError, KeyboardInterrupt):
            return
        if spoken := read_spoken_line(line):
            await stage.take(spoken)


def _prompt(stage: Stage) -> StyleAndTextTuples:
    time = f"{stage.clock.now():%a %d %b %H:%M} UTC"
    return [("ansigray", f"{time} "), ("bold ansicyan", one_line(stage.room.speaker)), ("", " › ")]


async def _pass_time(stage: Stage, heartbeat: float) -> None:
    """Let the room's clock run as fast as the wall's, and do what falls due meanwhile."""
    before = monotonic()
    while True:
        await asyncio.sleep(heartbeat)
        elapsed = monotonic() - before
        before += elapsed
        await stage.pass_time(stage.clock.now() + timedelta(seconds=elapsed))
