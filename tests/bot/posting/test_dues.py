"""The one table of due moments: one for each kind and owner, claimed by one, found by its index."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection, event, text

from bot.database.engines import postgres_engine, read_address
from bot.database.store import Store, open_store
from bot.identity import DueId, GroupId, LearnerId
from bot.posting import dues
from bot.posting.dues import GroupDue, LearnerDue
from tests.bot.database.rows import NOW, add_learners, add_place

HOUR = timedelta(hours=1)


def owners(db: Connection) -> None:
    add_learners(db, 1, 2)
    for place in (1, 2, 3):
        add_place(db, place)


@pytest.fixture
async def owned(store: Store) -> Store:
    await store.write(owners)
    return store


async def test_there_is_one_moment_for_each_kind_and_owner(owned: Store) -> None:
    await owned.write(dues.set_group_due, "nudge", GroupId(1), NOW + HOUR, NOW)
    await owned.write(dues.set_group_due, "nudge", GroupId(1), NOW + 2 * HOUR, NOW)
    await owned.write(dues.set_group_due, "review", GroupId(1), NOW + 3 * HOUR, NOW)
    await owned.write(dues.set_learner_due, "personal", LearnerId(1), NOW + 4 * HOUR, NOW)

    assert {"nudge": NOW + 2 * HOUR, "review": NOW + 3 * HOUR} == await owned.read(dues.read_group_dues, GroupId(1))
    assert {"personal": NOW + 4 * HOUR} == await owned.read(dues.read_learner_dues, LearnerId(1))
    assert NOW + 2 * HOUR == await owned.read(dues.next_due_at, ["nudge", "personal"], ["r"])
    assert await owned.read(dues.next_due_at, ["saver"], ["r"]) is None


async def test_a_moment_that_has_come_is_not_moved_away_before_it_is_planned(owned: Store) -> None:
    await owned.write(dues.set_group_due, "nudge", GroupId(1), NOW, NOW - HOUR)

    await owned.write(dues.set_group_due, "nudge", GroupId(1), NOW + HOUR, NOW)

    assert {"nudge": NOW} == await owned.read(dues.read_group_dues, GroupId(1))


def owner_of(due: GroupDue | LearnerDue) -> int:
    return due.group_id if isinstance(due, GroupDue) else due.learner_id


async def test_what_is_due_is_claimed_oldest_first_and_no_more_than_asked_for(owned: Store) -> None:
    for group, at in ((1, NOW), (2, NOW - HOUR), (3, NOW + HOUR)):
        await owned.write(dues.set_group_due, "nudge", GroupId(group), at, NOW - 9 * HOUR)
    await owned.write(dues.set_group_due, "review", GroupId(1), NOW - 2 * HOUR, NOW - 9 * HOUR)

    claimed = await owned.write(dues.claim_dues, NOW, ["nudge"], ["r"], 9)

    assert [("nudge", 2, NOW - HOUR), ("nudge", 1, NOW)] == [(due.kind, owner_of(due), due.at) for due in claimed]
    assert 1 == len(await owned.write(dues.claim_dues, NOW, ["nudge"], ["r"], 1))


async def test_a_due_moves_on_or_goes(owned: Store) -> None:
    for group in (1, 2, 3):
        await owned.write(dues.set_group_due, "nudge", GroupId(group), NOW, NOW - HOUR)
    first, second, _ = await owned.write(dues.claim_dues, NOW, ["nudge"], ["r"], 9)

    await owned.write(dues.advance_due, first, NOW + HOUR)
    await owned.write(dues.advance_due, second, None)
    await owned.write(dues.drop_group_dues, GroupId(3), ["nudge", "review"])

    left = [await owned.read(dues.read_group_dues, GroupId(group)) for group in (1, 2, 3)]
    assert [{"nudge": NOW + HOUR}, {}, {}] == left


async def test_a_learners_dues_go_with_the_learner(owned: Store) -> None:
    await owned.write(dues.set_learner_due, "personal", LearnerId(1), NOW, NOW)
    await owned.write(dues.set_learner_due, "saver", LearnerId(1), NOW, NOW)
    await owned.write(dues.drop_learner_dues, LearnerId(1), ["saver"])
    assert {"personal": NOW} == await owned.read(dues.read_learner_dues, LearnerId(1))

    await owned.write(lambda db: [db.execute(text("DELETE FROM learners WHERE id = 1"))].clear())

    assert {} == await owned.read(dues.read_learner_dues, LearnerId(1))


async def test_what_lies_too_far_ahead_is_found_some_at_a_time(owned: Store) -> None:
    for group, hours in ((1, 2), (2, 9), (3, 9)):
        await owned.write(dues.set_group_due, "nudge", GroupId(group), NOW + hours * HOUR, NOW)
    await owned.write(dues.set_group_due, "review", GroupId(1), NOW + 9 * HOUR, NOW)
    await owned.write(dues.set_learner_due, "personal", LearnerId(1), NOW + 9 * HOUR, NOW)
    latest = {"nudge": NOW + 2 * HOUR, "review": NOW + 9 * HOUR}

    [first] = await owned.read(dues.read_dues_ahead, latest, DueId(0), 1)
    rest = await owned.read(dues.read_dues_ahead, latest, first.id, 9)

    assert [("nudge", 2), ("nudge", 3)] == [(due.kind, owner_of(due)) for due in (first, *rest)]


async def test_two_planners_never_have_the_same_due(postgres_url: str) -> None:
    first = open_store(postgres_url)
    await first.write(owners)
    for group in (1, 2, 3):
        await first.write(dues.set_group_due, "nudge", GroupId(group), NOW, NOW - HOUR)
    engine = postgres_engine(read_address(postgres_url))
    async with engine.connect() as one, engine.connect() as other:
        held = await one.run_sync(dues.claim_dues, NOW, ["nudge"], ["r"], 2)
        others = await other.run_sync(dues.claim_dues, NOW, ["nudge"], ["r"], 9)

    assert (2, 1) == (len(held), len(others))
    assert others[0].id not in {due.id for due in held}
    await engine.dispose()
    await first.close()


async def test_what_is_due_is_found_by_the_index_not_by_looking_at_all(sqlite_store: Store) -> None:
    asked = await sqlite_store.read(ask_both)

    assert 2 == len(asked)
    for statement in asked:
        [first, *rest] = await sqlite_store.read(explain, statement)
        assert "USING INDEX ix_dues_at" in first or "USING COVERING INDEX ix_dues_at" in first
        assert all("SORT" not in one.upper() or "LAST" in one.upper() for one in rest)


def ask_both(db: Connection) -> list[str]:
    """The statements that the planner asks every other second, as the database was given them."""
    asked: list[str] = []
    event.listen(db, "before_cursor_execute", lambda *call: asked.append(call[2]))
    dues.claim_dues(db, NOW, ["nudge", "saver"], ["r"], 200)
    dues.next_due_at(db, ["nudge", "saver"], ["r"])
    return [*asked]  # the connection lives on, and its later statements are heard, too


def explain(db: Connection, statement: str) -> list[str]:
    values = tuple("2026-01-01" for _ in range(statement.count("?")))
    return [row.detail for row in db.exec_driver_sql("EXPLAIN QUERY PLAN " + statement, values)]
