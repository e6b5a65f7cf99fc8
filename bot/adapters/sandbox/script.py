"""A script played from a file or pipe. The text format repeats the script, so its output is a transcript."""

from __future__ import annotations

import json
from collections.abc import Iterable
from enum import StrEnum
from typing import TextIO

from bot.adapters.sandbox import directives
from bot.adapters.sandbox.adapter import SandboxAdapter
from bot.adapters.sandbox.lines import EXPECTED, read_spoken_line
from bot.adapters.sandbox.render import as_json, as_lines, visible
from bot.adapters.sandbox.room import SandboxMessage
from bot.adapters.sandbox.stage import Restart, Stage
from bot.chat.port import Work
from bot.clock import SettableClock


class ScriptFormat(StrEnum):
    """The format in which a script's messages are written."""

    TEXT = "text"
    JSON = "json"


async def play(  # noqa: PLR0917  all that a session stands on, in one order everywhere
    lines: Iterable[str],
    adapter: SandboxAdapter,
    work: Work,
    clock: SettableClock,
    out: TextIO,
    form: str = ScriptFormat.TEXT,
    restart: Restart | None = None,
) -> None:
    """Play a script and write the bot's messages.

    Text: each line of the script, and under it the messages. JSON: an object for each message, one a line (JSON
    Lines). An unreadable line gets a note and the script goes on. Raises ValueError for another format.
    """
    stage = Stage(adapter, work, clock, directives.ALL, restart)
    writer = Writer(out, ScriptFormat(form))
    adapter.room.show = writer.show
    await stage.pass_time(clock.now())
    for written in lines:
        line = written.removeprefix("\ufeff")  # a byte order mark, as some editors put before the first line
        writer.repeat(line)
        if spoken := read_spoken_line(line):
            await stage.take(spoken)
        if stage.over:
            return


class Writer:
    """Writes a script's lines and messages in one of the two formats."""

    def __init__(self, out: TextIO, form: ScriptFormat) -> None:
        self._out = out
        self._form = form

    def repeat(self, line: str) -> None:
        """Repeat a line of the script, answers kept from another run left out."""
        if self._form is ScriptFormat.TEXT and not (line.rstrip() + " ").startswith(EXPECTED):
            self._write(visible(line.rstrip()))

    def show(self, message: SandboxMessage) -> None:
        """Write a message."""
        if self._form is ScriptFormat.JSON:
            self._write(json.dumps(as_json(message), ensure_ascii=False))
        else:
            self._write("\n".join(as_lines(message)))

    def _write(self, text: str) -> None:
        self._out.write(text + "\n")
        self._out.flush()  # a reader at the other end of a pipe sees each answer as it comes
