"""News of streaks from before it was kept: what is older than the last activity is not told any more."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, MetaData, insert, select

from bot.database.migrating import run_migrations, upgrade, upgrade_to
from bot.database.store import open_store
from bot.tables import learners, streak_news
from tests.bot.climb import START

DAY = timedelta(days=1)


SEEN = (
    # zone, streak, hours after the start of the last activity; at the start it is noon in UTC
    ("UTC", 4, 72),
    ("UTC", 0, None),
    ("America/Los_Angeles", 4, 16),  # 20:00 of the day on which it is the next one in UTC
    ("Pacific/Kiritimati", 4, 8),  # 10:00 of the next day
    ("Europe/Berlin", 4, 14),  # 03:00, before the day's end
)


def fill_revision(db: Connection) -> None:
    """Learners at revision 0026 in several zones: all with a streak were here, another never was."""
    upgrade_to(db, "0026")
    found = MetaData()
    found.reflect(db)
    began = START.replace(hour=12, tzinfo=None) if db.dialect.name == "sqlite" else START.replace(hour=12)
    for number, (zone, streak, hours) in enumerate(SEEN, 1):
        active = None if hours is None else began + timedelta(hours=hours)
        values: dict[str, Any] = {"name": "Ann", "zone": zone, "joined_at": began, "points_at": began}
        values |= {"id": number, "joined_day": START.date(), "streak": streak, "active_at": active}
        db.execute(insert(found.tables["learners"]).values(**values))


async def test_news_is_told_from_the_study_day_of_the_last_activity_on_in_every_zone(blank_url: str) -> None:
    await run_migrations(blank_url, fill_revision)
    await upgrade(blank_url)
    store = open_store(blank_url)

    news = select(streak_news.c.learner_id, streak_news.c.day, streak_news.c.kind)
    told = await store.read(lambda db: [tuple(row) for row in db.execute(news)])
    due = await store.read(lambda db: list(db.scalars(select(learners.c.news_from).order_by(learners.c.id))))
    await store.close()

    days = [START.date() + timedelta(days=days) for days in (3, 0, 0, 1, 0)]
    assert [(number, day - DAY, "before") for number, day in enumerate(days, 1)] == sorted(told)
    assert [None if number == 1 else day + DAY for number, day in enumerate(days)] == due
