"""Rows from before revisions 0024 to 0026, which added to sessions, goals and groups: on the way up, and back."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, MetaData, insert, select

from bot.database.migrating import MIGRATIONS, run_migrations, upgrade, upgrade_to
from bot.errors import ConfigError
from tests.bot.climb import START
from tests.migrations.filling import Rows, fill, kept, narrowed


def put(db: Connection, table: str, **values: Any) -> None:
    found = MetaData()
    found.reflect(db, only=[table])
    db.execute(insert(found.tables[table]).values(**values))


def go_back_to(db: Connection, revision: str) -> None:
    config = Config(attributes={"connection": db})
    config.set_main_option("script_location", str(MIGRATIONS))
    command.downgrade(config, revision)


def rows(db: Connection, table: str, *names: str) -> list[tuple[Any, ...]]:
    found = MetaData()
    found.reflect(db, only=[table])
    return [tuple(row) for row in db.execute(select(*(found.tables[table].c[name] for name in names)))]


def fill_revision(db: Connection) -> Rows:
    upgrade_to(db, "0023")
    return fill(db)


async def test_a_session_from_before_was_enough_at_fifteen_minutes(blank_url: str) -> None:
    await run_migrations(blank_url, fill_revision)
    await run_migrations(blank_url, lambda db: upgrade_to(db, "0024"))

    assert [(1, 15)] == await run_migrations(blank_url, lambda db: rows(db, "sessions", "id", "enough"))


async def test_a_learner_from_before_has_no_goal_and_takes_one_for_each_roadmap(blank_url: str) -> None:
    await run_migrations(blank_url, fill_revision)
    await run_migrations(blank_url, lambda db: upgrade_to(db, "0025"))
    assert [] == await run_migrations(blank_url, lambda db: rows(db, "goals", "part"))

    def aim(db: Connection) -> None:
        at = START.replace(tzinfo=None) if db.dialect.name == "sqlite" else START
        put(db, "goals", learner_id=1, roadmap="climb", part="week1", day=date(2026, 4, 1), at=at)

    await run_migrations(blank_url, aim)
    with pytest.raises(ConfigError, match=r"(?i)unique"):
        await run_migrations(blank_url, aim)


async def test_a_group_from_before_is_nudged_on_every_day_and_ignored_no_nudge(blank_url: str) -> None:
    await run_migrations(blank_url, fill_revision)
    await upgrade(blank_url)

    found = await run_migrations(blank_url, lambda db: rows(db, "groups", "nudge_days", "nudges_ignored", "nudged_at"))
    assert [(127, 0, None)] == found


async def test_a_group_has_a_weekday_and_no_fewer_than_no_ignored_nudges(blank_url: str) -> None:
    await run_migrations(blank_url, fill_revision)
    await upgrade(blank_url)

    def change(db: Connection, days: int, ignored: int) -> None:
        found = MetaData()
        found.reflect(db, only=["groups"])
        db.execute(found.tables["groups"].update().values(nudge_days=days, nudges_ignored=ignored))

    for days, ignored in [(0, 0), (128, 0), (1, -1)]:
        with pytest.raises(ConfigError, match="ck_groups_nudge_days"):
            await run_migrations(blank_url, partial(change, days=days, ignored=ignored))


@pytest.mark.parametrize(
    "revision", ["0023", *(pytest.param(later, marks=pytest.mark.thorough) for later in ("0024", "0025", "0026"))]
)
async def test_rows_live_through_the_way_back_too(blank_url: str, revision: str) -> None:
    def begin(db: Connection) -> Rows:
        upgrade_to(db, revision)
        return fill(db)

    def go_back(db: Connection) -> Rows:
        go_back_to(db, revision)
        return kept(db)

    before = await run_migrations(blank_url, begin)
    await upgrade(blank_url)
    after = await run_migrations(blank_url, go_back)

    assert narrowed(after, before) == before
    assert before.keys() == after.keys()
    assert all(after[name][0].keys() == before[name][0].keys() for name in before)
