"""/schedule as typed and tapped."""

from __future__ import annotations

from tests.bot.room import Room, words


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
    assert "Saturday at 19:00" in words(await room.say("Root", "/setup"))
