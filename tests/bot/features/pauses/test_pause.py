"""/pause as typed and tapped."""

from __future__ import annotations

from tests.bot.room import Room, labels, taps, words


async def test_a_pause_that_is_over_is_shown_no_more(room: Room) -> None:
    await room.say("Ann", "/pause 3d")
    room.later(days=3)

    reply = await room.say("Ann", "/pause")

    assert "25 more days" in words(reply)
    assert "End the pause" not in labels(reply)


async def test_a_pause_names_its_last_day(room: Room) -> None:
    await room.say("Ann", "/pause 2d")
    room.later(days=1)
    assert "the last day of it" in words(await room.say("Ann", "/pause"))


async def test_all_days_taken_leave_no_button_that_would_be_refused(room: Room) -> None:
    await room.say("Ann", "/pause 10d")
    await room.say("Ann", "/resume")
    await room.say("Ann", "/pause 2026-03-20..2026-04-16")

    assert labels(await room.say("Ann", "/pause")) == ["End the pause"]


async def test_a_bare_number_is_days_and_too_many_of_them_offer_what_is_possible(room: Room) -> None:
    assert "for 7 days" in words(await room.say("Ann", "/pause 7"))
    await room.say("Ann", "/resume")
    assert "until Thu 5 Mar" in words(await room.say("Ann", "/snooze 3"))
    refused = await room.say("Ann", "/pause 30")
    assert ["Mon 2 Mar – Sun 29 Mar"] == labels(refused)
    assert ["pause 2026-03-02..2026-03-29"] == [one.line for one in taps(refused)]


async def test_a_pause_the_wrong_way_round_is_offered_the_right_way_in_words(room: Room) -> None:
    refused = await room.say("Ann", "/pause 2026-03-10..2026-03-08")
    assert [("Sun 8 Mar – Tue 10 Mar", "pause 2026-03-08..2026-03-10")] == [(o.label, o.line) for o in taps(refused)]
