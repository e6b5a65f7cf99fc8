"""A day that is named with a tick or a session is never counted for today unasked."""

from __future__ import annotations

import pytest

from bot.chat.call import Said
from tests.bot.room import HERE, Room, labels, lines, words

FOR_SUNDAY, FOR_TODAY = "Count it for Sun 8 Mar", "Count it for today, Mon 9 Mar"
NOT_COUNTED = "so I haven’t counted this for today"


@pytest.fixture
async def missed(room: Room) -> Room:
    """Ann joined a week ago, on Monday 2 March, and has not studied since Friday; it is Monday at 18:00."""
    await room.say("Ann", "/log 30m")
    for _ in range(4):
        room.later(days=1)
        await room.say("Ann", "/log 30m")
    room.later(days=3)
    return room


LOGGED = [
    ("30m yesterday", "repair 2026-03-08 30m"),
    ("yesterday 30m", "repair 2026-03-08 30m"),
    ("yesterday 30m reading", "repair 2026-03-08 30m reading"),
    ("30m reading yesterday", "repair 2026-03-08 30m reading"),
    ("30m for last night", "repair 2026-03-08 30m"),
    ("45m on Sunday", "repair 2026-03-08 45m"),
    ("45m on sun", "repair 2026-03-08 45m"),
    ("Sunday 45m", "repair 2026-03-08 45m"),
    ("8 March 30m reading", "repair 2026-03-08 30m reading"),
    ("30m reading on 8 March", "repair 2026-03-08 30m reading"),
    ("Sun 8 Mar 30m", "repair 2026-03-08 30m"),
    ("2026-03-08 1h", "repair 2026-03-08 1h"),
    ("1 day ago 30m", "repair 2026-03-08 30m"),
    ("30m gestern", "repair 2026-03-08 30m"),
    ("15 pages yesterday", "repair 2026-03-08 15 pages"),
    ("read AI news yesterday", "repair 2026-03-08 read AI news"),
]


@pytest.mark.parametrize(("typed", "line"), LOGGED)
async def test_a_session_of_yesterday_is_offered_as_a_repair(missed: Room, typed: str, line: str) -> None:
    asked = await missed.say("Ann", f"/log {typed}")

    assert NOT_COUNTED in words(asked)
    assert "You can still count it for Sun 8 Mar" in words(asked)
    assert [FOR_SUNDAY, FOR_TODAY] == labels(asked)
    assert line == lines(asked)[0]
    assert "5 days in a row" in words(await missed.say("Ann", "/streak"))


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("/log 30m tomorrow", "Tue 10 Mar"),
        ("/log 30m next Friday", "Fri 13 Mar"),
        ("/done week2-numpy by Friday", "Fri 13 Mar"),
        ("/done week2-numpy 12 March", "Thu 12 Mar"),
        ("/log 30m on 2026-03-11", "Wed 11 Mar"),
    ],
)
async def test_a_day_ahead_is_said_to_be_still_to_come(missed: Room, typed: str, day: str) -> None:
    asked = await missed.say("Ann", typed)

    assert f"{day} hasn’t come yet." in words(asked)
    assert "before you joined" not in words(asked)
    assert [FOR_TODAY] == labels(asked)


async def test_one_tap_repairs_the_named_day(missed: Room) -> None:
    asked = await missed.say("Ann", "/log 30m reading yesterday")

    assert "Sun 8 Mar" in words(await missed.tap("Ann", asked, FOR_SUNDAY))
    assert "late" in words(await missed.say("Ann", "/streak why"))


@pytest.mark.parametrize(("typed", "_"), LOGGED[:12])
async def test_a_tap_counts_the_session_for_today_after_all(missed: Room, typed: str, _: str) -> None:
    asked = await missed.say("Ann", f"/log {typed}")

    counted = await missed.tap("Ann", asked, FOR_TODAY)

    assert "Logged:" in words(counted)
    assert "Today counts" in words(counted)


TICKED = [
    ("week1-stats yesterday", "repair 2026-03-08 week1-stats"),
    ("week1-stats last night", "repair 2026-03-08 week1-stats"),
    ("week1-stats on Sunday", "repair 2026-03-08 week1-stats"),
    ("week1-stats, Sunday", "repair 2026-03-08 week1-stats"),
    ("week1-stats 8 March", "repair 2026-03-08 week1-stats"),
    ("yesterday week1-stats", "repair 2026-03-08 week1-stats"),
    ("last night: week1-stats", "repair 2026-03-08 week1-stats"),
    ("on Sunday week1-stats", "repair 2026-03-08 week1-stats"),
    ("week1-stats (yesterday)", "repair 2026-03-08 week1-stats"),
    ("week1-stats - did it yesterday", "repair 2026-03-08 week1-stats - did it"),
    ("week1-stats https://e.org/x yesterday", "repair 2026-03-08 week1-stats - https://e.org/x"),
]


@pytest.mark.parametrize(("typed", "line"), TICKED)
async def test_a_task_of_yesterday_is_offered_as_a_repair(missed: Room, typed: str, line: str) -> None:
    asked = await missed.say("Ann", f"/done {typed}")

    assert NOT_COUNTED in words(asked)
    assert [FOR_SUNDAY, FOR_TODAY] == labels(asked)
    assert line == lines(asked)[0]
    assert "5 days in a row" in words(await missed.say("Ann", "/streak"))
    assert "Sun 8 Mar" in words(await missed.tap("Ann", asked, FOR_SUNDAY))
    assert "already" in words(await missed.say("Ann", "/done week1-stats"))


@pytest.mark.parametrize(("typed", "_"), TICKED)
async def test_a_tap_counts_the_task_for_today_after_all(missed: Room, typed: str, _: str) -> None:
    asked = await missed.say("Ann", f"/done {typed}")

    counted = words(await missed.tap("Ann", asked, FOR_TODAY))

    assert "points" in counted
    assert "note" in counted


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("30m on Wednesday", "Wed 4 Mar: That day needs no repair"),
        ("30m a month ago", NOT_COUNTED),
        ("30m on Saturday", "You can still count it for Sat 7 Mar"),
        ("30m on 1 March", "Sun 1 Mar: You hadn’t joined yet"),
        ("30m tomorrow", NOT_COUNTED),
        ("30m last week", NOT_COUNTED),
        ("30m on 20 March", "Fri 20 Mar hasn’t come yet."),
        ("30m on Monday", NOT_COUNTED),
    ],
)
async def test_a_day_that_cannot_be_repaired_says_why(missed: Room, typed: str, reason: str) -> None:
    asked = await missed.say("Ann", f"/log {typed}")

    assert reason in words(asked)
    assert FOR_TODAY in labels(asked)


async def test_a_newcomer_hears_that_yesterday_was_before_they_joined(room: Room) -> None:
    asked = await room.say("Ann", "/done week1-stats yesterday")

    assert "hadn’t joined yet" in words(asked)
    assert ["Count it for today, Mon 2 Mar"] == labels(asked)
    assert "points" in words(await room.tap("Ann", asked, "Count it for today"))


@pytest.mark.parametrize(
    "typed",
    [
        "/log 30m finally done, started on Sunday",
        "/log 30m yesterday’s lecture",
        "/log 30m slides for tomorrow's exam",
        "/log 30m today",
        "/log today 30m reading",
        "/log 30m this morning",
        "/log 30m due Friday",
        "/log 30m 9 March",
        "/done week1-stats - finally done, started on Sunday",
        "/done week1-stats today",
        "/done week1-stats this morning",
        "/done week1-stats python 3.11.10 was hard",
    ],
)
async def test_a_note_about_another_day_is_counted_for_today(room: Room, typed: str) -> None:
    room.later(days=7)

    said = words(await room.say("Ann", typed))

    assert "Day 1 of a new streak" in said or "1 day in a row" in said


async def test_the_day_is_asked_about_in_an_option_too(missed: Room) -> None:
    options = {"task": "week1-stats", "evidence": "last night"}

    asked = await missed.dispatcher.answer(Said(missed.account("Ann"), HERE, "discord:1", name="done", options=options))

    assert [FOR_SUNDAY, FOR_TODAY] == labels(asked)


async def test_a_task_that_is_unclear_keeps_its_day_behind_the_buttons(missed: Room) -> None:
    slip = await missed.say("Ann", "/done statsistic yesterday")
    unclear = await missed.say("Ann", "/done some stats thing yesterday")

    assert [FOR_SUNDAY, FOR_TODAY] == labels(slip)
    assert [FOR_SUNDAY, FOR_TODAY] == labels(await missed.say("Ann", lines(unclear)[0], tapped=True))


async def test_after_midnight_the_answer_says_for_which_day_it_counts(room: Room) -> None:
    room.later(hours=8)  # 02:00 on Tuesday

    assert "counts for Mon 2 Mar, because your day ends at 04:00" in words(await room.say("Ann", "/log 30m"))
    assert "counts for Mon 2 Mar, because your day ends at 04:00" in words(await room.say("Ann", "/done week1-stats"))
    room.later(hours=3)
    assert "because your day ends" not in words(await room.say("Ann", "/log 30m"))


async def test_after_midnight_yesterday_may_be_the_day_that_is_still_open(missed: Room) -> None:
    missed.later(hours=8)  # 02:00 on Tuesday

    asked = await missed.say("Ann", "/log 30m yesterday")

    assert ["Count it for Sun 8 Mar", "Count it for today, Mon 9 Mar"] == labels(asked)
