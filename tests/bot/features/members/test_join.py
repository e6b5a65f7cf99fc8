"""/join as typed and tapped."""

from __future__ import annotations

import pytest

from tests.bot.room import Room, words


async def test_joining_is_told_once_and_no_harm_twice(room: Room) -> None:
    assert "You’re in!" in words(await room.say("Ann", "/join"))
    assert "already" in words(await room.say("Ann", "/join"))


async def test_the_same_join_delivered_twice_gets_the_same_answer(room: Room) -> None:
    first = await room.say("Ann", "/join")

    assert await room.again() == first


@pytest.mark.parametrize(("privately", "said"), [(True, "You’re in. Welcome!"), (False, "You’re in the group now.")])
async def test_a_first_call_of_another_purpose_says_what_was_joined(room: Room, privately: bool, said: str) -> None:
    reply = await (room.privately("Ann", "/log 30m") if privately else room.say("Ann", "/log 30m"))

    assert said in words(reply)
