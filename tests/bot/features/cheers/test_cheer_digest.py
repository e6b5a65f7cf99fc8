"""Cheers for the digest: every member may, those that it tells of too."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.database.store import Store
from bot.features.posts import POSTS
from bot.posting.planner import Planner
from tests.bot.features.cheers.stage import Party
from tests.bot.room import labels, words

SUNDAY = datetime(2026, 3, 8, 18, 15, tzinfo=UTC)


@pytest.fixture
async def party(store: Store) -> Party:
    """Ann has reported, and the digest is out."""
    room = Party(store)
    await room.join("Ann", "Ben", "Cat")
    await plan(room, SUNDAY)
    await room.tap("Ann", await room.say("Ann", "/checkin Read a book | I am stuck | -"), "All")
    await plan(room, SUNDAY + timedelta(days=1))
    return room


async def plan(room: Party, at: datetime) -> None:
    room.clock.move_to(at)
    await Planner(room.store, room.clock, room.library, POSTS).run_due()
    await room.deliver()


async def test_a_cheer_is_counted_in_the_digest_and_changes_nothing_else(party: Party) -> None:
    before, others = words(party.last), labels(party.last)
    await party.cheer("Ben")
    await party.cheer("Ann")

    assert "👏 Cheer (2)" == party.count
    assert before == words(party.last)
    assert [one for one in others if "👏" not in one] == [one for one in labels(party.last) if "👏" not in one]


async def test_a_cheer_shows_the_digest_as_far_as_its_members_allow_it_by_then(party: Party) -> None:
    await party.say("Ann", "/settings checkins private")
    await party.cheer("Ben")

    assert "Read a book" not in words(party.last)
    assert "👏 Cheer (1)" == party.count


async def test_a_digest_that_changes_keeps_its_cheers(party: Party) -> None:
    await party.cheer("Ben")
    pages = await party.tap("Ann", party.last, "Read all")
    await party.tap("Ann", pages, "Make mine private")
    await party.deliver()

    assert "Read a book" not in words(party.last)
    assert "👏 Cheer (1)" == party.count
