"""/help as typed and tapped."""

from __future__ import annotations

import pytest

from bot.chat.reply import Tone
from bot.features.commands import COMMANDS, FOLDED, SECTIONS, make_registry
from tests.bot.room import Room, labels, lines, words

REGISTRY = make_registry()


async def test_help_is_five_groups_with_every_command_of_the_menus(room: Room) -> None:
    reply = await room.say("Ann", "/help")

    text = words(reply)
    assert 5 == len(SECTIONS)
    assert all(f"/{one.name}" in text for one in COMMANDS)
    assert [f"help {section}" for section in SECTIONS] == [line for line in lines(reply) if line.startswith("help ")]


@pytest.mark.parametrize(("section", "names"), SECTIONS.items())
async def test_a_group_of_help_explains_its_commands_and_offers_their_parts(
    room: Room, section: str, names: tuple[str, ...]
) -> None:
    reply = await room.say("Ann", f"/help {section}")

    parts = {part for name in names for part in REGISTRY.parts(name).values()}
    assert all(f"/{one.name} – {one.help}" in words(reply) for one in COMMANDS if one.name in names)
    assert sorted(parts | {"help"}) == sorted(lines(reply))


def test_every_command_is_in_one_group_of_help_or_part_of_one() -> None:
    listed = [name for names in SECTIONS.values() for name in names]
    parts = {part for name in listed for part in REGISTRY.parts(name).values()}

    assert sorted(listed) == sorted(one.name for one in COMMANDS)
    assert parts == {one.name for one in FOLDED}


@pytest.mark.parametrize("name", [name for one in (*COMMANDS, *FOLDED) for name in (one.name, *one.aliases)])
async def test_help_explains_each_command_and_alias(room: Room, name: str) -> None:
    text = words(await room.say("Ann", f"/help /{name.upper()}"))

    command = next(one for one in (*COMMANDS, *FOLDED) if name in (one.name, *one.aliases))
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


async def test_only_help_explains_the_check_in_in_one_line(room: Room) -> None:
    how = "In one line: /checkin done | stuck on | next tasks."

    assert how in words(await room.say("Ann", "/help checkin"))
    assert how not in words(await room.say("Ann", "/checkin"))


async def test_help_suggests_commands_by_their_first_letters(room: Room) -> None:
    assert ["leaderboard", "leave"] == [one.value for one in await room.suggest("Ann", "help", "topic", "le")]


@pytest.mark.parametrize(
    ("word", "line"),
    [
        ("link", "settings link"),
        ("/privacy", "settings privacy"),
        ("timezone", "settings zone"),
        ("settings", None),
        ("focus", None),
    ],
)
async def test_a_word_for_a_part_of_a_command_offers_that_part(room: Room, word: str, line: str | None) -> None:
    assert ([line] if line else []) == lines(await room.say("Ann", f"/help {word}"))
