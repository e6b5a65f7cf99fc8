"""Rows from before acts were kept: after the upgrade /undo takes back what one call did, and nothing else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, MetaData, func, insert, select

from bot.closed_sets import ActKind
from bot.database.migrating import run_migrations, upgrade, upgrade_to
from bot.database.store import Store, open_store
from bot.features.celebrations.actions.listing import recent_milestones
from bot.features.path.actions.choosing import choose_option
from bot.features.streaks.actions.counting import rebuild_counters
from bot.features.ticks.queries.choices import read_choices
from bot.features.ticks.queries.ticks import read_ticked
from bot.features.undos.actions.picking import LAST, ActUndoneAlready, NotYours, Wanted
from bot.features.undos.actions.taking_back import undo_act, undo_tasks
from bot.features.undos.actions.undone import Undone
from bot.identity import GroupId, LearnerId, SessionId, TickId
from bot.tables import acts, changes, milestones, sessions, ticks
from tests.bot.climb import CLIMB, START, caller

HOUR = timedelta(hours=1)
LEARNERS = ((1, "Ann"), (2, "Ben"))
TICKS = (
    # id, learner, task, turn, source, hours after the start, undone
    (1, 1, "week1-algebra", 1, "tick", 0, False),
    (2, 2, "week1-algebra", 1, "tick", 0, False),
    (3, 1, "week1-stats", 1, "tick", 0, False),
    (4, 1, "week1-practice", 1, "placement", 0, False),
    (5, 1, "week2-numpy", 1, "tick", 1, True),
    (6, 1, "week2-numpy", 2, "tick", 2, False),
    (7, 1, "week2-cleaning", 1, "tick", 2, True),
    (8, 1, "week4-paper", 1, "tick", 3, False),
)
SESSIONS = ((1, 1, 30, "", "session", 4, False), (2, 1, 15, "daily-news", "session", 5, True))


def fill_revision(db: Connection) -> None:
    """Two members of a group at revision 0008, with ticks, sessions, choices and milestones."""
    upgrade_to(db, "0008")
    found = MetaData()
    found.reflect(db)

    def put(table: str, **values: Any) -> None:
        db.execute(insert(found.tables[table]).values(**values))

    def at(hours: int) -> datetime:
        instant = START + hours * HOUR
        return instant.replace(tzinfo=None) if db.dialect.name == "sqlite" else instant

    common = {"zone": "UTC", "created_at": at(0), "active_at": at(0)}
    put("groups", id=1, title="Study room", roadmap="climb", **common)
    put("places", id=1, group_id=1, platform="sandbox", space_id=1, chat_id=1)
    for learner, name in LEARNERS:
        joined = {"joined_at": at(0), "joined_day": START.date(), "points_at": at(0)}
        put("learners", id=learner, name=name, zone="UTC", **joined)
        put("accounts", learner_id=learner, platform="sandbox", user_id=learner, name=name)
        put("memberships", learner_id=learner, group_id=1, number=learner, joined_at=at(0), active_at=at(0))
    entry = {"zone": "UTC", "day": START.date()}
    for id_, learner, task, turn, source, hours, undone in TICKS:
        worth = {"weight": 2, "points": 0 if source == "placement" else 2}
        row = {"learner_id": learner, "roadmap": "climb", "task": task, "turn": turn}
        put("ticks", **row, source=source, at=at(hours), **entry, **worth)
        if undone:
            put("undos", tick_id=id_, at=at(6))
    for _, learner, minutes, habit, source, hours, undone in SESSIONS:
        row = {"learner_id": learner, "minutes": minutes, "habit": habit, "source": source}
        put("sessions", **row, at=at(hours), **entry, undone_at=at(6) if undone else None)
    put("choices", learner_id=1, roadmap="climb", choice="advanced", option="research", at=at(3))
    put("choices", learner_id=1, roadmap="climb", choice="path", option="nlp", at=at(7))
    put("criteria", learner_id=1, roadmap="climb", criterion="zero-explain", at=at(7))
    for slug in ("week1", "week2"):
        put("milestones", learner_id=1, roadmap="climb", kind="block", slug=slug, at=at(0), posted=True)
    put("milestones", learner_id=1, roadmap="", kind="streak", slug="7", at=at(1), posted=True)
    gone = [{"kind": "block", "slug": "week2"}, {"kind": "streak", "slug": "7"}]
    facts = {"learner": 1, "roadmap": "climb", "milestones": gone, "withdrawn": gone}
    post = {"kind": "celebration", "key": "1", "place_id": 1, "learner_id": 1, "facts": facts, "state": "sent"}
    put("outbox", **post, created_at=at(0), due_at=at(0), message_id="m1")


@pytest.fixture
async def upgraded(blank_url: str) -> AsyncIterator[Store]:
    await run_migrations(blank_url, fill_revision)
    await upgrade(blank_url)
    store = open_store(blank_url)
    await store.write(rebuild_counters)
    yield store
    await store.close()


async def take_back(store: Store, wanted: Wanted = LAST, hours: int = 8) -> Undone:
    return await store.write(undo_act, caller(at=hours * HOUR), CLIMB, {"climb": CLIMB}, wanted)


async def test_old_rows_of_one_learner_instant_and_source_become_one_act(upgraded: Store) -> None:
    def kinds(db: Connection) -> list[tuple[int, str, list[int], bool]]:
        return [
            (
                row.learner_id,
                row.kind,
                [*db.scalars(select(ticks.c.id).where(ticks.c.act_id == row.id).order_by(ticks.c.id))]
                + [-id_ for id_ in db.scalars(select(sessions.c.id).where(sessions.c.act_id == row.id))],
                row.undone_at is not None,
            )
            for row in db.execute(select(acts).order_by(acts.c.at, acts.c.kind, acts.c.learner_id))
        ]

    assert [
        (1, "placement", [4], False),
        (1, "tick", [1, 3], False),
        (2, "tick", [2], False),
        (1, "tick", [5], True),
        (1, "tick", [6, 7], False),
        (1, "tick", [8], False),
        (1, "log", [-1], False),
        (1, "habit", [-2], True),
    ] == await upgraded.read(kinds)


def fill_one_instant(db: Connection) -> None:
    """Ben did one thing of each kind at one instant, and two of some."""
    fill_revision(db)
    found = MetaData()
    found.reflect(db)
    at = (START + 10 * HOUR).replace(tzinfo=None) if db.dialect.name == "sqlite" else START + 10 * HOUR
    entry = {"learner_id": 2, "at": at, "zone": "UTC", "day": START.date()}
    for roadmap, task, source in (("climb", "a", "tick"), ("other", "b", "tick"), ("climb", "c", "repair")):
        row = {"roadmap": roadmap, "task": task, "turn": 1, "source": source, "weight": 1, "points": 0}
        db.execute(insert(found.tables["ticks"]).values(**entry, **row))
    for minutes, habit, source in (
        (30, "", "session"),
        (10, "", "session"),
        (15, "news", "session"),
        (20, "", "repair"),
    ):
        row = {"minutes": minutes, "habit": habit, "source": source, "undone_at": at if minutes == 10 else None}
        db.execute(insert(found.tables["sessions"]).values(**entry, **row))


async def test_what_was_done_at_one_instant_is_an_act_for_each_kind_and_roadmap(blank_url: str) -> None:
    def acts_then(db: Connection) -> list[tuple[str, str, list[str], list[int], bool]]:
        return [
            (
                row.kind,
                row.roadmap,
                [*db.scalars(select(ticks.c.task).where(ticks.c.act_id == row.id))],
                [*db.scalars(select(sessions.c.minutes).where(sessions.c.act_id == row.id).order_by(sessions.c.id))],
                row.undone_at is not None,
            )
            for row in db.execute(
                select(acts)
                .where(acts.c.learner_id == 2, acts.c.at > START + 9 * HOUR)
                .order_by(acts.c.kind, acts.c.roadmap)
            )
        ]

    await run_migrations(blank_url, fill_one_instant)
    await upgrade(blank_url)

    store = open_store(blank_url)
    assert [
        ("habit", "", [], [15], False),
        ("log", "", [], [30, 10], False),
        ("repair", "", [], [20], False),
        ("repair", "climb", ["c"], [], False),
        ("tick", "climb", ["a"], [], False),
        ("tick", "other", ["b"], [], False),
    ] == await store.read(acts_then)
    await store.close()


def fill_neighbours(db: Connection) -> None:
    """What looks like Ann's milestones that were taken back, but is another's or of another kind; and Ben's changes."""
    fill_one_instant(db)
    found = MetaData()
    found.reflect(db)
    first, last = (START + hours * HOUR for hours in (1, 10))
    if db.dialect.name == "sqlite":
        first, last = first.replace(tzinfo=None), last.replace(tzinfo=None)

    def put(table: str, **values: Any) -> None:
        db.execute(insert(found.tables[table]).values(**values))

    for learner, roadmap, kind, slug in (
        (2, "climb", "block", "week2"),
        (1, "climb", "level", "week2"),
        (2, "", "comeback", ""),
    ):
        put("milestones", learner_id=learner, roadmap=roadmap, kind=kind, slug=slug, at=last, posted=True)
    facts = {
        "learner": 2,
        "roadmap": "climb",
        "milestones": [{"kind": "comeback"}],
        "withdrawn": [{"kind": "comeback"}],
    }
    post = {"kind": "celebration", "key": "2", "place_id": 1, "learner_id": 2, "facts": facts, "state": "sent"}
    put("outbox", **post, created_at=last, due_at=last, message_id="m2")
    entry = {"learner_id": 2, "roadmap": "climb", "at": first, "zone": "UTC", "day": START.date()}
    put("ticks", **entry, task="d", turn=1, source="tick", weight=1, points=0)
    put("undos", tick_id=db.scalar(select(func.max(found.tables["ticks"].c.id))), at=last)
    put("choices", learner_id=2, roadmap="climb", choice="path", option="vision", at=first)


async def test_old_milestones_and_changes_go_to_their_own_learner_and_act(blank_url: str) -> None:
    def read(db: Connection) -> tuple[list[tuple[int, str, str, bool, bool]], list[tuple[str, str, str, bool]]]:
        passed = select(milestones).order_by(milestones.c.learner_id, milestones.c.kind, milestones.c.slug)
        changed = select(changes).order_by(changes.c.kind, changes.c.name, changes.c.learner_id)
        mine = {row.id: row.learner_id for row in db.execute(select(acts))}
        return (
            [
                (row.learner_id, row.kind, row.slug, row.withdrawn, mine.get(row.act_id) == row.learner_id)
                for row in db.execute(passed)
            ],
            [(row.kind, row.name, row.value, row.act_id is not None) for row in db.execute(changed)],
        )

    await run_migrations(blank_url, fill_neighbours)
    await upgrade(blank_url)

    store = open_store(blank_url)
    assert (
        [
            (1, "block", "week1", False, True),
            (1, "block", "week2", True, True),
            (1, "level", "week2", False, False),
            (1, "streak", "7", True, True),
            (2, "block", "week2", False, True),
            (2, "comeback", "", True, True),
        ],
        [
            ("choice", "advanced", "research", True),
            ("choice", "path", "nlp", False),
            ("choice", "path", "vision", False),
            ("criterion", "zero-explain", "zero-explain", False),
        ],
    ) == await store.read(read)
    await store.close()


async def test_old_acts_are_taken_back_from_the_newest_on(upgraded: Store) -> None:
    undone = [await take_back(upgraded) for _ in range(5)]

    assert [
        (ActKind.LOG, ()),
        (ActKind.TICK, ("week4-paper",)),
        (ActKind.TICK, ("week2-numpy",)),
        (ActKind.TICK, ("week1-algebra", "week1-stats")),
        (ActKind.PLACEMENT, ("week1-practice",)),
    ] == [(one.kind, one.tasks) for one in undone]
    assert frozenset() == await upgraded.read(read_ticked, LearnerId(1), "climb")
    assert frozenset({"week1-algebra"}) == await upgraded.read(read_ticked, LearnerId(2), "climb")
    assert {"path": "nlp"} == await upgraded.read(read_choices, LearnerId(1), "climb")


async def test_old_buttons_name_a_range_of_ticks_or_a_session(upgraded: Store) -> None:
    assert ("week1-algebra", "week1-stats") == (await take_back(upgraded, Wanted(tick_id=TickId(1)))).tasks
    assert 30 == (await take_back(upgraded, Wanted(session_id=SessionId(1)))).minutes
    with pytest.raises(ActUndoneAlready):
        await take_back(upgraded, Wanted(session_id=SessionId(1)))
    with pytest.raises(NotYours):
        await take_back(upgraded, Wanted(tick_id=TickId(2)))


async def test_an_option_chosen_before_acts_were_kept_comes_back(upgraded: Store) -> None:
    await upgraded.write(choose_option, caller(at=8 * HOUR), CLIMB, "path", "vision")
    await take_back(upgraded)

    assert "nlp" == (await upgraded.read(read_choices, LearnerId(1), "climb"))["path"]


async def test_milestones_that_were_taken_back_are_listed_no_more(upgraded: Store) -> None:
    listed = await upgraded.read(recent_milestones, GroupId(1), CLIMB, None, START + 9 * HOUR)

    assert [("block", "week1")] == [(one.kind, one.slug) for one in listed]
    await upgraded.write(undo_tasks, caller(at=8 * HOUR), CLIMB, ("week1-practice",))
    withdrawn = select(milestones.c.slug).where(milestones.c.withdrawn).order_by(milestones.c.slug)
    assert ["7", "week1", "week2"] == await upgraded.read(lambda db: list(db.scalars(withdrawn)))
