"""/nudges as typed and tapped."""

from __future__ import annotations

import pytest

from bot.chat.reply import Tone
from tests.bot.room import Room, labels, lines, words


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("nudges stop", "Off, all of them"),
        ("nudges less", "Every other day"),
        ("nudges weekly", "Once a week"),
        ("nudges saver off", "I don’t warn you before a streak"),
    ],
)
async def test_the_buttons_under_what_was_said_unasked_do_what_they_say(room: Room, line: str, said: str) -> None:
    await room.say("Ann", "/nudges on")

    reply = await room.say("Ann", line, tapped=True)

    assert said in words(reply)
    assert (True, Tone.GOOD) == (reply.update, reply.tone)


async def test_a_line_that_is_delivered_twice_shifts_the_hour_once(room: Room) -> None:
    await room.say("Ann", "/nudges at 20:00")
    first = await room.say("Ann", "/nudges later")

    assert words(await room.again()) == words(first)
    assert ", 20:30, if you" in words(await room.say("Ann", "/nudges"))


async def test_nudges_are_not_slowed_down_for_who_has_none(room: Room) -> None:
    await room.say("Ann", "/join")
    assert "Off. I can remind you" in words(await room.say("Ann", "/nudges less"))
    assert "Off. I can remind you" in words(await room.say("Ann", "/nudges saver off"))


@pytest.mark.parametrize(
    ("typed", "hour"),
    [
        ("6 pm", "18:00"),
        ("18：00", "18:00"),
        ("noon", "12:00"),
        ("at 24:00", "00:00"),
        ("at at 18:00", "18:00"),
        ("on 18h", "18:00"),
        ("on at 7 in the evening", "19:00"),
        ("half past six in the evening", "18:30"),
    ],
)
async def test_the_hour_of_nudges_is_understood(room: Room, typed: str, hour: str) -> None:
    await room.say("Root", "/schedule nudge off")
    assert f", {hour}, if you" in words(await room.say("Ann", f"/nudges {typed}"))


async def test_an_hour_near_the_groups_nudge_is_moved_and_it_says_so(room: Room) -> None:
    shown = words(await room.say("Ann", "/nudges at 18:00"))

    assert ", 19:15, if you" in shown
    assert "Moved from 18:00, because your group gets a reminder around then." in shown
    assert "Moved" not in words(await room.say("Ann", "/nudges at 19:15"))


@pytest.mark.parametrize("typed", ["half past six", "at half past six", "on half past six"])
async def test_a_nudge_of_morning_or_evening_is_asked_about(room: Room, typed: str) -> None:
    await room.say("Root", "/schedule nudge off")
    asked = await room.say("Ann", f"/nudges {typed}")

    assert ["06:30", "18:30", "Back"] == labels(asked)
    assert ", 18:30, if you" in words(await room.tap("Ann", asked, "18:30"))


@pytest.mark.parametrize("typed", ["off until friday", "daily 18:00 please", "stop it now", "later 2h"])
async def test_words_that_a_wish_cannot_take_are_said_back(room: Room, typed: str) -> None:
    assert f"“{typed}”" in words(await room.say("Ann", f"/nudges {typed}"))


async def test_reminders_begin_with_three_choices_and_more(room: Room) -> None:
    await room.say("Ann", "/nudges at 18:00")

    first = await room.say("Ann", "/nudges")
    assert ["nudges at", "nudges less", "nudges stop", "nudges more"] == lines(first)
    whole = await room.tap("Ann", first, "More")
    assert "You chose 18:00." in words(whole)
    hours = ["nudges earlier", "nudges later"]
    switches = ["nudges saver off", "nudges fallback group", "nudges cheers off"]
    assert [*hours, *switches, "pause", "nudges"] == lines(whole)


async def test_all_reminders_are_shown_as_more_of_them_are(room: Room) -> None:
    await room.say("Ann", "/nudges on")

    assert words(await room.say("Ann", "/nudges more")) == words(await room.say("Ann", "/nudges all"))
