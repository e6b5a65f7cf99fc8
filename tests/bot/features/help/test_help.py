"""/help as typed and tapped."""

from __future__ import annotations

import pytest

from bot.chat.reply import Tone
from bot.features.commands import COMMANDS
from tests.bot.room import Room, labels, words


async def test_help_lists_every_command_with_its_help(room: Room) -> None:
    text = words(await room.say("Ann", "/help"))

    for one in COMMANDS:
        assert f"/{one.name} – {one.help}" in text


@pytest.mark.parametrize("name", [name for one in COMMANDS for name in (one.name, *one.aliases)])
async def test_help_explains_each_command_and_alias(room: Room, name: str) -> None:
    text = words(await room.say("Ann", f"/help /{name.upper()}"))

    command = next(one for one in COMMANDS if name in (one.name, *one.aliases))
    assert command.help in text
    assert all(arg.help in text for arg in command.args.values())


@pytest.mark.parametrize("topic", ["me", "Me please!", "please", "?"])
async def test_a_cry_for_help_is_answered_with_everything(room: Room, topic: str) -> None:
    assert await room.say("Ann", "/help") == await room.say("Ann", f"help {topic}")


@pytest.mark.parametrize("topic", ["dome", "😀", "x" * 4000, "@everyone", "<b>", "\u202egnp"])
async def test_help_on_nothing_offers_something(room: Room, topic: str) -> None:
    reply = await room.say("Ann", f"/help {topic}")

    assert reply.tone is Tone.PROBLEM
    assert labels(reply)


async def test_help_suggests_commands_by_their_first_letters(room: Room) -> None:
    assert ["leaderboard", "leave"] == [one.value for one in await room.suggest("Ann", "help", "topic", "le")]
