"""The steward's page: it names members as others see them, and counts hidden ones at most."""

from __future__ import annotations

import pytest

from bot.database.store import Store
from tests.bot.room import Room, words


@pytest.fixture
async def room(store: Store) -> Room:
    """A group of three, of whom Root is the admin."""
    room = Room(store)
    for name in ("Root", "Ben", "Cem"):
        await room.say(name, "/join")
    return room


async def page(room: Room, part: str) -> str:
    return words(await room.say("Root", f"/setup group {part}"))


async def test_a_member_shown_by_number_is_not_named_to_stewards_either(room: Room) -> None:
    assert "Ben" in await page(room, "new")
    await room.say("Ben", "/settings visibility number")

    new = await page(room, "new")

    assert "Member 2" in new and "Cem" in new
    assert "Ben" not in new


async def test_a_question_that_others_cannot_read_is_not_on_the_page(room: Room) -> None:
    await room.say("Ben", "/stuck numpy I tried reshape")
    assert "NumPy" in await page(room, "stuck")

    await room.say("Ben", "/settings visibility hidden")

    assert "NumPy" not in await page(room, "stuck")


async def test_tasks_where_members_stop_count_no_hidden_and_no_single_member(room: Room) -> None:
    both, whole = await page(room, "tasks"), "Linear algebra"
    assert whole in both and "3" in both

    await room.say("Cem", "/settings visibility hidden")
    assert whole in await page(room, "tasks") and "3" not in await page(room, "tasks")

    await room.say("Ben", "/settings visibility hidden")
    assert whole not in await page(room, "tasks")


async def test_quiet_members_are_silent_for_over_a_week_and_on_no_pause(room: Room) -> None:
    await room.say("Cem", "/pause 20d")
    room.later(days=6)
    assert "Ben" not in await page(room, "quiet")
    room.later(days=2)

    quiet = await page(room, "quiet")

    assert "Ben" in quiet and "Cem" not in quiet
    assert "Cem" in await page(room, "away")
