"""Every command with everything that nobody should type: a kind answer each time, and a state that is right."""

from __future__ import annotations

from itertools import islice, product
from pathlib import Path

import pytest

from bot.adapters.sandbox import directives
from bot.adapters.sandbox.lines import Spoken
from bot.adapters.sandbox.room import SandboxMessage
from bot.adapters.sandbox.stage import Stage
from bot.chat.limits import FIELD_VALUE, TITLE, VISIBLE, units
from bot.chat.reply import Reply
from bot.cli.sandboxing import Sandbox
from bot.clock import SettableClock
from bot.config import read_settings
from bot.features.commands import COMMANDS, FOLDED
from bot.features.streaks.actions import counting
from tests.transcripts.playing import BEGIN

HOSTILE = (
    "",
    " ",
    "\n\n",
    "0",
    "-1",
    "99999999999999999999",
    "²",
    "x" * 4000,
    "x" * 10_000,
    "week1 " * 600,
    "week2-numpy " * 80,
    "🏔" * 1500,
    "e\u0301\u200d\u0301" * 300,
    "\x00\x07\x1b[2J\x9b\ud800",
    "\u202eweek2-numpy\u2066",
    "עברית شكرا",
    "@everyone @here <@1> <#2> <@&3>",
    "<b>x</b> &amp; <script>",
    "**x** _y_ `z` [a](https://example.org) ||s||",
    "{name} {0} %s ${x}",
    "'; drop table ticks; --",
    "sandbox:999999999999999999999999",
    "discord:1",
    "telegram:-1",
    "#1-2",
    "#999999999999999999-999999999999999999",
    "week1 yes",
    "not zero-explain",
    "zone /etc/passwd",
    "zone ../../etc/localtime",
    "day 24:00",
    "rest mon,mon,mon",
    "visibility \U0001f4a9",
    "language xx_YY",
    "roadmap nonsense",
    "30m " + "n" * 3000,
    "undo 99999999999999999999",
    "habit:",
    "2026-02-30",
    "0001-01-01 30m",
    "9999-12-31..1w",
    "until 31 december 9999",
    "9999w",
    "at 99:99",
    "yesterday",
    "preview",
    "checkin sunday 18:00 18:00",
)


EVERY = 4  # in `make test`; each line meets some commands, and each command some lines


async def play_hostile(folder: Path, every: int) -> list[SandboxMessage]:
    """Say commands with such words, by Ann in the room and by Ben in private in turn; the counters stay right."""
    settings = read_settings(None).model_copy(update={"database_url": f"sqlite:///{folder}/hostile.db"})
    clock = SettableClock(BEGIN)
    async with Sandbox(settings, clock) as sandbox:
        stage = Stage(sandbox.adapter, sandbox.app.work, clock, directives.ALL)
        for number, (command, typed) in enumerate(islice(product((*COMMANDS, *FOLDED), HOSTILE), 0, None, every)):
            name, private = ("Ben", True) if number % 2 else ("Ann", False)
            await stage.take(Spoken(name, f"/{command.name} {typed}", private))
        assert [] == await sandbox.app.store.read(counting.verify_counters)
        return stage.room.messages


def fits(reply: Reply) -> bool:
    parts = [(reply.text, VISIBLE), (reply.title, TITLE), *((field.value, FIELD_VALUE) for field in reply.fields)]
    return all(units(text.plain) <= limit for text, limit in parts)


@pytest.mark.parametrize("every", [EVERY, pytest.param(1, marks=pytest.mark.thorough)])
async def test_no_command_fails_on_anything_typed_and_every_answer_fits(tmp_path: Path, every: int) -> None:
    messages = await play_hostile(tmp_path, every)
    failed = [one.id for one in messages if "went wrong" in one.reply.text.plain]
    too_long = [one.reply.text.plain[:60] for one in messages if not fits(one.reply)]

    assert ([], []) == (failed, too_long)
    assert len(messages) >= len((*COMMANDS, *FOLDED)) * len(HOSTILE) // every
