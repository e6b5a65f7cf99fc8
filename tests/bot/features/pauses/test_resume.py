"""/resume as typed and tapped."""

from __future__ import annotations

from tests.bot.room import Room, words


async def test_a_single_day_off_is_planned_and_taken_back(room: Room) -> None:
    assert "Fri 6 Mar is a day off" in words(await room.say("Ann", "/pause friday"))
    assert "Cancelled: the day off on Fri 6 Mar" in words(await room.say("Ann", "/resume"))


async def test_a_resume_ends_the_pause_and_the_mute_and_says_so(room: Room) -> None:
    await room.say("Ann", "/pause 1w")
    await room.say("Ann", "/snooze 3d")

    ended = words(await room.say("Ann", "/resume"))

    assert "Your streak is safe" in ended
    assert "You’re not muted any more." in ended
