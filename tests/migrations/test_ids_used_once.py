"""An id is used once: buttons, facts and keys may hold that of a deleted row. On SQLite revision 0044 sees to it."""

from __future__ import annotations

from sqlalchemy import Connection, MetaData, delete, func, insert, select, text

from bot.database.migrating import run_migrations, upgrade, upgrade_to
from bot.tables import metadata
from tests.bot.climb import START

COUNTED = {
    table.name
    for table in metadata.tables.values()
    if table.primary_key.columns.keys() == ["id"] and table.name not in {"beats", "inbound"}
}
AUTOINCREMENT = text("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '% AUTOINCREMENT%'")


def test_models_give_each_row_an_id_of_its_own() -> None:
    assert COUNTED == {
        name for name, table in metadata.tables.items() if table.dialect_options["sqlite"]["autoincrement"]
    }
    assert "outbox" in COUNTED


async def test_the_tables_of_a_file_count_up_for_ever(sqlite_url: str) -> None:
    assert await run_migrations(sqlite_url, lambda db: set(db.scalars(AUTOINCREMENT))) == COUNTED


async def test_ids_go_on_from_those_before_the_upgrade(blank_url: str) -> None:
    def put(db: Connection) -> int:
        found = MetaData()
        found.reflect(db, only=["groups"])
        groups = found.tables["groups"]
        at = START.replace(tzinfo=None) if db.dialect.name == "sqlite" else START
        db.execute(insert(groups).values(title="Study", roadmap="climb", zone="UTC", created_at=at, active_at=at))
        return db.scalar(select(func.max(groups.c.id))) or 0

    def begin(db: Connection) -> list[int]:
        upgrade_to(db, "0043")
        return [put(db) for _ in range(3)]

    def go_on(db: Connection) -> int:
        db.execute(delete(metadata.tables["groups"]))
        return put(db)

    assert [1, 2, 3] == await run_migrations(blank_url, begin)
    await upgrade(blank_url)
    assert 4 == await run_migrations(blank_url, go_on)
    assert 5 == await run_migrations(blank_url, go_on)
