"""A learner with rows in every table is forgotten: nothing is left of them, whatever the revision they came from."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection, insert, select, text

from bot.database.migrating import run_migrations, upgrade, upgrade_to
from bot.database.rules import learner_rule
from bot.database.store import open_store
from bot.features import posts  # noqa: F401  registers the kinds of post
from bot.features.privacy.actions.forgetting import forget_learner
from bot.identity import LearnerId
from bot.tables import dues, inbound, metadata, outbox
from tests.migrations.filling import NOW
from tests.migrations.test_migrations import REVISIONS
from tests.migrations.traces import (
    LEARNER,
    NAME,
    RAW,
    TOLD,
    USER,
    fill_with_learner,
    find_raw_traces,
    find_traces,
)

DAILY = {REVISIONS[0], REVISIONS[-1]}
BY_ANOTHER_ROW = {"dues", "undos"}
"""Tables whose row is filled with no trace: a group's due, and the undo of the learner's tick."""


@pytest.mark.parametrize(
    "revision",
    [pytest.param(one, marks=[] if one in DAILY else [pytest.mark.thorough]) for one in REVISIONS],
)
async def test_nothing_is_left_of_a_learner(blank_url: str, revision: str) -> None:
    def begin(db: Connection) -> None:
        upgrade_to(db, revision)
        fill_with_learner(db)

    await run_migrations(blank_url, begin)
    await upgrade(blank_url)
    store = open_store(blank_url)
    try:
        assert await store.read(find_traces)
        assert await store.write(forget_learner, LearnerId(LEARNER), NOW + timedelta(days=1))
        assert [] == await store.read(find_traces)
        if blank_url.startswith("sqlite"):
            await store.write(use_further_ids)
            assert await store.compact()
            assert [] == find_raw_traces(blank_url)
    finally:
        await store.close()


def use_further_ids(db: Connection) -> None:
    """Use an id of each table after the learner's: SQLite keeps the last one, so that none is used again."""
    db.execute(text("UPDATE sqlite_sequence SET seq = seq + 1"))


async def test_the_bytes_of_a_file_tell_of_the_learner_before(sqlite_url: str) -> None:
    await run_migrations(sqlite_url, fill_with_learner)

    assert find_raw_traces(sqlite_url) == RAW


async def test_each_table_with_a_rule_is_filled_with_a_trace(sqlite_url: str) -> None:
    await run_migrations(sqlite_url, fill_with_learner)

    traced = {where.partition(".")[0] for where in await run_migrations(sqlite_url, find_traces)}
    assert {table.name for table in metadata.sorted_tables if learner_rule(table)} - BY_ANOTHER_ROW <= traced


async def test_what_is_kept_for_others_loses_the_learner_too(database_url: str) -> None:
    def add(db: Connection) -> None:
        fill_with_learner(db)
        post = {"id": 2, "kind": "digest", "key": "digest:2", "place_id": 1, "state": "sent"}
        at = {"created_at": NOW, "due_at": NOW, "ended_at": NOW - timedelta(days=60)}
        said = {"learner": LEARNER, "board": [{"learner": LEARNER, "points": 1}, {"learner": 1, "points": 2}]}
        db.execute(insert(outbox).values(**post, **at, facts=said))
        db.execute(insert(inbound).values(id="2", at=NOW, result=TOLD, platform="telegram", user_id=1))
        db.execute(insert(inbound).values(id="3", at=NOW, result={"name": NAME}, platform="discord", user_id=USER + 1))
        db.execute(insert(inbound).values(id="4", at=NOW, result={"learner": 1}, platform="discord", user_id=1))
        db.execute(insert(dues).values(id=2, kind="morning", learner_id=LEARNER, at=NOW))

    await run_migrations(database_url, add)
    store = open_store(database_url)
    assert await store.write(forget_learner, LearnerId(LEARNER), NOW + timedelta(days=1))

    assert [] == await store.read(find_traces)
    told = await store.read(lambda db: db.execute(select(inbound.c.id, inbound.c.result).order_by(inbound.c.id)).all())
    assert [("2", None), ("3", None), ("4", {"learner": 1})] == [tuple(row) for row in told]
    said = await store.read(lambda db: db.scalar(select(outbox.c.facts).where(outbox.c.id == 2)))
    assert {"learner": 0, "board": [{"learner": 0, "points": 1}, {"learner": 1, "points": 2}]} == said
    await store.close()
