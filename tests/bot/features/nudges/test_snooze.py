"""/snooze as typed and tapped."""

from __future__ import annotations

import pytest

from bot.chat.reply import Tone
from tests.bot.room import Room, labels, words


async def test_the_snooze_button_under_a_nudge_silences_nudges_until_tomorrow(room: Room) -> None:
    await room.say("Ann", "/nudges on")

    reply = await room.say("Ann", "snooze 1d", tapped=True)

    assert "until Tue 3 Mar" in words(reply)
    assert (True, Tone.GOOD) == (reply.update, reply.tone)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2h", "Muted until Mon 2 Mar, 20:00"),
        ("for 2 hours", "Muted until Mon 2 Mar, 20:00"),
        ("90 minutes", "Muted until Mon 2 Mar, 19:30"),
        ("half an hour", "Muted until Mon 2 Mar, 18:30"),
        ("until 21:00", "Muted until Mon 2 Mar, 21:00"),
        ("until Sunday at 18:00", "Muted until Sun 8 Mar, 18:00"),
        ("until tomorrow noon", "Muted until Tue 3 Mar, 12:00"),
        ("tomorrow 9am", "Muted until Tue 3 Mar, 09:00"),
        ("until the 10th at 7 in the evening", "Muted until Tue 10 Mar, 19:00"),
        ("until noon", "Muted until Tue 3 Mar, 12:00"),
        ("until 7 in the morning", "Muted until Tue 3 Mar, 07:00"),
        ("today", "until Tue 3 Mar"),
        ("until the 10th", "until Tue 10 Mar"),
        ("until weds", "until Wed 4 Mar"),
        ("a fortnight", "until Mon 16 Mar"),
        ("three days", "until Thu 5 Mar"),
        ("this week", "until Mon 9 Mar"),
        ("mon-fri", "until Sat 7 Mar"),
        ("tomorrow", "until Tue 3 Mar"),
    ],
)
async def test_a_snooze_is_understood(room: Room, typed: str, said: str) -> None:
    assert said in words(await room.say("Ann", f"/snooze {typed}"))


async def test_a_snooze_in_hours_is_shown_with_its_hour(room: Room) -> None:
    await room.say("Ann", "/nudges on")
    await room.say("Ann", "/snooze 2h")

    assert "Muted until Mon 2 Mar, 20:00" in words(await room.say("Ann", "/nudges"))
    room.later(hours=2)
    assert "Muted" not in words(await room.say("Ann", "/nudges"))


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("until half past six", ["06:30", "18:30"]), ("until 10/3", ["Tue 10 Mar", "Sat 3 Oct"])],
)
async def test_a_snooze_with_two_readings_is_asked_about(room: Room, typed: str, offered: list[str]) -> None:
    asked = await room.say("Ann", f"/snooze {typed}")

    assert "Until when do you mean?" in words(asked)
    assert offered == labels(asked)


@pytest.mark.parametrize("typed", ["next week", "15 pages", "whenever", "weekend"])
async def test_a_snooze_that_cannot_be_read_offers_lengths(room: Room, typed: str) -> None:
    asked = await room.say("Ann", f"/snooze {typed}")

    assert "I can’t tell how long" in words(asked)
    assert 3 == len(labels(asked))


async def test_a_running_snooze_is_told_before_another_is_offered(room: Room) -> None:
    await room.say("Ann", "/nudges on")
    await room.say("Ann", "/snooze 3d")

    reply = await room.say("Ann", "/snooze")

    assert "until Thu 5 Mar" in words(reply)
    assert "not muted any more" in words(await room.tap("Ann", reply, "End it now"))
    assert "End it now" not in labels(await room.say("Ann", "/snooze"))
