"""/log as typed and tapped."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.chat.reply import Tone
from bot.database.store import Store
from bot.tables import ticks
from tests.bot.room import Room, button, labels, words


async def test_a_session_is_kept_makes_the_day_count_and_can_be_undone(room: Room) -> None:
    reply = await room.say("Ann", "/log 30m read a paper")
    assert "30 min, read a paper" in words(reply)
    assert "1 day in a row" in words(reply)
    assert "Welcome!" in words(reply)

    undone = await room.tap("Ann", reply, "Undo")

    assert "Undone: 30 min logged today, read a paper." in words(undone)
    assert "already" in words(await room.tap("Ann", reply, "Undo"))
    assert "No streak yet" in words(await room.say("Ann", "/streak"))


async def test_too_short_a_session_is_kept_and_says_how_much_is_missing(room: Room) -> None:
    assert "10 more minutes and today counts" in words(await room.say("Ann", "/log 5m"))
    assert "Today counts" in words(await room.say("Ann", "/log 10m"))
    assert "25 min logged today" in words(await room.say("Ann", "/log 10m"))


async def test_the_same_log_delivered_twice_is_kept_once(room: Room) -> None:
    first = await room.say("Ann", "/log 30m")

    assert await room.again() == first
    assert "1 h logged" in words(await room.say("Ann", "/log 30m"))


async def test_anothers_undo_button_takes_nothing_back(room: Room) -> None:
    reply = await room.say("Ann", "/log 30m")

    assert "for somebody else" in words(await room.tap("Ben", reply, "Undo"))
    assert "nothing to undo here" in words(await room.say("Ben", button(reply, "Undo").line))
    await room.say("Ben", "/join")
    assert "Somebody else did that" in words(await room.say("Ben", button(reply, "Undo").line))
    assert "1 day in a row" in words(await room.say("Ann", "/streak"))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("17h", "more than 16 hours"),
        ("99999", "more than 16 hours"),
        ("99999h", "more than 16 hours"),
        ("0m", "How long was it?"),
        ("-5m", "How long was it?"),
        ("read a paper", "How long was it"),
        ("😀", "How long was it"),
        ("@everyone", "How long was it"),
        ("<b>bold</b>", "How long was it"),
        ("x" * 4000, "How long was it"),
        ("undo 99999999999999999999999999", "nothing to undo here"),
        ("undo -1", "nothing to undo here"),
        ("undo 0", "nothing to undo here"),
        ("undo", "nothing to undo here"),
        ("undo ٣", "nothing to undo here"),
        ("habit:nope", "isn’t on the roadmap any more"),
        ("habit:", "isn’t on the roadmap any more"),
    ],
)
async def test_what_cannot_be_logged_is_answered_kindly(room: Room, line: str, said: str) -> None:
    reply = await room.say("Ann", f"/log {line}")

    assert said in words(reply)
    assert reply.tone is Tone.PROBLEM
    assert (await room.say("Ann", "/streak")).tone is not Tone.GOOD


async def test_a_line_of_ten_thousand_characters_is_refused_at_the_door(room: Room) -> None:
    assert "too long for me" in words(await room.say("Ann", "/log 30m " + "x" * 10_000))


async def test_a_session_without_its_time_is_asked_for_with_buttons(room: Room) -> None:
    asked = await room.say("Ann", "/log read a paper")

    assert "30 min, read a paper" in words(await room.tap("Ann", asked, "30m"))


async def test_a_bare_log_offers_times_and_habits(room: Room) -> None:
    asked = await room.say("Ann", "/log")

    assert ["15m", "30m", "1h", "2h", "Read AI news"] == labels(asked)[:5]
    assert "Read AI news" in words(await room.tap("Ann", asked, "Read AI news"))


@pytest.mark.parametrize("line", ["read AI news", "daily-news", "Read ai newz", "habit:daily-news"])
async def test_a_habit_is_logged_by_its_name(room: Room, line: str) -> None:
    reply = await room.say("Ann", f"/log {line}")

    assert "Read AI news" in words(reply)
    assert "1 day in a row" in words(reply)
    assert "already" in words(await room.say("Ann", f"/log {line}"))


async def test_a_habit_with_a_time_has_that_time(room: Room) -> None:
    assert "5 min, Read AI news" in words(await room.say("Ann", "/log 5m read AI news"))
    assert "✅ Read AI news" in words(await room.say("Ann", "/habits"))


async def test_suggestions_are_times_and_habits_that_fit(room: Room) -> None:
    assert ["habit:monthly-portfolio"] == [one.value for one in await room.suggest("Ann", "log", "what", "port")]


async def test_a_note_full_of_markup_is_shown_as_it_is(room: Room) -> None:
    reply = await room.say("Ann", "/log 30m **a** [b](http://c) <i>")

    span = next(span for span in reply.text.spans if "**a**" in span.text)
    assert ("**a** [b](http://c) <i>", "") == (span.text, span.url)


@pytest.mark.parametrize(
    ("line", "label", "kept"),
    [
        ("15 pages", "30m", "30 min, 15 pages"),
        ("3 chapters of ISLR", "1h", "1 h, 3 chapters of ISLR"),
        ("2 pomodoros", "50 min", "50 min, 2 pomodoros"),
        ("30-45 min reading", "45 min", "45 min, reading"),
        ("30m reading, 45m coding", "1 h 15 min", "1 h 15 min, 30m reading, 45m coding"),
        ("1.5 numpy", "1 h 30 min", "1 h 30 min, 1.5 numpy"),
        ("an hour or two", "2 h", "2 h"),
        ("14:30 reading", "30m", "30 min, 14:30 reading"),
        ("watched a 2 hour lecture", "2 h", "2 h, watched a 2 hour lecture"),
    ],
)
async def test_an_open_length_is_asked_about_and_one_tap_keeps_the_note(
    room: Room, line: str, label: str, kept: str
) -> None:
    asked = await room.say("Ann", f"/log {line}")

    assert "How long was it" in words(asked)
    assert "not in this group yet" in words(await room.say("Ann", "/streak"))
    assert f"Logged: {kept}." in words(await room.tap("Ann", asked, label))


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("2 Stunden", "2 h"),
        ("1 час", "1 h"),
        ("1 hour, 30 minutes", "1 h 30 min"),
        ("1h,30m", "1 h 30 min"),
        ("1 1/2 hours", "1 h 30 min"),
        ("1½h", "1 h 30 min"),
        ("half an hour", "30 min"),
        ("two hours", "2 h"),
        ("an hour", "1 h"),
        ("9:00-10:30", "1 h 30 min"),
        ("90'", "1 h 30 min"),
        ("~30m", "30 min"),
        ("４５m numpy", "45 min, numpy"),
    ],
)
async def test_a_length_is_counted_as_it_was_meant(room: Room, line: str, kept: str) -> None:
    assert f"Logged: {kept}." in words(await room.say("Ann", f"/log {line}"))


@pytest.mark.parametrize("line", ["/log 15 pages of a book", "/log", "/log 15-30 min"])
async def test_two_taps_in_a_row_log_once(room: Room, line: str) -> None:
    asked = await room.say("Ann", line)

    await room.tap("Ann", asked, "15")
    second = await room.tap("Ann", asked, "15")

    assert "didn’t log it twice" in words(second)
    assert second.private
    room.later(minutes=2)
    assert "30 min logged today" in words(await room.tap("Ann", asked, "15"))


async def test_taps_on_logs_that_differ_in_one_thing_are_all_logged(room: Room) -> None:
    lines = ("/log 15m", "/log 15m numpy", "/log 20m numpy", "/log 15m Read AI news")

    answers = [words(await room.say("Ann", line, tapped=True)) for line in lines]

    assert all(answer.startswith("Logged") for answer in answers), answers


async def test_two_taps_on_doing_a_log_again_log_once(room: Room) -> None:
    await room.say("Ann", "/log 30m read a paper")
    undone = await room.say("Ann", "/undo")

    assert "Logged: 30 min" in words(await room.tap("Ann", undone, "Redo"))
    assert "didn’t log it twice" in words(await room.tap("Ann", undone, "Redo"))


async def test_a_typed_log_or_another_learners_tap_is_no_second_tap(room: Room) -> None:
    asked = await room.say("Ann", "/log")
    await room.tap("Ann", asked, "15")

    assert "for somebody else" in words(await room.tap("Ben", asked, "15"))
    assert "Logged: 15 min" in words(await room.say("Ben", button(asked, "15").line, tapped=True))
    assert "30 min logged today" in words(await room.say("Ann", "/log 15m"))


async def test_five_minutes_count_on_the_day_of_a_return_and_say_so(room: Room) -> None:
    await room.say("Ann", "/log 15m")
    room.later(days=9)
    assert "more minutes" in words(await room.say("Ann", "/log 1m"))
    room.later(days=10)

    assert "2 more minutes and today counts" in words(await room.say("Ann", "/log 3m"))
    assert "5 minutes count today: 🔥 1 day in a row" in words(await room.say("Ann", "/log 2m"))
    assert "first day back, 5 minutes were enough" in words(await room.say("Ann", "/streak why"))

    room.later(days=1)
    assert "10 more minutes and today counts" in words(await room.say("Ann", "/log 5m"))


@pytest.mark.parametrize("between", [("/done week2-numpy", "/undo"), ("/log 15m", "/undo"), ("/repair 20m",)])
async def test_what_was_taken_back_or_entered_late_ends_no_absence(
    sqlite_store: Store, between: tuple[str, ...]
) -> None:
    room = Room(sqlite_store)
    await room.say("Ann", "/log 15m")
    room.later(days=12)
    for line in between:
        await room.say("Ann", line)
    room.later(days=1)

    assert "5 minutes count today" in words(await room.say("Ann", "/log 5m"))


async def test_a_whole_session_on_the_day_of_a_return_counts_as_ever(room: Room) -> None:
    await room.say("Ann", "/log 15m")
    room.later(days=19)

    said = words(await room.say("Ann", "/log 15m"))
    assert "Today counts: 🔥 1 day in a row" in said and "5 minutes" not in said


@pytest.mark.parametrize("between", ["/placement week3", "/repair week2-numpy"])
async def test_a_placement_or_a_task_entered_late_ends_no_absence(sqlite_store: Store, between: str) -> None:
    room = Room(sqlite_store)
    await room.say("Ann", "/log 15m")
    room.later(days=12)
    done = await room.say("Ann", between)
    if between.startswith("/placement"):
        await room.tap("Ann", done, "Yes")
    room.later(days=1)
    assert {"placement", "repair"} & set(await sqlite_store.read(lambda db: db.scalars(select(ticks.c.source)).all()))

    assert "5 minutes count today" in words(await room.say("Ann", "/log 5m"))
