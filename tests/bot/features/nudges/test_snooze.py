"""/snooze as typed and tapped."""

from __future__ import annotations

from bot.chat.reply import Tone
from tests.bot.room import Room, words


async def test_the_snooze_button_under_a_nudge_silences_nudges_until_tomorrow(room: Room) -> None:
    await room.say("Ann", "/nudges on")

    reply = await room.say("Ann", "snooze 1d", tapped=True)

    assert "until Tue 3 Mar" in words(reply)
    assert (reply.update, reply.tone) == (True, Tone.GOOD)
