"""/nudges as typed and tapped."""

from __future__ import annotations

import pytest

from bot.chat.reply import Tone
from tests.bot.room import Room, words


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("nudges stop", "Nothing at all"),
        ("nudges less", "Every other day"),
        ("nudges weekly", "Once a week"),
        ("nudges saver off", "I don’t write when a streak"),
    ],
)
async def test_the_buttons_under_what_was_said_unasked_do_what_they_say(room: Room, line: str, said: str) -> None:
    await room.say("Ann", "/nudges on")

    reply = await room.say("Ann", line, tapped=True)

    assert said in words(reply)
    assert (reply.update, reply.tone) == (True, Tone.GOOD)


async def test_a_line_that_is_delivered_twice_shifts_the_hour_once(room: Room) -> None:
    await room.say("Ann", "/nudges at 20:00")
    first = await room.say("Ann", "/nudges later")

    assert words(await room.again()) == words(first)
    assert "At 20:30" in words(await room.say("Ann", "/nudges"))


async def test_nudges_are_not_slowed_down_for_who_has_none(room: Room) -> None:
    await room.say("Ann", "/join")
    assert "don’t remind you" in words(await room.say("Ann", "/nudges less"))
    assert "don’t remind you" in words(await room.say("Ann", "/nudges saver off"))
