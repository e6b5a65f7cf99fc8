"""/repair as typed and tapped."""

from __future__ import annotations

import pytest

from tests.bot.room import Room, button, labels, taps, words


async def test_a_repair_pins_the_day_that_was_asked_about(room: Room) -> None:
    await room.say("Ann", "/log 30m")
    room.later(days=2)
    asked = await room.say("Ann", "/repair")
    assert "repair 2026-03-03 30m" == button(asked, "30 min").line
    room.later(days=1, hours=6)  # the next day; the button still means Tuesday

    assert "Added for Tue 3 Mar" in words(await room.tap("Ann", asked, "30 min"))


@pytest.mark.parametrize("named", ["yesterday", "Tue", "tuesday:", "2026-03-03", "3 March", "3 Mar 2026"])
async def test_a_repair_takes_a_day_before_what_was_done(room: Room, named: str) -> None:
    await room.say("Ann", "/log 30m")
    room.later(days=2)
    assert "Added for Tue 3 Mar: 30 min, a paper." in words(await room.say("Ann", f"/repair {named} 30m a paper"))


@pytest.mark.parametrize(("zone", "hours", "in_time"), [("Asia/Tokyo", 47, True), ("America/Los_Angeles", 49, False)])
async def test_a_flight_does_not_move_the_end_of_a_day_that_may_be_repaired(
    room: Room, zone: str, hours: int, in_time: bool
) -> None:
    await room.say("Ann", "/log 30m")  # Monday in UTC; Tuesday ends on Wednesday at 04:00
    room.later(hours=34 + 8)
    await room.say("Ann", f"/settings zone {zone}")
    room.later(hours=hours - 8)

    said = words(await room.say("Ann", "/repair 2026-03-03 30m"))

    assert in_time is ("Added for Tue 3 Mar" in said)


async def test_a_move_of_the_group_does_not_move_the_end_of_a_day_that_may_be_repaired(room: Room) -> None:
    await room.say("Root", "/setup zone Auckland")
    await room.say("Ann", "/log 30m")  # Tuesday in Auckland; Wednesday ends there at 15:00 UTC
    room.later(hours=50)
    await room.say("Root", "/setup zone UTC")
    room.later(hours=45)  # Friday, 17:00 UTC

    assert "48 hours" in words(await room.say("Ann", "/repair 2026-03-04 30m"))


async def test_a_date_that_a_flight_skipped_needs_no_repair_before_the_first_study_day_either(room: Room) -> None:
    await room.say("Ann", "/settings zone Los Angeles")
    await room.say("Ann", "/log 5m")  # Monday in Los Angeles
    await room.say("Ann", "/settings zone Kiritimati")  # Monday goes on until Wednesday begins there
    room.later(days=2)

    said = words(await room.say("Ann", "/repair 2026-03-03 30m"))

    assert "That day needs no repair." in said


async def test_a_repair_by_an_unclear_name_asks_and_keeps_the_day(room: Room) -> None:
    await room.say("Ann", "/log 30m")
    room.later(days=2)

    asked = await room.say("Ann", "/repair yesterday nonsense")

    assert "repair 2026-03-03 15m: nonsense" in [one.line for one in taps(asked)]
    ticked = await room.say("Ann", "/repair yesterday week1-stats")
    assert "Added for Tue 3 Mar" in words(ticked)
    assert "Undo" in labels(ticked)


async def test_a_late_task_that_was_ticked_before_says_so_and_costs_no_repair(room: Room) -> None:
    await room.say("Ann", "/done week1-stats")
    room.later(days=2)

    assert "already" in words(await room.say("Ann", "/repair week1-stats"))
    assert "2 repairs left" in words(await room.say("Ann", "/repair"))


async def test_some_words_at_the_beginning_are_a_note_and_no_day(room: Room) -> None:
    await room.say("Ann", "/log 30m")
    room.later(days=2)
    assert "30 min, sunday school" in words(await room.say("Ann", "/repair 30m sunday school"))


@pytest.mark.parametrize(
    "typed",
    [
        "yesterday 30m reading",
        "30m reading yesterday",
        "30m reading on Wednesday",
        "Wed 4 Mar 30m reading",
        "weds: 30m reading",
        "4 March, 30m reading",
        "2026-03-04 30m: reading",
        "last night 30m reading",
    ],
)
async def test_the_day_of_a_repair_is_read_wherever_it_stands(room: Room, typed: str) -> None:
    await room.say("Ann", "/log 30m")
    room.later(days=3)

    assert "Wed 4 Mar" in words(await room.say("Ann", f"/repair {typed}"))


async def test_a_date_of_a_repair_that_may_be_two_is_asked_about(room: Room) -> None:
    await room.say("Ann", "/log 30m")
    room.later(days=90)

    asked = await room.say("Ann", "/repair 4/5 30m reading")

    assert "Which day do you mean?" in words(asked)
    assert ["Mon 4 May", "Sun 5 Apr"] == labels(asked)
    assert ["repair 2026-05-04 30m reading", "repair 2026-04-05 30m reading"] == [one.line for one in taps(asked)]
