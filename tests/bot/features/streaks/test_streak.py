"""/streak and /streak why."""

from __future__ import annotations

import pytest

from bot.chat.reply import Tone
from bot.database.store import Store
from tests.bot.room import Room, words


@pytest.fixture
def room(sqlite_store: Store) -> Room:
    return Room(sqlite_store)


async def test_nothing_done_yet_today_shows_yesterdays_number_and_until_when_today_is_open(room: Room) -> None:
    await room.say("Ann", "/log 30m")
    assert "Today is done" in words(await room.say("Ann", "/streak"))
    room.later(days=1)

    text = words(await room.say("Ann", "/streak"))

    assert "1 day in a row" in text
    assert "open until 04:00" in text


async def test_the_number_is_right_though_nobody_did_anything_for_days(room: Room) -> None:
    await room.say("Ann", "/log 30m")
    room.later(days=3)
    assert "1 day in a row" in words(await room.say("Ann", "/streak"))
    assert "No freeze can cover today" in words(await room.say("Ann", "/streak"))
    room.later(days=1)

    text = words(await room.say("Ann", "/streak"))

    assert "Your last streak: 1 day" in text
    assert "Your 1-day streak ended on Tue 3 Mar: 3 days were missed, and freezes cover 2 in a row" in text
    assert "You have 2 freezes" in text
    assert "No streak yet" not in text
    assert "Freezes: 2 left" in text


async def test_before_the_first_day_it_says_how_to_begin(room: Room) -> None:
    await room.say("Ann", "/join")

    assert "No streak yet" in words(await room.say("Ann", "/streak"))
    assert "before 04:00" in words(await room.say("Ann", "/streak"))
    assert "before 04:00" in words(await room.say("Ann", "/streak why"))


async def test_study_on_the_last_day_that_is_told_keeps_the_streak(room: Room) -> None:
    await room.say("Ann", "/log 30m")
    assert "Study by Thu 5 Mar to keep" in words(await room.say("Ann", "/streak why"))
    room.later(days=3)

    assert "2 days in a row" in words(await room.say("Ann", "/log 30m"))


async def test_a_day_after_the_last_one_that_is_told_is_too_late(room: Room) -> None:
    await room.say("Ann", "/log 30m")
    room.later(days=4)

    assert "1 day in a row" in words(await room.say("Ann", "/log 30m"))


async def test_why_tells_the_last_runs_of_days_and_what_ends_when(room: Room) -> None:
    await room.say("Ann", "/log 30m")
    room.later(days=2)
    await room.privately("Ann", "/log 30m")
    room.later(days=1)

    text = words(await room.say("Ann", "/streak why"))

    assert text.splitlines()[1:] == [
        "❄️ Tue 3 Mar: a freeze covered it, streak safe",
        "✅ Wed 4 Mar: studied, 2 in a row",
        "⏳ Thu 5 Mar: still open",
        "Freezes: 1 left. Study by Fri 6 Mar to keep your streak.",
    ]
    for _ in range(20):
        await room.say("Ann", "/log 30m")
        room.later(days=1)
    assert words(await room.say("Ann", "/streak why")).splitlines()[1:] == [
        "✅ Thu 12 Mar to Tue 24 Mar: studied, 22 in a row",
        "⏳ Wed 25 Mar: still open",
        "Freezes: 3 left. Study by Fri 27 Mar to keep your streak.",
    ]


async def test_each_of_the_last_fourteen_days_is_one_tap_away(room: Room) -> None:
    await room.say("Ann", "/log 30m")
    room.later(days=2)
    for _ in range(12):
        await room.say("Ann", "/log 30m")
        room.later(days=1)
    why = await room.say("Ann", "/streak why")

    days = words(await room.tap("Ann", why, "Each day")).splitlines()

    assert (1 + 14, "Your last 14 days") == (len(days), days[0])
    assert "❄️ Tue 3 Mar: a freeze covered it, streak safe" == days[1]
    assert days == words(await room.say("Ann", "/streak days")).splitlines()


async def test_the_rules_are_one_tap_away(room: Room) -> None:
    await room.say("Ann", "/join")
    for why in (await room.say("Ann", "/streak why"), await room.say("Ann", "/streak days")):
        rules = words(await room.tap("Ann", why, "The rules"))

        assert rules.startswith("How streaks work")
        assert "A day counts with one task or 15 minutes." in rules
        assert "You earn a freeze every 10 days and can hold 3." in rules
        assert 1 + 4 == len(rules.splitlines())


async def test_a_streak_that_ended_is_explained_in_five_lines(room: Room) -> None:
    for days in (1, 1, 2, 4, 1, 3, 1):
        await room.say("Ann", "/log 30m")
        room.later(days=days)

    lines = words(await room.say("Ann", "/streak why")).splitlines()

    assert any("streak ended on" in line for line in lines)
    assert len(lines) <= 1 + 5


async def test_why_names_the_missed_day_that_ended_it(room: Room) -> None:
    await room.say("Ann", "/log 30m")
    room.later(days=4)

    text = words(await room.say("Ann", "/streak why"))

    assert "▫️ Tue 3 Mar to Thu 5 Mar: nothing counted" in text
    assert "ended on Tue 3 Mar" in text


async def test_a_rest_day_is_told(room: Room) -> None:
    await room.say("Ann", "/log 30m")
    await room.say("Ann", "/settings rest tue")
    room.later(days=1)

    assert "rest day: nothing to do" in words(await room.say("Ann", "/streak"))
    assert "rest day, streak safe" in words(await room.say("Ann", "/streak why"))


async def test_a_day_cut_short_by_a_new_zone_is_never_called_skipped(room: Room) -> None:
    await room.say("Ann", "/log 30m")
    await room.say("Ann", "/settings zone Berlin")
    room.later(days=1)

    assert "Your new time zone makes today shorter" in words(await room.say("Ann", "/streak"))
    assert "Today counts" in words(await room.say("Ann", "/log 30m"))
    room.later(days=4)
    await room.say("Ann", "/settings zone Tokyo")
    room.later(days=2)
    why = words(await room.say("Ann", "/streak why"))
    assert "short day in your new time zone, streak safe" in why
    assert "skip" not in why


async def test_the_day_end_is_told_in_ones_own_time(room: Room) -> None:
    await room.say("Ann", "/settings zone Tokyo")
    room.later(days=2)
    await room.say("Ann", "/settings day 2")
    room.later(days=2)

    assert "before 02:00" in words(await room.say("Ann", "/streak"))


async def test_a_fellows_number_is_shown_but_not_their_days(room: Room) -> None:
    await room.say("Ben", "/log 30m")
    await room.say("Ann", "/join")

    assert "Ben: 🔥 1 day in a row." == words(await room.say("Ann", "/streak @ben"))
    assert "Ben: 🔥 1 day in a row." == words(await room.say("Ann", "/streak why Ben"))
    room.later(days=30)
    assert "Ben has no streak right now." == words(await room.say("Ann", "/streak Ben"))


async def test_ones_own_name_is_ones_own_streak(room: Room) -> None:
    await room.say("Ann", "/log 30m")

    assert "Today is done" in words(await room.say("Ann", "/streak ann"))


async def test_a_hidden_fellow_is_like_nobody(room: Room) -> None:
    await room.say("Ben", "/settings visibility hidden")
    await room.say("Ann", "/join")

    hidden = await room.say("Ann", "/streak Ben")
    nobody = await room.say("Ann", "/streak Zed")

    assert hidden.tone is Tone.PROBLEM
    assert words(hidden).replace("Ben", "Zed") == words(nobody)
    assert hidden.buttons == nobody.buttons


@pytest.mark.parametrize("typed", ["@everyone", "<b>x</b>", "😀", "x" * 4000, "\u202exyz"])
async def test_what_names_nobody_is_answered_kindly(room: Room, typed: str) -> None:
    await room.say("Ann", "/join")

    assert "I can’t find" in words(await room.say("Ann", f"/streak {typed}"))


async def test_a_picked_person_whom_nobody_knows_is_no_raw_id(room: Room) -> None:
    await room.say("Ann", "/join")

    answer = words(await room.say("Ann", "/streak discord:99999999999999999999"))

    assert "anything of this person here" in answer
    assert "9999" not in answer


async def test_a_week_with_four_days_counts_for_the_week_streak(room: Room) -> None:
    for _ in range(4):
        await room.say("Ann", "/log 30m")
        room.later(days=1)

    assert "Week streak: 1 week " in words(await room.say("Ann", "/streak"))


async def test_a_member_is_found_by_number_as_in_progress(room: Room) -> None:
    await room.say("Ann", "/log 30m")
    await room.say("Ben", "/log 30m")
    await room.say("Ben", "/settings visibility number")

    for typed in ("Member 2", "#2", "2"):
        assert "Member 2: 🔥 1 day in a row." in words(await room.say("Ann", f"/streak {typed}"))
        assert "Progress of Member 2" in words(await room.say("Ann", f"/progress {typed}"))
    assert "Ann: 🔥 1 day in a row." in words(await room.say("Ben", "/streak member 1"))
    assert "Ben" not in words(await room.say("Ann", "/streak Ben"))[:3]


@pytest.mark.parametrize(
    ("hours", "end"),
    [(0, "04:00 tomorrow to"), (5, "04:00 tomorrow to"), (8, "04:00 to"), (10.5, "04:00 tomorrow to")],
)
async def test_the_end_of_today_is_said_with_its_day(room: Room, hours: float, end: str) -> None:
    await room.say("Ann", "/join")
    room.later(hours=hours)  # after 18:00

    assert f"Study before {end}" in words(await room.say("Ann", "/streak"))


async def test_a_streak_at_half_past_four_is_open_until_tomorrow(room: Room) -> None:
    await room.say("Ann", "/log 30m")
    room.later(hours=10.5)

    assert "Today is open until 04:00 tomorrow." in words(await room.say("Ann", "/streak"))
