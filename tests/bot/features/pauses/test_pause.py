"""/pause as typed and tapped."""

from __future__ import annotations

import pytest

from tests.bot.room import Room, labels, lines, taps, words


async def test_a_pause_that_is_over_is_shown_no_more(room: Room) -> None:
    await room.say("Ann", "/pause 3d")
    room.later(days=3)

    reply = await room.say("Ann", "/pause")

    assert "25 pause days left" in words(reply)
    assert "End the pause" not in labels(reply)


async def test_a_pause_names_its_last_day(room: Room) -> None:
    await room.say("Ann", "/pause 2d")
    room.later(days=1)
    assert "the last day of it" in words(await room.say("Ann", "/pause"))


async def test_all_days_taken_leave_no_button_that_would_be_refused(room: Room) -> None:
    await room.say("Ann", "/pause 10d")
    await room.say("Ann", "/resume")
    await room.say("Ann", "/pause 2026-03-20..2026-04-16")

    offered = labels(await room.say("Ann", "/pause"))
    assert ["Mute 1 day", "Mute 3 days", "Mute 1 week", "End the pause"] == offered


async def test_time_off_and_muting_are_one_question(room: Room) -> None:
    await room.say("Ann", "/join")

    asked = await room.say("Ann", "/pause")

    off = ["pause 3d", "pause 1w", "pause 2w"]
    mute = ["snooze 1d", "snooze 3d", "snooze 1w"]
    assert [*off, *mute] == lines(asked)
    assert "Time off keeps your streak safe." in words(asked)
    assert [*off, *mute] == lines(await room.say("Ann", "/snooze"))


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


@pytest.mark.parametrize(
    ("planned", "left"),
    [
        ("3 Mar..28 Mar", "2 pause days left"),
        ("3 Mar..30 Mar", "No pause days left this quarter"),
        ("1w", "21 pause days left"),
        ("from tomorrow for a week", "21 pause days left"),
        ("10 Mar..15 Mar", "22 pause days left"),
    ],
)
async def test_planned_days_are_taken_off_the_balance(room: Room, planned: str, left: str) -> None:
    assert left in words(await room.say("Ann", f"/pause {planned}"))
    assert left in words(await room.say("Ann", "/pause"))


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("10/3/2026", ["Tue 10 Mar", "Sat 3 Oct"]),
        ("next friday", ["Fri 6 Mar", "Fri 13 Mar"]),
        ("next weekend", ["Sat 7 Mar – Sun 8 Mar", "Sat 14 Mar – Sun 15 Mar"]),
        ("until next week", ["Mon 2 Mar – Sun 8 Mar", "Mon 2 Mar – Sun 15 Mar"]),
        ("end of month", ["Mon 2 Mar – Tue 31 Mar", "Tue 31 Mar"]),
        ("not until friday", ["Mon 2 Mar – Fri 6 Mar", "3 days off", "1 week off", "2 weeks off"]),
        ("until 10/3", ["Mon 2 Mar – Tue 10 Mar", "Mon 2 Mar – Sat 3 Oct"]),
        ("monday", ["Mon 2 Mar", "Mon 9 Mar"]),
        ("from 10/3", ["Tue 10 Mar", "Sat 3 Oct"]),
    ],
)
async def test_days_with_two_readings_are_asked_about(room: Room, typed: str, offered: list[str]) -> None:
    asked = await room.say("Ann", f"/pause {typed}")

    assert "Which days do you mean?" in words(asked)
    assert offered == labels(asked)
    assert "not in this group yet" in words(await room.say("Ann", "/pause"))


async def test_the_tapped_reading_becomes_the_pause(room: Room) -> None:
    asked = await room.say("Ann", "/pause 10/3/2026")

    assert "Tue 10 Mar is a day off" in words(await room.tap("Ann", asked, "Tue 10 Mar"))


@pytest.mark.parametrize("typed", ["from tuesday", "starting tues", "Tuesday onwards", "in 1 day", "from 3 March"])
async def test_a_pause_without_an_end_asks_how_long(room: Room, typed: str) -> None:
    asked = await room.say("Ann", f"/pause {typed}")

    assert "A pause from Tue 3 Mar: for how long?" in words(asked)
    assert ["3 days", "1 week", "2 weeks"] == labels(asked)
    assert "7 days, from Tue 3 Mar to Mon 9 Mar" in words(await room.tap("Ann", asked, "1 week"))


async def test_a_pause_from_todays_weekday_asks_which_one_and_then_how_long(room: Room) -> None:
    which = await room.say("Ann", "/pause from monday")
    assert ["Mon 2 Mar", "Mon 9 Mar"] == labels(which)

    how_long = await room.tap("Ann", which, "Mon 9 Mar")

    assert "3 days, from Mon 9 Mar to Wed 11 Mar" in words(await room.tap("Ann", how_long, "3 days"))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("mon-fri", "for 5 days. The last one is Fri 6 Mar"),
        ("weekend", "2 days, from Sat 7 Mar to Sun 8 Mar"),
        ("sat-sun", "2 days, from Sat 7 Mar to Sun 8 Mar"),
        ("5-10 March", "6 days, from Thu 5 Mar to Tue 10 Mar"),
        ("next week", "7 days, from Mon 9 Mar to Sun 15 Mar"),
        ("until the 10th", "for 9 days. The last one is Tue 10 Mar"),
        ("three days", "for 3 days"),
        ("a fortnight", "for 14 days"),
        ("weds", "Wed 4 Mar is a day off"),
        ("back on thursday", "The last one is Wed 4 Mar"),
        ("tomorrow for 3 days", "3 days, from Tue 3 Mar to Thu 5 Mar"),
    ],
)
async def test_days_off_are_understood(room: Room, typed: str, said: str) -> None:
    assert said in words(await room.say("Ann", f"/pause {typed}"))


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("tomorrow and Friday", ["Tue 3 Mar – Fri 6 Mar", "Tue 3 Mar", "Fri 6 Mar"]),
        ("5 and 9 March", ["Thu 5 Mar – Mon 9 Mar", "Thu 5 Mar", "Mon 9 Mar"]),
        ("3 May 10 May", ["Sun 3 May – Sun 10 May", "Sun 3 May", "Sun 10 May"]),
        ("за три дня", ["Mon 2 Mar – Wed 4 Mar", "Thu 5 Mar"]),
    ],
)
async def test_days_in_a_list_are_asked_about(room: Room, typed: str, offered: list[str]) -> None:
    asked = await room.say("Ann", f"/pause {typed}")

    assert "Which days do you mean?" in words(asked)
    assert offered == labels(asked)


async def test_a_reading_that_would_be_refused_has_no_button(room: Room) -> None:
    room.later(days=18)  # Friday 20 March

    assert ["Sat 3 Oct"] == labels(await room.say("Ann", "/pause 10/3/2026"))
    reply = await room.say("Ann", "/pause 10 Mar..12 Mar")
    assert "A pause can start today" in words(reply)
    assert "for 3 days" in words(await room.tap("Ann", reply, "3 days"))


async def test_a_pause_from_a_day_that_is_over_is_offered_from_today(room: Room) -> None:
    asked = await room.say("Ann", "/pause from yesterday")
    assert "Sun 1 Mar is over" in words(asked)
    assert "/repair" in words(asked)
    assert "A pause from Mon 2 Mar: for how long?" in words(asked)
    assert "for 3 days" in words(await room.tap("Ann", asked, "3 days"))

    refused = await room.say("Bea", "/pause yesterday to friday")
    assert ["Mon 2 Mar – Fri 6 Mar"] == labels(refused)
    assert "for 5 days" in words(await room.tap("Bea", refused, "Mon 2 Mar – Fri 6 Mar"))


@pytest.mark.parametrize("typed", ["off", "stop", "End", "cancel", "aus", "стоп", "fin", "I’m back", "Stop!"])
async def test_a_word_that_ends_a_pause_ends_it(room: Room, typed: str) -> None:
    await room.say("Ann", "/pause 1w")

    reply = await room.say("Ann", f"/pause {typed}")

    assert "Welcome back" in words(reply) or "Cancelled" in words(reply)
    assert "You’re not on a pause" in words(await room.say("Ann", f"/pause {typed}"))


@pytest.mark.parametrize(
    ("typed", "last", "reason"),
    [
        ("sick 3 days", "Wed 4 Mar", "sick"),
        ("3 days sick", "Wed 4 Mar", "sick"),
        ("ill until friday", "Fri 6 Mar", "ill"),
        ("holiday 2 weeks", "Sun 15 Mar", "holiday"),
        ("exams till 12 March", "Thu 12 Mar", "exams"),
        ("3 days off", "Wed 4 Mar", ""),
    ],
)
async def test_a_reason_is_said_back_and_leaves_the_days_as_they_are(
    room: Room, typed: str, last: str, reason: str
) -> None:
    said = words(await room.say("Ann", f"/pause {typed}"))

    assert last in said
    assert ("not the reason" in said, f"(“{reason}”)" in said) == (bool(reason), bool(reason))


async def test_a_reason_alone_gets_lengths_to_choose_from(room: Room) -> None:
    assert ["3 days off", "1 week off", "2 weeks off"] == labels(await room.say("Ann", "/pause sick"))


async def test_a_pause_shows_the_mute_that_runs_and_ends_it(room: Room) -> None:
    await room.say("Ann", "/nudges on")
    await room.say("Ann", "/snooze 3d")

    shown = await room.say("Ann", "/pause")

    assert "Muted until Thu 5 Mar" in words(shown)
    assert "not muted any more" in words(await room.tap("Ann", shown, "End it now"))
    assert "Muted" not in words(await room.say("Ann", "/pause"))


@pytest.mark.parametrize("typed", ["/pause", "/snooze"])
async def test_each_of_two_silences_is_shown_and_ends_alone(room: Room, typed: str) -> None:
    await room.say("Ann", "/pause 1w")
    await room.say("Ann", "/snooze 3d")

    shown = await room.say("Ann", typed)
    assert "You’re paused for 7 days" in words(shown)
    assert "Muted until Thu 5 Mar" in words(shown)

    ended = await room.tap("Ann", shown, "End the pause")
    assert "Muted until Thu 5 Mar" in words(ended)
    assert "not muted" in words(await room.tap("Ann", shown, "Unmute me"))
    assert "End it now" not in labels(await room.say("Ann", typed))


async def test_the_end_of_a_mute_leaves_the_pause(room: Room) -> None:
    await room.say("Ann", "/pause 1w")
    await room.say("Ann", "/snooze 3d")
    await room.tap("Ann", await room.say("Ann", "/pause"), "Unmute me")

    assert ["resume"] == lines(await room.say("Ann", "/pause"))
