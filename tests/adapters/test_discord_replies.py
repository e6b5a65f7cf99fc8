"""Every command's answers as Discord shows them: no mark is left over, and every word is there."""

from __future__ import annotations

import pytest

from bot.adapters.discord.markdown import write
from bot.adapters.discord.render import render_discord
from bot.database.store import Store
from bot.features.commands import COMMANDS
from roadmap.reading import shipped_roadmap
from tests.adapters.discord_markdown import comparable, meant, read
from tests.bot.room import Room

NAMES = [command.name for command in COMMANDS]
LINES = [
    *NAMES,
    *(f"help {name}" for name in NAMES),
    "setup here",
    "done nump",
    "done week1, foo",
    "xyz",
    "progress @Eve",
]


@pytest.fixture
async def room(sqlite_store: Store) -> Room:
    room = Room(sqlite_store, (shipped_roadmap(),))
    await room.say("Root", "/done week1: my `notes_of_it` **1. x**")
    await room.say("Ann", "/done week2-numpy https://numpy.org/a_b")
    return room


async def test_every_answer_is_read_as_it_was_meant(room: Room) -> None:
    for line in LINES:
        reply = await room.say("Root", f"/{line}")
        for text in (reply.text, *(field.value for field in reply.fields)):
            assert comparable(meant(text)) == comparable(read(write(text, 4000))), line


async def test_the_end_of_a_day_says_how_far_away_it_is(room: Room) -> None:
    written = write((await room.say("Ann", "/streak")).text, 4000)

    assert "The next day starts at <t:1772510400:t> (<t:1772510400:R>)." in written


async def test_help_fits_a_message_with_every_command_to_be_tapped(room: Room) -> None:
    commands = {name: 1_300_000_000_000_000_000 + at for at, name in enumerate(NAMES)}
    written = render_discord(await room.say("Ann", "/help"), commands).embed.description or ""

    assert all(f"</{name}:{known}>" in written for name, known in commands.items())
    assert "…" not in written
    assert "`" not in written
