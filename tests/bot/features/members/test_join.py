"""/join as typed and tapped."""

from __future__ import annotations

from tests.bot.room import Room, words


async def test_joining_is_told_once_and_no_harm_twice(room: Room) -> None:
    assert "You’re in!" in words(await room.say("Ann", "/join"))
    assert "already" in words(await room.say("Ann", "/join"))


async def test_the_same_join_delivered_twice_gets_the_same_answer(room: Room) -> None:
    first = await room.say("Ann", "/join")

    assert await room.again() == first
