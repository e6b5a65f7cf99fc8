"""/start as typed and tapped."""

from __future__ import annotations

from bot.chat.reply import Tone
from tests.bot.room import Room, labels, words


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
