"""/celebrations as typed and tapped."""

from __future__ import annotations

import pytest

from bot.database.store import Store
from bot.identity import LearnerId
from tests.bot.climb import CLIMB
from tests.bot.room import Room, show_as, words


@pytest.fixture
def room(sqlite_store: Store) -> Room:
    return Room(sqlite_store, (CLIMB,))


async def test_lately_celebrated_names_the_members_who_show_themselves(room: Room) -> None:
    await room.say("Ann", "done week1, week2")
    await room.say("Ben", "done week1")
    await room.say("Cat", "done week1")
    await show_as(room, "hidden", LearnerId(2))
    await show_as(room, "number", LearnerId(3))
    room.later(minutes=2)

    told = words(await room.say("Ann", "celebrations"))

    assert [
        "Recent celebrations",
        "Ann: block Maths, today",
        "Ann: block Python, today",
        "Ann: Month 1: Foundations, today",
        "Member 3: block Maths, today",
    ] == told.splitlines()
    assert "Ben" not in words(await room.say("Ben", "celebrations"))
    assert "Ben: block Maths" in words(await room.privately("Ben", "celebrations"))
    assert "Cat: block Maths" in words(await room.privately("Cat", "celebrations"))


async def test_streaks_and_comebacks_are_among_them(room: Room) -> None:
    for slug in ("algebra", "stats", "practice"):
        await room.say("Ann", f"done week1-{slug}")
        room.later(days=1)
    for slug in ("week2-numpy", "week2-cleaning", "week3-build", "week4-team"):
        await room.say("Ann", f"done {slug}")
        room.later(days=1)

    told = words(await room.say("Ann", "celebrations"))

    assert "Ann: 7 days in a row, yesterday" in told


async def test_a_comeback_is_told(room: Room) -> None:
    await room.say("Ann", "done week1-algebra")
    room.later(days=10)
    for slug in ("week2-numpy", "week2-cleaning", "week3-build"):
        await room.say("Ann", f"done {slug}")
        room.later(days=1)

    assert "back after a break" in words(await room.say("Ann", "celebrations"))


async def test_the_whole_roadmap_is_told(room: Room) -> None:
    await room.say("Ann", "choose path nlp")
    await room.say("Ann", "done week4-team, week1, week2, week3")
    room.later(minutes=2)

    told = words(await room.say("Ann", "celebrations"))

    assert "the whole roadmap" in told
    assert "level 🟢 ZERO" in told


async def test_where_nobody_is_nothing_was_celebrated(room: Room) -> None:
    assert "Nothing yet" in words(await room.say("Ann", "celebrations"))
