"""A hidden member does all that a member can, for two weeks: nobody else reads their name, in no way."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from prometheus_client import generate_latest

from bot.adapters.sandbox import directives
from bot.adapters.sandbox.lines import read_spoken_line
from bot.adapters.sandbox.render import heading
from bot.adapters.sandbox.room import ROOM, MessageKind, SandboxMessage
from bot.adapters.sandbox.stage import Stage
from bot.chat.call import Said
from bot.chat.reply import Button
from bot.cli.sandboxing import Sandbox
from bot.clock import SettableClock
from bot.config import read_settings
from bot.features.commands import COMMANDS, FOLDED
from tests.transcripts.every_line import every_line
from tests.transcripts.playing import BEGIN, PLAYED
from tests.transcripts.siding import on_discord, on_telegram

HIDDEN = "Quillon"
OTHERS = ("Ann", "Ben", "Cat", "Dan")
MEETING = [
    ":admin Ann",
    ":added",
    *(f"{name}: /join" for name in OTHERS),
    f"{HIDDEN}> /settings visibility hidden",
    "Ann: /setup community on",
    "Ann: /setup goal 10",
    *(f"{name}> /settings partner on" for name in (*OTHERS, HIDDEN)),
    *(f"{name}> /settings checkins all" for name in (*OTHERS, HIDDEN)),
    *(f"{name}> /settings work on" for name in (*OTHERS, HIDDEN)),
    *(f"{name}> /stuck questions on" for name in (*OTHERS, HIDDEN)),
    *(f"{name}> /nudges on" for name in (*OTHERS, HIDDEN)),
]
EACH_DAY = [
    f"{HIDDEN}: /log 20m",
    f"{HIDDEN}: /done week{{week}}: https://example.org/work",
    f"{HIDDEN}: /focus 25",
    f"{HIDDEN}: /leaderboard",
    f"{HIDDEN}: /streak",
    "Ann: /log 15m",
]
ON_DAYS = {
    1: ["Ben: /done week1", "Ben: /stuck week2-numpy It does not fit into my head.", "Cat: /done week1-statistics"],
    2: [f"{HIDDEN}: /stuck week3 I see nothing.", "Cat: /focus 25", f"{HIDDEN}: /promise week5"],
    5: [f"{HIDDEN}> /checkin all of it | nothing | week6", "Ann> /checkin a bit | time | week2-numpy"],
    6: ["Ben> /checkin some | sleep | week2-python"],
    9: ["Dan: /done week1", f"{HIDDEN}: /placement week6 yes"],
}
NEVER = ("leave", "settings forget", "quiet", "publishing", "settings visibility", "settings privacy seen")
"""Lines that end what is looked at."""


@dataclass
class Listening:
    """All that anybody but the hidden member reads, each with where it was read."""

    read: list[tuple[str, str]] = field(default_factory=list)
    lines: set[str] = field(default_factory=set)

    def hear(self, message: SandboxMessage) -> None:
        """Note a message as both platforms show it, and the lines that its buttons type."""
        if message.to == HIDDEN or message.kind is MessageKind.NOTE:
            return
        where = heading(message)
        buttons = [one for one in message.buttons() if isinstance(one, Button)]
        shown = [where, *on_discord(message.reply), *on_telegram(message.reply), *(one.carried for one in buttons)]
        self.read += [(where, part) for part in (*shown, *_file(message))]
        self.lines |= {one.line for one in buttons if one.fits and not one.line.startswith(NEVER)}

    def slips(self) -> list[tuple[str, str]]:
        """All that names the hidden member."""
        return [(where, part) for where, part in self.read if HIDDEN.casefold() in part.casefold()]


def _file(message: SandboxMessage) -> Iterator[str]:
    if message.reply.document:
        with ZipFile(BytesIO(message.reply.document.content)) as archive:
            yield from (archive.read(name).decode() for name in archive.namelist())


@pytest.fixture
async def stage(sqlite_template: Path, same_folder: Path) -> AsyncIterator[Stage]:
    """A sandbox in which nobody spoke yet."""
    shutil.copyfile(sqlite_template, same_folder / PLAYED)
    clock = SettableClock(BEGIN)
    kept = read_settings(None).model_copy(update={"database_url": f"sqlite:///{same_folder}/{PLAYED}"})
    async with Sandbox(kept, clock) as sandbox:
        yield Stage(sandbox.adapter, sandbox.app.work, clock, directives.ALL, sandbox.restart)


async def test_nobody_else_ever_reads_the_name_of_a_hidden_member(
    stage: Stage, capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest
) -> None:
    heard = Listening()
    stage.room.show = heard.hear
    await _say(stage, MEETING)
    for day in range(15):
        await stage.pass_time(BEGIN + timedelta(days=day, hours=1))
        await _say(stage, [line.format(week=1 + day // 2) for line in (*EACH_DAY, *ON_DAYS.get(day, ()))])
        if day in {3, 13}:
            readers = ("Ann", "Cat") if request.config.getoption("--thorough") else ("Ann" if day > 3 else "Cat",)
            await _say(stage, [f"{name}: /{line}" for line in every_line(but=NEVER) for name in readers])

    await _say(stage, [f"Ann: /{line}" for line in sorted(heard.lines)])
    heard.read += [("suggestions", one) for one in [found async for found in _suggestions(stage)]]
    heard.read += [("metrics", generate_latest().decode()), ("logs", "".join(capsys.readouterr()))]

    assert [] == heard.slips()
    posts = [where for where, _ in heard.read if " post" in where]
    assert len(set(posts)) > 20 and len(heard.read) > 2000


async def test_the_same_member_is_read_of_if_they_are_not_hidden(stage: Stage) -> None:
    heard = Listening()
    stage.room.show = heard.hear

    await _say(stage, [line.replace("visibility hidden", "visibility group") for line in MEETING])
    await _say(stage, [f"{HIDDEN}: /done week1", "Ann: /leaderboard"])
    await stage.pass_time(BEGIN + timedelta(hours=1))

    assert {"board", "post"} <= {"post" if " post" in where else "board" for where, _ in heard.slips()}


async def _say(stage: Stage, lines: list[str]) -> None:
    for line in lines:
        spoken = read_spoken_line(line)
        assert spoken
        await stage.take(spoken)


async def _suggestions(stage: Stage) -> AsyncIterator[str]:
    """All that autocomplete offers a member, for nothing typed and for the first letters of the name."""
    account = stage.room.account("Ann")
    for command in (*COMMANDS, *FOLDED):
        for arg in command.args:
            for typed in ("", HIDDEN[:3]):
                said = Said(account, ROOM, "sandbox:suggest")
                for found in await stage.core.dispatcher.beforehand.suggest(said, command.name, arg, typed):
                    yield f"{found.label} {found.value}"
