"""/checkin as typed and tapped."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.chat.reply import Tone
from bot.database.store import Store
from tests.adapters.weekly_core import WeeklyCore
from tests.bot.room import START, Room, labels, words


@pytest.fixture
async def room(core: WeeklyCore) -> Room:
    """The evening of the first check-in; Ann has ticked something off."""
    await core.room.say("Ann", "/done week1-algebra")
    await core.open_checkin()
    return core.room


async def test_before_the_first_one_it_says_when_it_opens_and_takes_early_reports(core: WeeklyCore) -> None:
    await core.room.say("Ann", "/join")

    assert "opens Sun 8 Mar" in words(await core.room.say("Ann", "/checkin"))
    reply = await core.room.say("Ann", "/checkin A book")
    assert "You’re checked in" in words(reply)
    assert "Check-in for the week of Mon 2 Mar" in words(reply)


async def test_in_a_group_without_check_ins_a_promise_still_works(core: WeeklyCore) -> None:
    assert "no weekly check-ins" in words(await core.room.say("Zoe", "/checkin"))
    assert "NumPy" in words(await core.room.say("Zoe", "/promise numpy"))


async def test_a_look_shows_what_is_filled_in_and_is_no_report_yet(room: Room) -> None:
    reply = await room.say("Ann", "/checkin")

    assert reply.private
    assert reply.tone is Tone.PLAIN
    assert "Finished: Linear algebra" in words(reply)
    assert "Open until Mon 9 Mar, 18:00" in words(reply)
    assert "Send" in labels(await room.say("Ann", "/checkin"))


async def test_the_deadline_is_said_in_the_readers_own_zone(room: Room) -> None:
    await room.say("Fay", "/log 30m")
    await room.say("Fay", "/settings zone America/New_York")
    room.later(hours=12)

    assert "Open until Mon 9 Mar, 14:00" in words(await room.say("Fay", "/checkin"))
    assert "Open until Mon 9 Mar, 18:00" in words(await room.say("Ann", "/checkin"))


@pytest.mark.parametrize("label", ["I’m not stuck", "Send", "+ Statistics"])
async def test_one_tap_reports(room: Room, label: str) -> None:
    reply = await room.tap("Ann", await room.say("Ann", "/checkin"), label)

    assert reply.update
    assert "You’re checked in" in words(reply)


async def test_three_parts_are_told_apart_by_strokes_and_one_left_out_stays(room: Room) -> None:
    await room.say("Ann", "/checkin A book | Time | week2-numpy")
    reply = await room.say("Ann", "/checkin | none")

    assert "Finished: A book" in words(reply)
    assert "Stuck on: Nothing" in words(reply)
    assert "NumPy & Pandas" in words(reply)
    assert "Nothing yet" in words(await room.say("Ann", "/checkin || -"))


async def test_words_that_name_no_task_are_asked_about_and_the_rest_is_kept(room: Room) -> None:
    reply = await room.say("Ann", "/checkin A book | Time | numpy, week9-nonsense")

    assert "week9-nonsense" in words(reply)
    assert "Finished: A book" in words(reply)
    assert "NumPy & Pandas" in words(reply)


async def test_a_promise_alone_that_is_too_much_is_refused(room: Room) -> None:
    assert "up to 3 tasks" in words(
        await room.say("Ann", "/checkin | | week1-stats, week1-practice, week2, week3-build")
    )
    assert "Send" in labels(await room.say("Ann", "/checkin"))


async def test_last_weeks_promise_is_judged_by_taps_that_stay_in_the_message(core: WeeklyCore) -> None:
    room = core.room
    await room.say("Ann", "/promise week1-stats, week1-practice")
    await core.open_checkin()
    reply = await room.say("Ann", "/checkin")

    reply = await room.tap("Ann", reply, "Partly: Statistics")
    assert "Statistics: partly done" in words(reply)
    reply = await room.tap("Ann", reply, "Moved: Practice")
    assert "Practice: moved to later" in words(reply)
    assert "week1-practice" in words(reply)
    reply = await room.tap("Ann", reply, "− Practice")
    assert "Nothing yet" in words(reply)


async def test_after_the_digest_it_is_late_and_says_so_before_and_after(core: WeeklyCore, room: Room) -> None:
    room.clock.advance(timedelta(days=1))
    assert "still in time" in words(await room.say("Ann", "/checkin"))
    await core.close_checkin()
    assert "mark it as late" in words(await room.say("Ann", "/checkin"))
    assert "marked as late" in words(await room.say("Ann", "/checkin A book"))


@pytest.fixture
async def weeks(store: Store) -> WeeklyCore:
    """The same on both engines."""
    core = WeeklyCore(store)
    await core.room.say("Ann", "/join")
    await core.open_checkin()
    return core


async def test_a_button_of_a_report_means_its_week_when_the_next_one_runs(weeks: WeeklyCore) -> None:
    room = weeks.room
    old = await room.say("Ann", "/checkin A book")
    await weeks.close_checkin()
    early = await room.say("Ann", "/checkin A film")
    assert "week of Mon 9 Mar" in words(early)

    reply = await room.tap("Ann", old, "+ Statistics")

    assert "week of Mon 2 Mar" in words(reply)
    assert "Finished: A book" in words(reply)
    assert "Finished: A film" in words(await room.say("Ann", "/checkin"))
    assert "Promise for the week of Mon 16 Mar: Nothing yet" in words(await room.say("Ann", "/checkin"))


@pytest.mark.parametrize("line", ["checkin of:2026-03-02", "checkin of:2026-03-02 A book | Time"])
async def test_a_late_report_leaves_the_running_weeks_report_alone(weeks: WeeklyCore, line: str) -> None:
    room = weeks.room
    await weeks.close_checkin()
    room.later(days=3)
    early = words(await room.say("Ann", "/checkin A film"))
    assert "week of Mon 9 Mar" in early

    late = await room.say("Ann", line, tapped=True)

    assert "week of Mon 2 Mar" in words(late)
    assert "late" in words(late)
    assert early == words(await room.say("Ann", "/checkin"))


async def test_a_button_of_a_week_that_is_over_offers_the_running_one(weeks: WeeklyCore) -> None:
    room = weeks.room
    await weeks.close_checkin()
    room.later(days=20)

    reply = await room.say("Ann", "checkin of:2026-03-02", tapped=True)

    assert "check-in is closed" in words(reply)
    assert "You can check in early" in words(await room.tap("Ann", reply, "/checkin"))
    assert "check-in is closed" in words(await room.say("Ann", "checkin of:nonsense"))


@pytest.mark.parametrize("line", ["checkin of:2026-03-02", "checkin"])
async def test_no_button_of_a_post_changes_the_post(room: Room, line: str) -> None:
    assert not (await room.say("Ann", line, tapped=True)).update


async def test_an_answer_to_no_question_is_refused(room: Room) -> None:
    assert "not waiting" in words(await room.say("Ann", "/checkin skip"))


async def test_a_report_that_comes_twice_is_the_same_report(room: Room) -> None:
    first = await room.say("Ann", "/checkin A book")
    assert await room.again() == first


ALONE = [
    # the day from Monday 2 March on and the hour (UTC), the check-in, the week that the report is about
    (6, 21, "sunday 18:00", "2 Mar"),
    (6, 12, "sunday 18:00", "2 Mar"),
    (7, 12, "sunday 18:00", "9 Mar"),
    (6, 21, "friday 18:00", "2 Mar"),
    (5, 21, "saturday 18:00", "2 Mar"),
    (5, 12, "friday 18:00", "2 Mar"),
    (4, 12, "friday 18:00", "2 Mar"),
    (2, 21, "wednesday 18:00", "2 Mar"),
    (1, 12, "wednesday 18:00", "23 Feb"),
    (0, 21, "monday 18:00", "2 Mar"),
]


@pytest.mark.parametrize(("days", "hour", "opens", "week"), ALONE)
async def test_alone_the_first_report_is_about_no_week_that_has_not_begun(
    sqlite_store: Store, days: int, hour: int, opens: str, week: str
) -> None:
    room = Room(sqlite_store)
    room.later(days=days, hours=hour - START.hour)
    await room.privately("Zoe", "/join")
    await room.privately("Zoe", f"/setup checkin {opens}")

    before = words(await room.privately("Zoe", "/checkin"))
    reply = words(await room.privately("Zoe", "/checkin A book | | week2-numpy"))

    assert f"Mon {week}" in before.splitlines()[0]
    assert f"Mon {week}" in reply.splitlines()[0]
    assert "summary" not in before


async def test_alone_the_first_report_of_a_last_evening_promises_for_the_coming_week(sqlite_store: Store) -> None:
    room = Room(sqlite_store)
    room.later(days=6, hours=3)
    await room.privately("Zoe", "/done week1-algebra")
    await room.privately("Zoe", "/setup checkin sunday 18:00")

    assert "Open until Mon 9 Mar, 04:00" in words(await room.privately("Zoe", "/checkin"))
    assert "Mon 9 Mar" in words(await room.privately("Zoe", "/checkin A book | | week2-numpy")).partition("\n")[2]
    room.later(hours=12)
    assert "Check-in for the week of Mon 9 Mar" in words(await room.privately("Zoe", "/checkin"))
