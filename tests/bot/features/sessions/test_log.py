"""/log and /habits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.chat.reply import Tone
from bot.chat.words.lengths import TimedNote, length_in_words, read_duration
from bot.database.store import Store
from tests.bot.climb import CLIMB
from tests.bot.room import PRACTISED, Room, labels, words


@pytest.fixture
def room(sqlite_store: Store) -> Room:
    return Room(sqlite_store)


@pytest.mark.parametrize(
    ("line", "minutes", "rest"),
    [
        ("30m read a paper", 30, "read a paper"),
        ("30 min: read a paper", 30, "read a paper"),
        ("1h30", 90, ""),
        ("1h30m course", 90, "course"),
        ("1h 30 min course", 90, "course"),
        ("1 hour and 5 minutes course", 65, "course"),
        ("1.5h course", 90, "course"),
        ("1,5 hours course", 90, "course"),
        ("2 hours", 120, ""),
        ("1:15 course", 75, "course"),
        ("45", 45, ""),
        ("45 reading", 45, "reading"),
        ("90 minutes - slides", 90, "slides"),
        ("read a paper 20m", 20, "read a paper"),
        ("read a paper for 1h", 60, "read a paper"),
        ("read a paper (25 min)", 25, "read a paper"),
        ("read week2", None, "read week2"),
        ("3d printing", None, "3d printing"),
        ("30mm lens", None, "30mm lens"),
        ("-5m", 0, ""),
        ("", None, ""),
    ],
)
def test_a_time_is_read_as_people_write_it(line: str, minutes: int | None, rest: str) -> None:
    assert read_duration(line) == TimedNote(minutes, rest)


@pytest.mark.parametrize(("minutes", "text"), [(5, "5 min"), (60, "1 h"), (90, "1 h 30 min"), (0, "0 min")])
def test_minutes_in_words(minutes: int, text: str) -> None:
    assert length_in_words(minutes, "en") == text


def test_lengths_are_written_as_each_language_does() -> None:
    assert "1 Std. 30 Min." == length_in_words(90, "de").replace("\xa0", " ")


async def test_a_session_is_kept_makes_the_day_count_and_can_be_undone(room: Room) -> None:
    reply = await room.say("Ann", "/log 30m read a paper")
    assert "30 min, read a paper" in words(reply)
    assert "1 day in a row" in words(reply)
    assert "joined" in words(reply)

    undone = await room.tap("Ann", reply, "Undo")

    assert "Taken back: 30 min." in words(undone)
    assert "already" in words(await room.tap("Ann", reply, "Undo"))
    assert "No streak yet" in words(await room.say("Ann", "/streak"))


async def test_too_short_a_session_is_kept_and_says_how_much_is_missing(room: Room) -> None:
    assert "10 more minutes make today count" in words(await room.say("Ann", "/log 5m"))
    assert "Today counts" in words(await room.say("Ann", "/log 10m"))
    assert "25 min logged today" in words(await room.say("Ann", "/log 10m"))


async def test_the_same_log_delivered_twice_is_kept_once(room: Room) -> None:
    first = await room.say("Ann", "/log 30m")

    assert await room.again() == first
    assert "1 h logged" in words(await room.say("Ann", "/log 30m"))


async def test_anothers_undo_button_takes_nothing_back(room: Room) -> None:
    reply = await room.say("Ann", "/log 30m")

    assert "somebody else’s" in words(await room.tap("Ben", reply, "Undo"))
    assert "1 day in a row" in words(await room.say("Ann", "/streak"))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("17h", "more than 16 hours"),
        ("99999", "more than 16 hours"),
        ("99999h", "more than 16 hours"),
        ("0m", "no time at all"),
        ("-5m", "no time at all"),
        ("read a paper", "How long was it"),
        ("😀", "How long was it"),
        ("@everyone", "How long was it"),
        ("<b>bold</b>", "How long was it"),
        ("x" * 4000, "How long was it"),
        ("undo 99999999999999999999999999", "nothing in your log"),
        ("undo -1", "nothing in your log"),
        ("undo 0", "nothing in your log"),
        ("undo", "nothing in your log"),
        ("undo ٣", "nothing in your log"),
        ("habit:nope", "no such habit"),
        ("habit:", "no such habit"),
    ],
)
async def test_what_cannot_be_logged_is_answered_kindly(room: Room, line: str, said: str) -> None:
    reply = await room.say("Ann", f"/log {line}")

    assert said in words(reply)
    assert reply.tone is Tone.PROBLEM
    assert (await room.say("Ann", "/streak")).tone is not Tone.GOOD


async def test_a_line_of_ten_thousand_characters_is_refused_at_the_door(room: Room) -> None:
    assert "longer than I can read" in words(await room.say("Ann", "/log 30m " + "x" * 10_000))


async def test_a_session_without_its_time_is_asked_for_with_buttons(room: Room) -> None:
    asked = await room.say("Ann", "/log read a paper")

    assert "30 min, read a paper" in words(await room.tap("Ann", asked, "30m"))


async def test_a_bare_log_offers_times_and_habits(room: Room) -> None:
    asked = await room.say("Ann", "/log")

    assert labels(asked)[:5] == ["15m", "30m", "1h", "2h", "Read AI news"]
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


async def test_habits_are_ticked_by_buttons_until_the_next_time(room: Room) -> None:
    shown = await room.say("Ann", "/habits")
    assert labels(shown) == ["Read AI news", "Write about what you learned", "Update portfolio"]

    await room.tap("Ann", shown, "Read AI news")
    await room.tap("Ann", shown, "Write about")

    shown = await room.say("Ann", "/habits")
    assert labels(shown) == ["Update portfolio"]
    await room.tap("Ann", shown, "Update portfolio")
    assert labels(await room.say("Ann", "/habits")) == []
    room.later(days=1)
    assert labels(await room.say("Ann", "/habits")) == ["Read AI news"]
    assert "30–60 min" in words(shown)


async def test_a_roadmap_without_habits_says_so(sqlite_store: Store) -> None:
    room = Room(sqlite_store, [CLIMB])

    assert "no habits" in words(await room.say("Ann", "/habits"))


async def test_only_rhythms_that_have_habits_have_a_heading(sqlite_store: Store) -> None:
    room = Room(sqlite_store, [replace(PRACTISED, habits=PRACTISED.habits[:1])])

    text = words(await room.say("Ann", "/habits"))

    assert "Every day" in text
    assert "Every week" not in text


async def test_suggestions_are_times_and_habits_that_fit(room: Room) -> None:
    assert [one.value for one in await room.suggest("Ann", "log", "what", "port")] == ["habit:monthly-portfolio"]


async def test_a_note_full_of_markup_is_shown_as_it_is(room: Room) -> None:
    reply = await room.say("Ann", "/log 30m **a** [b](http://c) <i>")

    span = next(span for span in reply.text.spans if "**a**" in span.text)
    assert (span.text, span.url) == ("**a** [b](http://c) <i>", "")
