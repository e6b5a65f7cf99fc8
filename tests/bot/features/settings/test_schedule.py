"""/schedule as typed and tapped."""

from __future__ import annotations

import pytest

from bot.features.settings.group_hours import read_nudge
from tests.bot.room import Room, labels, words


async def test_only_an_admin_sets_the_hours_and_silence(room: Room) -> None:
    for line in ("/schedule", "/schedule nudge 08:00", "/quiet 2w", "/quiet off"):
        assert "Only an admin" in words(await room.say("Ann", line))


async def test_a_kind_that_is_given_an_hour_is_on_again(room: Room) -> None:
    assert "nudge: off" in words(await room.say("Root", "/schedule nudge off"))
    assert "nudge at 08:00" in words(await room.say("Root", "/schedule nudge 8"))
    assert "check-in: off" in words(await room.say("Root", "/schedule checkin no"))
    assert "Friday at 18:00" in words(await room.say("Root", "/schedule checkin friday"))


async def test_a_preview_as_the_first_line_makes_the_group_and_foresees_posts(room: Room) -> None:
    reply = await room.say("Root", "/schedule preview")
    assert "check-in opens" in words(reply)
    assert "nudge" in words(await room.say("Root", "/schedule"))


async def test_setup_and_schedule_set_the_same_hours(room: Room) -> None:
    await room.say("Root", "/setup nudge 20:00")
    assert "20:00" in words(await room.say("Root", "/schedule"))
    await room.say("Root", "/schedule checkin sat 19:00")
    assert "Saturday at 19:00" in words(await room.say("Root", "/setup all"))


@pytest.mark.parametrize("command", ["schedule", "setup"])
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("nudge noon", "12:00"),
        ("nudge at 18:00", "18:00"),
        ("nudge 18：00", "18:00"),
        ("nudge 6pm", "18:00"),
        ("nudge 18h", "18:00"),
        ("nudge midnight", "00:00"),
        ("nudge 24:00", "00:00"),
        ("nudge half past six in the evening", "18:30"),
        ("checkin Sunday at 18:00", "Sunday at 18:00"),
        ("checkin weds", "Wednesday at 18:00"),
        ("checkin 18:30 on thurs", "Thursday at 18:30"),
        ("checkin every Friday at noon", "Friday at 12:00"),
        ("checkin sat,9:00", "Saturday at 09:00"),
    ],
)
async def test_days_and_hours_of_a_group_are_understood(room: Room, command: str, typed: str, said: str) -> None:
    assert said in words(await room.say("Root", f"/{command} {typed}"))


@pytest.mark.parametrize("command", ["schedule", "setup"])
@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("nudge half past six", ["06:30", "18:30"]),
        ("nudge 6 o'clock", ["06:00", "18:00"]),
        ("checkin sunday at half past six", ["Sunday 06:30", "Sunday 18:30"]),
        ("checkin quarter to seven", ["06:45", "18:45"]),
    ],
)
async def test_an_hour_of_morning_or_evening_is_asked_about(
    room: Room, command: str, typed: str, offered: list[str]
) -> None:
    asked = await room.say("Root", f"/{command} {typed}")

    assert "Morning or evening?" in words(asked)
    assert [*offered, "Back"] == labels(asked)
    assert offered[1].split()[-1] in words(await room.tap("Root", asked, offered[1]))


@pytest.mark.parametrize("typed", ["nudge weekdays 18:00 please", "nudge 18:00 please", "checkin sunday 18:00 weekly"])
async def test_words_left_over_set_nothing(room: Room, typed: str) -> None:
    assert "I can’t set that to" in words(await room.say("Root", f"/schedule {typed}"))


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("half past six", None),
        ("half past six weekdays", None),
        ("half past six in the evening", {"nudge_at": 18 * 60 + 30, "nudge_on": True}),
        ("sat", {"nudge_days": 32, "nudge_on": True}),
        ("18:00 sat", {"nudge_at": 18 * 60, "nudge_days": 32, "nudge_on": True}),
        ("off", {"nudge_on": False}),
        ("soon", None),
    ],
)
def test_a_nudge_has_one_hour_and_no_guessed_one(value: str, read: dict[str, object] | None) -> None:
    assert read == read_nudge(value, "en")
