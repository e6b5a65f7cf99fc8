"""/quiet as typed and tapped."""

from __future__ import annotations

from tests.bot.room import Room, labels, words


async def test_a_quiet_time_is_shown_until_it_is_over(room: Room) -> None:
    await room.say("Root", "/quiet 3d")
    assert "Quiet until Thu 5 Mar" in words(await room.say("Root", "/schedule"))
    room.later(days=3)
    assert "Quiet" not in words(await room.say("Root", "/schedule"))


async def test_quiet_says_what_is_and_offers_an_end_only_of_what_there_is(room: Room) -> None:
    assert ["3 days", "1 week", "2 weeks"] == labels(await room.say("Root", "/quiet"))

    await room.say("Root", "/quiet 3")
    asked = await room.say("Root", "/quiet")

    assert "Quiet until Thu 5 Mar" in words(asked)
    assert ["3 days", "1 week", "2 weeks", "End it now"] == labels(asked)
    room.later(days=3)
    assert ["3 days", "1 week", "2 weeks"] == labels(await room.say("Root", "/quiet"))
