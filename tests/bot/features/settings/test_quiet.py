"""/quiet as typed and tapped."""

from __future__ import annotations

import pytest

from tests.bot.room import Room, labels, words


async def test_a_quiet_time_is_shown_until_it_is_over(room: Room) -> None:
    await room.say("Root", "/quiet 3d")
    assert "Quiet until Thu 5 Mar" in words(await room.say("Root", "/schedule"))
    room.later(days=3)
    assert "Quiet" not in words(await room.say("Root", "/schedule"))


async def test_quiet_says_what_is_and_offers_an_end_only_of_what_there_is(room: Room) -> None:
    assert ["3 days", "1 week", "2 weeks", "Back"] == labels(await room.say("Root", "/quiet"))

    await room.say("Root", "/quiet 3")
    asked = await room.say("Root", "/quiet")

    assert "Quiet until Thu 5 Mar" in words(asked)
    assert ["3 days", "1 week", "2 weeks", "End it now", "Back"] == labels(asked)
    room.later(days=3)
    assert ["3 days", "1 week", "2 weeks", "Back"] == labels(await room.say("Root", "/quiet"))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2h", "until Mon 2 Mar, 20:00 UTC"),
        ("until 21:00", "until Mon 2 Mar, 21:00 UTC"),
        ("until Sunday at 18:00", "until Sun 8 Mar, 18:00 UTC"),
        ("until noon", "until Tue 3 Mar, 12:00 UTC"),
        ("a fortnight", "until Mon 16 Mar"),
        ("until the 10th", "until Tue 10 Mar"),
        ("until weds", "until Wed 4 Mar"),
        ("today", "until Tue 3 Mar"),
    ],
)
async def test_a_quiet_time_is_understood(room: Room, typed: str, said: str) -> None:
    assert said in words(await room.say("Root", f"/quiet {typed}"))
    assert said.removeprefix("until ") in words(await room.say("Root", "/schedule"))


async def test_a_quiet_time_with_two_readings_is_asked_about(room: Room) -> None:
    asked = await room.say("Root", "/quiet until 10/3/2026")

    assert ["Tue 10 Mar", "Sat 3 Oct"] == labels(asked)
    assert "until Tue 10 Mar" in words(await room.tap("Root", asked, "Tue 10 Mar"))
