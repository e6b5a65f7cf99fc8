"""News of streaks from before it was kept: what is older than the last activity is not told any more."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, MetaData, insert, select

from bot.database.migrating import run_migrations, upgrade, upgrade_to
from bot.database.store import open_store
from bot.tables import learners, streak_news
from tests.bot.climb import START


def fill_revision(db: Connection) -> None:
    """Two learners at revision 0026: one with a streak who was here three days later, and one who never was."""
    upgrade_to(db, "0026")
    found = MetaData()
    found.reflect(db)
    began = START.replace(tzinfo=None) if db.dialect.name == "sqlite" else START
    for number, streak, active in ((1, 4, began + timedelta(days=3)), (2, 0, None)):
        values: dict[str, Any] = {"name": "Ann", "zone": "UTC", "joined_at": began, "points_at": began}
        values |= {"id": number, "joined_day": START.date(), "streak": streak, "active_at": active}
        db.execute(insert(found.tables["learners"]).values(**values))


async def test_only_what_comes_after_the_last_activity_is_told(blank_url: str) -> None:
    await run_migrations(blank_url, fill_revision)
    await upgrade(blank_url)
    store = open_store(blank_url)

    told = await store.read(lambda db: [tuple(row) for row in db.execute(select(streak_news))])
    due = await store.read(lambda db: list(db.scalars(select(learners.c.news_from).order_by(learners.c.id))))
    await store.close()

    first = START.date()
    assert [(1, first + timedelta(days=3), "before"), (2, first, "before")] == sorted(told)
    assert [first + timedelta(days=4), None] == due
