"""/nudges, /snooze, /pause, /resume, /repair, /schedule and /quiet, as typed and tapped in a room."""

from __future__ import annotations

import pytest

from bot.chat.limits import LINE_BYTES
from bot.chat.reply import Button, Reply, Tone
from bot.database.store import Store
from tests.bot.room import Room, button, labels, words

OVERVIEWS = ("/nudges", "/snooze", "/pause", "/resume", "/repair", "/schedule", "/quiet")


@pytest.fixture
def room(sqlite_store: Store) -> Room:
    return Room(sqlite_store)


def taps(reply: Reply) -> list[Button]:
    return [one for row in reply.buttons for one in row if isinstance(one, Button)]


@pytest.mark.parametrize("line", OVERVIEWS)
async def test_every_button_and_the_buttons_behind_it_are_answered(room: Room, line: str) -> None:
    await room.say("Root", "/log 30m")
    room.later(days=2)
    await room.say("Root", "/nudges on")
    for first in taps(await room.say("Root", line)):
        reply = await room.say("Root", first.line, tapped=True)
        assert "went wrong" not in words(reply), first.line
        for second in taps(reply):
            assert len(second.line.encode()) <= LINE_BYTES
            assert "went wrong" not in words(await room.say("Root", second.line, tapped=True)), second.line


@pytest.mark.parametrize("line", ["/nudges on", "/snooze 1d", "/pause 1w", "/resume", "/repair 30m"])
async def test_what_concerns_one_alone_is_answered_to_them_alone(room: Room, line: str) -> None:
    await room.say("Ann", "/log 30m")
    room.later(days=2)
    assert (await room.say("Ann", line)).private


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("nudges stop", "Nothing at all"),
        ("nudges less", "Every other day"),
        ("nudges weekly", "Once a week"),
        ("nudges saver off", "I don’t write when a streak"),
        ("snooze 1d", "until Tue 3 Mar"),
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


@pytest.mark.parametrize(
    "typed", ["0d", "0w", "-3d", "29d", "2026-02-30", "monday..sunday..monday", "😀", "x" * 4000, "until", "9999w"]
)
async def test_days_that_cannot_be_are_refused_kindly_and_shortly(room: Room, typed: str) -> None:
    for command in ("pause", "snooze", "quiet"):
        reply = await room.say("Root", f"/{command} {typed}")
        assert len(words(reply)) < 500
        if command != "snooze" or typed != "29d":
            assert reply.tone is (Tone.GOOD if (command, typed) == ("quiet", "29d") else Tone.PROBLEM), command


async def test_a_repair_pins_the_day_that_was_asked_about(room: Room) -> None:
    await room.say("Ann", "/log 30m")
    room.later(days=2)
    asked = await room.say("Ann", "/repair")
    assert button(asked, "30 min").line == "repair 2026-03-03 30m"
    room.later(days=1, hours=6)  # the next day; the button still means Tuesday

    assert "Entered for Tue 3 Mar" in words(await room.tap("Ann", asked, "30 min"))


@pytest.mark.parametrize("named", ["yesterday", "Tue", "tuesday:", "2026-03-03", "3 March", "3 Mar 2026"])
async def test_a_repair_takes_a_day_before_what_was_done(room: Room, named: str) -> None:
    await room.say("Ann", "/log 30m")
    room.later(days=2)
    assert "Entered for Tue 3 Mar: 30 min, a paper." in words(await room.say("Ann", f"/repair {named} 30m a paper"))


async def test_a_repair_by_an_unclear_name_asks_and_keeps_the_day(room: Room) -> None:
    await room.say("Ann", "/log 30m")
    room.later(days=2)

    asked = await room.say("Ann", "/repair yesterday nonsense")

    assert "repair 2026-03-03 15m nonsense" in [one.line for one in taps(asked)]
    ticked = await room.say("Ann", "/repair yesterday week1-stats")
    assert "Entered late for Tue 3 Mar" in words(ticked)
    assert "Undo" in labels(ticked)


async def test_only_an_admin_sets_the_hours_and_silence(room: Room) -> None:
    for line in ("/schedule", "/schedule nudge 08:00", "/quiet 2w", "/quiet off"):
        assert "Only an admin" in words(await room.say("Ann", line))


async def test_a_kind_that_is_given_an_hour_is_on_again(room: Room) -> None:
    assert "nudge: off" in words(await room.say("Root", "/schedule nudge off"))
    assert "nudge at 08:00" in words(await room.say("Root", "/schedule nudge 8"))
    assert "check-in: off" in words(await room.say("Root", "/schedule checkin no"))
    assert "Friday at 18:00" in words(await room.say("Root", "/schedule checkin friday"))


async def test_a_preview_as_the_very_first_line_makes_the_group_and_foresees_its_posts(room: Room) -> None:
    reply = await room.say("Root", "/schedule preview")
    assert "check-in opens" in words(reply)
    assert "nudge" in words(await room.say("Root", "/schedule"))


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


async def test_setup_and_schedule_set_the_same_hours(room: Room) -> None:
    await room.say("Root", "/setup nudge 20:00")
    assert "20:00" in words(await room.say("Root", "/schedule"))
    await room.say("Root", "/schedule checkin sat 19:00")
    assert "Saturday at 19:00" in words(await room.say("Root", "/setup"))


async def test_a_single_day_off_is_planned_and_taken_back(room: Room) -> None:
    assert "Fri 6 Mar is a day off" in words(await room.say("Ann", "/pause friday"))
    assert "day off on Fri 6 Mar is taken back" in words(await room.say("Ann", "/resume"))


async def test_a_late_task_that_was_ticked_before_says_so_and_costs_no_repair(room: Room) -> None:
    await room.say("Ann", "/done week1-stats")
    room.later(days=2)

    assert "already" in words(await room.say("Ann", "/repair week1-stats"))
    assert "2 repairs left" in words(await room.say("Ann", "/repair"))


async def test_some_words_at_the_beginning_are_a_note_and_no_day(room: Room) -> None:
    await room.say("Ann", "/log 30m")
    room.later(days=2)
    assert "30 min, sunday school" in words(await room.say("Ann", "/repair 30m sunday school"))
