"""/leave as typed and tapped."""

from __future__ import annotations

from bot.chat.reply import Tone
from tests.bot.room import Room, labels, words


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
