"""/habits as typed and tapped."""

from __future__ import annotations

from dataclasses import replace

from bot.database.store import Store
from tests.bot.climb import CLIMB
from tests.bot.room import PRACTISED, Room, labels, words


async def test_habits_are_ticked_by_buttons_until_the_next_time(room: Room) -> None:
    shown = await room.say("Ann", "/habits")
    assert ["Read AI news", "Write about what you learned", "Update portfolio"] == labels(shown)

    await room.tap("Ann", shown, "Read AI news")
    await room.tap("Ann", shown, "Write about")

    shown = await room.say("Ann", "/habits")
    assert ["Update portfolio"] == labels(shown)
    await room.tap("Ann", shown, "Update portfolio")
    assert [] == labels(await room.say("Ann", "/habits"))
    room.later(days=1)
    assert ["Read AI news"] == labels(await room.say("Ann", "/habits"))
    assert "30–60 min" in words(shown)


async def test_each_rhythm_has_one_line(room: Room) -> None:
    await room.say("Ann", "/log habit:daily-news")

    shown = words(await room.say("Ann", "/habits")).splitlines()

    assert [
        "Habits",
        "Every day: ✅ Read AI news (30–60 min)",
        "Every week: ⬜ Write about what you learned",
        "Every month: ⬜ Update portfolio",
    ] == shown[:4]
    assert len(shown) == 5


async def test_a_roadmap_without_habits_says_so(sqlite_store: Store) -> None:
    room = Room(sqlite_store, [CLIMB])

    assert "no habits" in words(await room.say("Ann", "/habits"))


async def test_only_rhythms_that_have_habits_have_a_heading(sqlite_store: Store) -> None:
    room = Room(sqlite_store, [replace(PRACTISED, habits=PRACTISED.habits[:1])])

    text = words(await room.say("Ann", "/habits"))

    assert "Every day" in text
    assert "Every week" not in text
