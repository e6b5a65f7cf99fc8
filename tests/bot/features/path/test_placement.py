"""/placement as typed and tapped."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.database.store import Store
from bot.features.ticks.queries.ticks import read_ticked
from bot.identity import LearnerId
from bot.tables import learners
from tests.bot.climb import CLIMB
from tests.bot.room import Room, lines, words


async def test_placement_shows_what_it_would_do_and_waits_for_a_yes(room: Room) -> None:
    reply = await room.say("Ann", "placement")
    asked = await room.tap("Ann", reply, "Month 3")

    assert "Starting at Month 3: Work marks 7 tasks as done." in words(asked)
    assert "You’d be at 68 % of the roadmap" in words(asked)
    assert "You can still pick an option for Your path." in words(asked)
    assert frozenset() == await room.store.read(read_ticked, LearnerId(1), "climb")
    placed = await room.tap("Ann", asked, "Yes, start at Month 3")
    assert "You start at Month 3: Work, with 7 tasks marked as done" in words(placed)
    assert "You’re in!" in words(placed)
    assert 7 == len(await room.store.read(read_ticked, LearnerId(1), "climb"))


async def test_placement_earns_nothing_and_is_celebrated_nowhere(room: Room) -> None:
    await room.say("Ann", "placement month3 yes")
    room.later(minutes=2)

    row = await room.store.read(lambda db: db.execute(learners.select()).one())
    assert (0, 0) == (row.points, row.streak)
    assert "Nothing yet" in words(await room.say("Ann", "celebrations"))


async def test_placement_grants_only_what_is_open_and_is_undone_as_a_whole(room: Room) -> None:
    await room.say("Ann", "done week1-stats")
    placed = await room.say("Ann", "placement week3 yes")

    undone = await room.tap("Ann", placed, "Undo")

    assert "4 tasks marked as done" in words(placed)
    assert "4 tasks are open again" in words(undone)
    assert {"week1-stats"} == await room.store.read(read_ticked, LearnerId(1), "climb")
    assert "You have nothing to undo here" in words(await room.say("Ann", "placement undo"))
    assert "4 tasks marked as done" in words(await room.say("Ann", "placement week3 yes"))


@pytest.mark.parametrize("typed", ["zero", "month 1", "week1", "week2"])
async def test_where_nothing_lies_open_before_there_is_nothing_to_place(room: Room, typed: str) -> None:
    await room.say("Ann", "done week1")

    for line in (f"placement {typed}", f"placement {typed} yes"):
        assert "Nothing changed: you have no open tasks before" in words(await room.say("Ann", line))


async def test_a_stranger_has_no_placement_to_undo(room: Room) -> None:
    assert "You have nothing to undo here" in words(await room.say("Ann", "placement undo"))


async def test_two_taps_on_yes_place_once(room: Room) -> None:
    asked = await room.say("Ann", "placement month3")
    await room.tap("Ann", asked, "Yes")

    assert "Nothing changed" in words(await room.tap("Ann", asked, "Yes"))


async def test_a_yes_from_another_roadmap_or_edition_shows_first_what_it_would_do(sqlite_store: Store) -> None:
    room = Room(sqlite_store, (CLIMB, replace(CLIMB, slug="other", title="Another climb")))
    asked = await room.say("Ann", "placement month3")
    await room.say("Root", "setup roadmap other")

    again = await room.tap("Ann", asked, "Yes")

    assert "Starting at Month 3: Work marks 7 tasks as done." in words(again)
    assert frozenset() == await room.store.read(read_ticked, LearnerId(1), "other")
    assert "7 tasks marked as done" in words(await room.tap("Ann", again, "Yes"))


async def test_suggestions_of_starts(room: Room) -> None:
    assert ["month2", "month3"] == [one.value for one in await room.suggest("Ann", "placement", "start", "")]


async def test_a_part_is_called_by_its_name_where_nothing_lies_before_it(room: Room) -> None:
    assert "before ZERO" in words(await room.say("Ann", "placement zero"))


async def test_a_place_to_start_that_there_is_not_is_answered_with_those_there_are(room: Room) -> None:
    reply = await room.say("Ann", "placement nonsense")

    assert ["placement month2", "placement month3"] == lines(reply)[:2]
