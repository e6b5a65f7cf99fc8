"""Obstacles: one for each published report, and shown as far as their learner allows."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Connection, Executable, delete, func, select, update

from bot.closed_sets import ObstacleSource, ObstacleState, Publishing, Visibility
from bot.database.store import Store
from bot.features.helping.queries.obstacles import end_obstacle, find_obstacle, lock_obstacle, open_obstacle
from bot.identity import ObstacleId
from bot.tables import groups, learners, memberships, obstacles, reports
from tests.bot.climb import ANN, START
from tests.bot.features.helping.stage import WORDS, join, keep_obstacle, publish


async def test_the_obstacle_of_a_published_report_is_kept_once(store: Store) -> None:
    (ann,) = await join(store, ANN)
    first = await publish(store, ann)

    found = await store.read(find_obstacle, first)
    assert found is not None
    assert found.checkin_id is not None
    again = await store.write(keep_obstacle, found.checkin_id, ann, "Outer joins", START)

    assert first == again
    assert (WORDS, True, True, ObstacleSource.CHECKIN) == (found.words, found.open, found.shown, found.source)
    after = await store.read(find_obstacle, first)
    assert after is not None
    assert "Outer joins" == after.words
    assert found.at == after.at
    assert 1 == await store.read(lambda db: db.scalar(select(func.count()).select_from(obstacles)))


def _run(db: Connection, statement: Executable) -> None:
    db.execute(statement)


WITHDRAWN: dict[str, Callable[[Connection], None]] = {
    "hidden": lambda db: _run(db, update(learners).values(visibility=Visibility.HIDDEN)),
    "private from now on": lambda db: _run(db, update(learners).values(publishing=Publishing.PRIVATE)),
    "never asked": lambda db: _run(db, update(learners).values(publishing=None)),
    "reported in private": lambda db: _run(db, update(reports).values(publishing=Publishing.PROMISE)),
    "report taken down": lambda db: _run(db, update(reports).values(hidden_at=START)),
    "obstacle taken down": lambda db: _run(db, update(obstacles).values(hidden_at=START)),
    "left": lambda db: _run(db, update(memberships).values(left_at=START)),
    "never a member": lambda db: _run(db, delete(memberships)),
    "bot removed": lambda db: _run(db, update(groups).values(removed_at=START)),
}


@pytest.mark.parametrize("how", WITHDRAWN)
async def test_an_obstacle_that_was_withdrawn_is_not_shown(sqlite_store: Store, how: str) -> None:
    (ann,) = await join(sqlite_store, ANN)
    obstacle_id = await publish(sqlite_store, ann)

    await sqlite_store.write(WITHDRAWN[how])

    found = await sqlite_store.read(find_obstacle, obstacle_id)
    assert found is not None
    assert not found.shown


async def test_an_obstacle_that_was_told_on_any_day_needs_no_report(store: Store) -> None:
    (ann,) = await join(store, ANN)

    told = await store.write(
        open_obstacle,
        ann.learner_id,
        group_id=ann.group_id,
        roadmap_slug="climb",
        task="week2-numpy",
        words=WORDS,
        now=START,
    )

    found = await store.write(lock_obstacle, told)
    assert found is not None
    assert ("week2-numpy", True, None) == (found.task, found.shown, found.checkin_id)


async def test_an_obstacle_ends_once(store: Store) -> None:
    (ann,) = await join(store, ANN)
    obstacle_id = await publish(store, ann)

    await store.write(end_obstacle, obstacle_id, ObstacleState.SOLVED, START)
    await store.write(end_obstacle, obstacle_id, ObstacleState.CLOSED, START)

    found = await store.read(find_obstacle, obstacle_id)
    assert found is not None
    assert ObstacleState.SOLVED is found.state
    assert not found.open


async def test_an_obstacle_is_deleted_with_its_learner(store: Store) -> None:
    (ann,) = await join(store, ANN)
    obstacle_id = await publish(store, ann)

    await store.write(lambda db: _run(db, delete(learners)))

    assert await store.read(find_obstacle, obstacle_id) is None
    assert await store.read(find_obstacle, ObstacleId(999)) is None
