"""The planner: each due moment once, in batches, and one that raises is nobody else's trouble."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, event, insert, select, update

from bot.database.store import Store
from bot.features.farewells.facts import NUDGE
from bot.features.nudges.group_nudges import plan_group_nudge
from bot.features.posts import POSTS
from bot.identity import GroupId
from bot.library import Library
from bot.posting import dues, outbox, planner
from bot.posting.calendar import plan_due
from bot.posting.dues import GroupDue
from bot.posting.kinds import GroupMoments, plans_of
from bot.posting.planner import Planner
from bot.tables import dues as due_rows
from bot.tables import groups, learners, memberships, places
from tests.bot.hall import DAY, HOUR, MONDAY, Hall


async def crowd(store: Store, count: int) -> Hall:
    """So many groups of one member each, at the same hour in the same zone."""
    await store.write(fill, count)
    return Hall(store)


def fill(db: Connection, count: int) -> None:
    numbers = range(1, count + 1)
    person = {"zone": "UTC", "joined_at": MONDAY, "joined_day": MONDAY.date(), "points_at": MONDAY}
    db.execute(insert(learners), [{**person, "id": number, "name": "L", "active_at": MONDAY} for number in numbers])
    group = {"title": "G", "roadmap": "climb", "zone": "UTC", "created_at": MONDAY, "active_at": MONDAY}
    db.execute(insert(groups), [{**group, "id": number, "checkin_on": False} for number in numbers])
    place = {"platform": "telegram", "private": False}
    db.execute(
        insert(places),
        [{**place, "id": one, "group_id": one, "space_id": -one, "chat_id": -one} for one in numbers],
    )
    member = {"number": 1, "joined_at": MONDAY, "active_at": MONDAY}
    db.execute(insert(memberships), [{**member, "learner_id": one, "group_id": one} for one in numbers])


async def test_all_that_is_due_is_planned_in_one_go_however_many_batches_it_takes(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planner, "BATCH", 10)
    hall = await crowd(sqlite_store, 35)
    await hall.plan()
    hall.clock.advance(10 * HOUR)

    await hall.plan()

    posts = await hall.said("nudge")
    assert sorted(one.place_id or 0 for one in posts) == list(range(1, 36))
    assert await hall.planner.next_due() is not None


async def test_groups_from_before_there_were_dues_are_looked_at(store: Store) -> None:
    hall = await crowd(store, 3)
    assert await hall.planner.next_due() is None

    await hall.live(DAY)

    assert 3 == len(await hall.said("nudge"))


def fail_for(group_id: GroupId) -> GroupMoments:

    def fail(db: Connection, due: GroupDue, library: Library, now: datetime) -> datetime | None:
        following = plan_group_nudge(db, due, library, now)
        if due.group_id == group_id:
            db.execute(update(groups).where(groups.c.id == group_id).values(title="half done"))
            raise LookupError("whatever it was")
        return following

    return GroupMoments(NUDGE, fail)


async def test_one_that_raises_is_put_off_for_an_hour_and_the_others_are_planned(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall = await crowd(store, 5)
    await hall.plan()
    hall.clock.advance(10 * HOUR)
    hall.may_fail = True
    with monkeypatch.context() as broken:
        broken.setitem(hall.planner.plans, NUDGE, fail_for(GroupId(3)))
        await hall.plan()
    assert [1, 2, 4, 5] == sorted(one.place_id or 0 for one in await hall.said("nudge"))
    assert [(3, "nudge", None)] == [(one["group"], one["kind"], one["learner"]) for one in hall.failed]
    assert "G" not in str({key: one for key, one in hall.failed[0].items() if key != "exc_info"})
    assert (await store.read(dues.read_group_dues, GroupId(3)))[NUDGE] == hall.clock.now() + HOUR
    assert {"G"} == await store.read(titles)

    hall.failed.clear()
    await hall.live(HOUR)

    assert [1, 2, 3, 4, 5] == sorted(one.place_id or 0 for one in await hall.said("nudge"))


def titles(db: Connection) -> set[str]:
    return set(db.scalars(select(groups.c.title)))


async def test_a_statement_that_the_database_refuses_spoils_nothing_either(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def collide(db: Connection, due: GroupDue, library: Library, now: datetime) -> datetime | None:
        db.execute(insert(groups).values(id=due.group_id, title="G", roadmap="r", zone="UTC", created_at=now))
        return now

    hall = await crowd(store, 3)
    await hall.plan()
    hall.clock.advance(10 * HOUR)
    hall.may_fail = True
    monkeypatch.setitem(hall.planner.plans, NUDGE, GroupMoments(NUDGE, collide))

    await hall.plan()

    assert 3 == len(hall.failed)


async def test_planning_twice_plans_once(store: Store) -> None:
    hall = await crowd(store, 3)
    await hall.plan()
    hall.clock.advance(10 * HOUR)
    other = Planner(store, hall.clock, {hall.roadmap.slug: hall.roadmap}, POSTS)

    await hall.plan(deliver=False)
    await other.run_due()
    await store.write(move_all_back)
    await other.run_due()

    assert 3 == len(await hall.said("nudge"))
    claimed = await store.write(outbox.claim_posts, hall.clock.now(), HOUR, 50, ["telegram"])
    assert 3 == len(claimed)


def move_all_back(db: Connection) -> None:
    db.execute(update(due_rows).where(due_rows.c.kind == NUDGE).values(at=MONDAY + 9 * HOUR + timedelta(minutes=10)))


async def test_the_cost_follows_what_is_due_not_what_exists(sqlite_store: Store) -> None:
    hall = await crowd(sqlite_store, 300)
    await hall.plan()
    await sqlite_store.write(only_two_are_due)
    hall.clock.move_to(MONDAY + 10 * HOUR)

    statements = await sqlite_store.write(count_statements, hall)

    assert statements <= 3 + 2 * 18  # a batch finds its dues, locks their groups and looks again; each may have a goal
    assert 2 == len(await hall.said("nudge"))


def only_two_are_due(db: Connection) -> None:
    db.execute(update(due_rows).where(due_rows.c.group_id > 2).values(at=MONDAY + 11 * HOUR))


def count_statements(db: Connection, hall: Hall) -> int:
    asked: list[str] = []
    event.listen(db, "before_cursor_execute", lambda *call: asked.append(call[2]))
    plan_due(db, hall.clock.now(), plans_of(POSTS), {hall.roadmap.slug: hall.roadmap}, 200)
    return len(asked)


async def test_dues_are_mended_once_for_each_time_that_the_clock_is_set_back(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    mended: list[datetime] = []

    async def note_mending(_: Planner, now: datetime) -> None:
        mended.append(now)

    monkeypatch.setattr(Planner, "_mend", note_mending)
    hall = Hall(sqlite_store)

    for hours in (0, 5, 5, 2, 3, 4, 1):
        hall.clock.move_to(MONDAY + hours * HOUR)
        await hall.plan()

    assert [MONDAY + hours * HOUR for hours in (0, 2, 1)] == mended
