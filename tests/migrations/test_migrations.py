"""Every way up: from nothing, with rows in it, killed in the middle, two at once; and that models say the same."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, Connection, inspect, select, text

from bot.database import migrating
from bot.database.migrating import MIGRATIONS, NEWEST, read_revision, run_migrations, upgrade, upgrade_to
from bot.database.store import open_store
from bot.errors import ConfigError
from bot.tables import metadata
from tests.databases import kill
from tests.migrations.filling import Rows, fill, kept, narrowed
from tests.migrations.writing import script

SCRIPTS = ScriptDirectory(str(MIGRATIONS))
REVISIONS = [script.revision for script in reversed(list(SCRIPTS.walk_revisions()))]
LEFT = [
    pytest.param(revision, marks=() if place % 10 == 0 or revision in REVISIONS[-4:] else pytest.mark.thorough)
    for place, revision in enumerate(REVISIONS[:-1])
]
"""Every revision but the newest. Every day the newest three of them are left, and of older ones each tenth: these too
bring rows of different ages to the newest migration, and an old migration changes no more."""


def tables(db: Connection) -> set[str]:
    return set(inspect(db).get_table_names())


def test_there_is_one_line_of_revisions() -> None:
    assert SCRIPTS.get_heads() == [REVISIONS[-1]]
    assert SCRIPTS.get_bases() == [REVISIONS[0]]


async def test_the_migrations_make_what_the_models_say(database_url: str) -> None:
    def compare(db: Connection) -> list[object]:
        found: list[object] = []

        def look(_revision: object, context: MigrationContext) -> list[object]:
            found.extend(compare_metadata(context, metadata))
            return []

        config = Config(attributes={"connection": db})
        config.set_main_option("script_location", str(MIGRATIONS))
        with EnvironmentContext(config, SCRIPTS, fn=look):
            SCRIPTS.run_env()
        return found

    assert [] == await run_migrations(database_url, compare)


async def test_the_checks_are_those_of_the_models(database_url: str) -> None:
    """Autogenerate is blind to them. PostgreSQL words them its own way, so that there the names must do."""
    worded = database_url.startswith("sqlite")

    def checks(db: Connection) -> set[tuple[str, str]]:
        look = inspect(db).get_check_constraints
        return {(str(one["name"]), one["sqltext"] if worded else "") for name in metadata.tables for one in look(name)}

    meant = {
        (str(one.name), str(one.sqltext) if worded else "")
        for table in metadata.tables.values()
        for one in table.constraints
        if isinstance(one, CheckConstraint)
    }
    assert await run_migrations(database_url, checks) == meant


async def test_the_keys_are_those_of_the_models(database_url: str) -> None:
    """Autogenerate is blind to them, too."""

    def keys(db: Connection) -> dict[str, list[str]]:
        return {name: inspect(db).get_pk_constraint(name)["constrained_columns"] for name in metadata.tables}

    meant = {name: [column.name for column in table.primary_key.columns] for name, table in metadata.tables.items()}
    assert await run_migrations(database_url, keys) == meant


async def test_an_empty_database_is_brought_to_the_newest_revision(blank_url: str) -> None:
    assert await read_revision(blank_url) is None
    await upgrade(blank_url)
    assert await read_revision(blank_url) == REVISIONS[-1]
    await upgrade(blank_url)
    assert await read_revision(blank_url) == REVISIONS[-1]


async def test_a_new_file_gets_at_once_what_the_migrations_make(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrated, new = f"sqlite:///{tmp_path}/migrated.db", f"sqlite:///{tmp_path}/new.db"
    assert await run_migrations(migrated, script) == NEWEST.read_text(encoding="utf-8"), "`make docs` writes it anew"
    with monkeypatch.context() as patch:
        patch.delattr(command, "upgrade")
        await upgrade(new)

    assert await run_migrations(new, script) == NEWEST.read_text(encoding="utf-8")
    assert await run_migrations(new, kept) == await run_migrations(migrated, kept)


async def test_a_new_file_gets_the_migrations_that_are_newer_than_its_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = await run_migrations(f"sqlite:///{tmp_path}/older.db", lambda db: script(db, REVISIONS[-2]))
    (tmp_path / "older.sql").write_text(older, encoding="utf-8")
    monkeypatch.setattr(migrating, "NEWEST", tmp_path / "older.sql")

    await upgrade(f"sqlite:///{tmp_path}/new.db")

    assert await read_revision(f"sqlite:///{tmp_path}/new.db") == REVISIONS[-1]
    assert await run_migrations(f"sqlite:///{tmp_path}/new.db", tables) == {*metadata.tables, "alembic_version"}


async def test_asking_for_the_revision_makes_no_file(tmp_path: Path) -> None:
    assert await read_revision(f"sqlite:///{tmp_path / 'none.db'}") is None
    assert [] == list(tmp_path.iterdir())


async def test_rows_live_through_every_further_revision(blank_url: str) -> None:
    await upgrade(blank_url)
    before = await run_migrations(blank_url, fill)
    assert all(before.values())
    await upgrade(blank_url)

    assert await run_migrations(blank_url, kept) == before


@pytest.mark.parametrize("revision", LEFT)
async def test_each_revision_can_be_the_one_that_is_upgraded_from(blank_url: str, revision: str) -> None:
    def begin(db: Connection) -> Rows:
        upgrade_to(db, revision)
        return fill(db)

    before = await run_migrations(blank_url, begin)
    await upgrade(blank_url)
    after = await run_migrations(blank_url, kept)

    assert narrowed(after, before) == before


async def test_going_back_to_nothing_leaves_nothing(blank_url: str) -> None:
    def go_back(db: Connection) -> set[str]:
        config = Config(attributes={"connection": db})
        config.set_main_option("script_location", str(MIGRATIONS))
        command.downgrade(config, "base")
        return tables(db)

    await upgrade(blank_url)

    assert {"alembic_version"} == await run_migrations(blank_url, go_back)


@pytest.mark.parametrize("revision", ["head", REVISIONS[-1]])
async def test_a_migration_that_fails_leaves_nothing_behind(blank_url: str, revision: str) -> None:
    def fail_late(db: Connection) -> None:
        upgrade_to(db, revision)
        raise LookupError

    with pytest.raises(LookupError):
        await run_migrations(blank_url, fail_late)
    assert await read_revision(blank_url) is None
    assert set() == await run_migrations(blank_url, tables)

    await upgrade(blank_url)
    assert await read_revision(blank_url) == REVISIONS[-1]


KILLED = """
import asyncio, signal, sys
from sqlalchemy import event, Engine
from bot.database.migrating import upgrade
seen = 0
@event.listens_for(Engine, "after_cursor_execute")
def stop(*rest):
    global seen
    seen += "CREATE TABLE" in rest[2]
    if seen == int(sys.argv[2]):
        print("half", flush=True)
        signal.pause()
asyncio.run(upgrade(sys.argv[1]))
"""


@pytest.mark.parametrize(
    ("begun", "after"),
    [
        *((None, 12), (REVISIONS[0], 2)),
        *(pytest.param(*one, marks=pytest.mark.thorough) for one in ((None, 2), (REVISIONS[0], 12))),
    ],
)
async def test_a_process_killed_in_the_middle_leaves_nothing_behind(
    blank_url: str, begun: str | None, after: int
) -> None:
    if begun:
        await run_migrations(blank_url, partial(upgrade_to, revision=begun))
    process = subprocess.Popen([sys.executable, "-c", KILLED, blank_url, str(after)], stdout=subprocess.PIPE)
    assert process.stdout
    assert b"half\n" == process.stdout.readline()
    kill(process)
    process.stdout.close()

    assert await read_revision(blank_url) == begun
    await upgrade(blank_url)
    assert await run_migrations(blank_url, tables) == {*metadata.tables, "alembic_version"}


async def test_two_processes_that_start_at_once_upgrade_once(blank_url: str) -> None:
    await asyncio.gather(*(upgrade(blank_url) for _ in range(4)))

    assert await read_revision(blank_url) == REVISIONS[-1]


async def test_a_database_of_a_newer_version_is_named_as_such(database_url: str) -> None:
    newer = text("UPDATE alembic_version SET version_num = '9999'")
    await run_migrations(database_url, lambda db: db.execute(newer).rowcount)

    with pytest.raises(ConfigError, match=r"DATABASE_URL.*9999.*newer"):
        await upgrade(database_url)
    assert "9999" == await read_revision(database_url)


async def test_the_store_can_be_opened_on_what_was_migrated(blank_url: str) -> None:
    await upgrade(blank_url)
    store = open_store(blank_url)

    assert [] == await store.read(lambda db: db.scalars(select(metadata.tables["learners"].c.id)).all())
    await store.close()
