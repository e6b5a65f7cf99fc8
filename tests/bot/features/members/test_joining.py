"""/start, /help, /join, /leave, /about."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from bot.chat.reply import Button, Tone
from bot.database.store import Store
from bot.features.commands import COMMANDS
from bot.features.help.about import VERSION
from bot.identity import Place
from tests.bot.room import HERE, Room, labels, words


@pytest.fixture
def room(sqlite_store: Store) -> Room:
    return Room(sqlite_store)


async def test_start_greets_a_group_and_a_person_each_in_their_words(room: Room) -> None:
    group = await room.say("Ann", "/start")
    private = await room.privately("Ann", "/start ref_123")

    assert "Set up" in labels(group)
    assert "The climb" in words(private)
    assert labels(private)[0] == "Join"


async def test_start_knows_who_is_in_already(room: Room) -> None:
    await room.say("Ann", "/join")

    assert "again in Study room" in words(await room.say("Ann", "/start"))
    assert labels(await room.privately("Ann", "/start"))[0] == "What’s next"


async def test_start_does_not_call_ones_own_way_a_group(room: Room) -> None:
    await room.privately("Ann", "/join")
    assert "Good to see you again. What" in words(await room.privately("Ann", "/start"))


async def test_start_changes_nothing(room: Room) -> None:
    await room.privately("Ann", "/start")

    assert (await room.privately("Ann", "/streak")).tone is Tone.PROBLEM


async def test_joining_is_told_once_and_no_harm_twice(room: Room) -> None:
    assert "Welcome" in words(await room.say("Ann", "/join"))
    assert "already" in words(await room.say("Ann", "/join"))


async def test_the_same_join_delivered_twice_gets_the_same_answer(room: Room) -> None:
    first = await room.say("Ann", "/join")

    assert await room.again() == first


async def test_leaving_is_asked_about_keeps_all_and_says_how_to_come_back(room: Room) -> None:
    await room.say("Ann", "/log 30m")
    asked = await room.say("Ann", "/leave")
    assert "Study room" in words(asked)
    assert (await room.say("Ann", "/streak")).tone is Tone.GOOD

    left = await room.tap("Ann", asked, "Yes")

    assert "/join" in words(left)
    assert "not in this group" in words(await room.say("Ann", "/streak"))
    assert "Welcome back" in words(await room.tap("Ann", left, "Come back"))
    assert "1 day in a row" in words(await room.say("Ann", "/streak"))


async def test_anothers_leave_button_makes_nobody_leave(room: Room) -> None:
    await room.say("Ann", "/join")
    await room.say("Ben", "/join")
    asked = await room.say("Ann", "/leave")

    refused = await room.tap("Ben", asked, "Yes")

    assert "somebody else" in words(refused)
    assert "already" in words(await room.say("Ben", "/join"))
    assert "already" in words(await room.say("Ann", "/join"))


async def test_staying_is_one_tap(room: Room) -> None:
    await room.say("Ann", "/join")
    assert "No, stay" in labels(await room.say("Ann", "/leave"))


async def test_who_is_not_in_cannot_leave(room: Room) -> None:
    assert "not in this group" in words(await room.say("Ann", "/leave"))
    assert "not in this group" in words(await room.say("Ann", "/leave yes"))


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


@pytest.mark.parametrize("topic", ["dome", "😀", "x" * 4000, "@everyone", "<b>", "\u202egnp"])
async def test_help_on_nothing_offers_something(room: Room, topic: str) -> None:
    reply = await room.say("Ann", f"/help {topic}")

    assert reply.tone is Tone.PROBLEM
    assert labels(reply)


async def test_help_suggests_commands_by_their_first_letters(room: Room) -> None:
    assert [one.value for one in await room.suggest("Ann", "help", "topic", "le")] == ["leaderboard", "leave"]


async def test_about_tells_the_version_what_is_kept_and_the_licence(room: Room) -> None:
    text = words(await room.say("Ann", "/about"))

    project = tomllib.loads((Path(__file__).parents[4] / "pyproject.toml").read_text())["project"]
    assert project["version"] == VERSION
    assert VERSION in text
    assert "MIT" in text
    assert "30 days" in text


async def test_no_answer_is_longer_than_a_platform_takes_and_every_button_can_be_answered(room: Room) -> None:
    await room.say("Ann", "/join")
    for line in ("/start", "/help", "/join", "/about", "/leave", "/settings", "/habits", "/leaderboard", "/streak"):
        reply = await room.say("Ann", line)
        assert len(words(reply)) < 3900
        for one in (one for row in reply.buttons for one in row if isinstance(one, Button)):
            answer = await room.say("Ann", one.line, HERE, tapped=True)
            assert "went wrong" not in words(answer), one.line
            assert "don’t know" not in words(answer), one.line


async def test_alone_with_the_bot_nothing_is_said_of_a_group(room: Room) -> None:
    own = Place("sandbox", 501, 501, title="Ann", private=True)
    await room.say("Ann", "/join", own)

    assert "again. What" in words(await room.say("Ann", "/start", own))
    asked = words(await room.say("Ann", "/leave", own))
    assert asked.startswith("Shall I stop keeping you company?")
    shown = words(await room.say("Ann", "/setup", own))
    assert shown.startswith("Set up\n")
    assert "everyone" not in shown
    assert "I post here" not in shown
    assert "You are out" in words(await room.say("Ann", "/leave yes", own))
