"""A group's goal in its digest: what came of it, and the goals that an admin may set for the next week."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.database.store import Store
from bot.features.posts import POSTS
from bot.features.week_goals.actions import find_goal_offer
from bot.identity import GroupId
from bot.posting.planner import Planner
from tests.bot.features.cheers.stage import Party
from tests.bot.room import labels, words

SUNDAY = datetime(2026, 3, 8, 18, 15, tzinfo=UTC)


@pytest.fixture
async def party(sqlite_store: Store) -> Party:
    room = Party(sqlite_store)
    await room.join("Ann", "Ben")
    return room


async def digest(room: Party, sunday: datetime = SUNDAY) -> str:
    """Let a check-in open and close, with a report."""
    await plan(room, sunday)
    await room.say("Ann", "/checkin Read a book | - | -")
    await plan(room, sunday + timedelta(days=1))
    return words(room.last)


async def plan(room: Party, at: datetime) -> None:
    room.clock.move_to(at)
    await Planner(room.store, room.clock, room.library, POSTS).run_due()
    await room.deliver()


async def test_a_digest_tells_of_a_goal_that_was_met(party: Party) -> None:
    await party.say("Root", "/setup goal 3")
    await party.say("Ben", "/done week1")
    said = await digest(party)

    assert "🎉 You met your goal: 3 of 3 tasks together!" in said
    assert "3 tasks done together" not in said


async def test_a_digest_says_no_more_than_the_number_of_a_goal_that_was_missed(party: Party) -> None:
    await party.say("Root", "/setup goal 20")
    await party.say("Ben", "/done week1")

    assert "Together: 3 of 20 tasks." in await digest(party)


async def test_a_digest_offers_goals_of_which_an_admin_taps_one(party: Party) -> None:
    await party.say("Root", "/setup goal 5")
    await party.say("Ben", "/done week1")
    said = await digest(party)
    refused = await party.tap("Ben", party.last, "Same again: 5 tasks")
    taken = await party.tap("Root", party.last, "Same again: 5 tasks")

    assert "A goal for this week? An admin can tap one." in said
    assert ["3 tasks together", "4 tasks together", "Same again: 5 tasks"] == labels(party.last)[-3:]
    assert "Only an admin" in words(refused)
    assert "This week’s goal is 5 tasks together." in words(taken)


async def test_a_digest_offers_no_goal_where_the_week_has_one(party: Party) -> None:
    await party.say("Ben", "/done week1")
    await plan(party, SUNDAY + timedelta(hours=12))
    await party.say("Root", "/setup goal 5")

    assert "An admin can tap one" not in await digest(party)


async def test_a_group_that_sets_no_goals_is_offered_one_once_a_month(party: Party) -> None:
    offered = []
    for weeks in range(6):
        await party.say("Ben", f"/done {('week1', 'week2', 'week3')[weeks // 2]}")
        offered.append("An admin can tap one" in await digest(party, SUNDAY + timedelta(weeks=weeks)))

    assert [False, False, False, False, True, False] == offered  # the week of 6 April


async def test_a_goal_of_the_last_four_weeks_is_followed_by_an_offer_and_an_older_one_by_none(party: Party) -> None:
    party.clock.move_to(datetime(2026, 3, 16, 12, tzinfo=UTC))
    await party.say("Root", "/setup goal 5")
    party.clock.move_to(datetime(2026, 4, 1, 12, tzinfo=UTC))
    await party.say("Ben", "/done week1")

    [slug] = party.library
    weeks = [datetime(2026, 4, day, 12, tzinfo=UTC) for day in (13, 20)]
    found = [await party.store.read(find_goal_offer, GroupId(1), slug, at) for at in weeks]
    assert [True, False] == [one is not None for one in found]


async def test_a_goal_is_offered_in_a_week_that_begins_on_the_seventh_and_never_to_one_member(party: Party) -> None:
    seventh = datetime(2026, 9, 7, 12, tzinfo=UTC)
    party.clock.move_to(seventh - timedelta(days=5))
    await party.say("Ben", "/done week1")

    async def is_offered(at: datetime) -> bool:
        [slug] = party.library
        return await party.store.read(find_goal_offer, GroupId(1), slug, at) is not None

    assert await is_offered(seventh)
    assert not await is_offered(seventh + timedelta(weeks=1))
    await party.say("Ann", "/leave yes")
    assert not await is_offered(seventh)
