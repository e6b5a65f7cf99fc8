"""Reports from before consent was asked: none of them is ever published."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, MetaData, insert, select

from bot.database.migrating import run_migrations, upgrade, upgrade_to
from bot.database.store import open_store
from bot.tables import learners, reports
from tests.bot.climb import START


def fill_revision(db: Connection) -> None:
    """One learner at revision 0027 with a report in a check-in of their group."""
    upgrade_to(db, "0027")
    found = MetaData()
    found.reflect(db)
    at = START.replace(tzinfo=None) if db.dialect.name == "sqlite" else START
    rows: dict[str, dict[str, Any]] = {
        "learners": {"id": 1, "name": "Ann", "zone": "UTC", "joined_at": at, "joined_day": at.date(), "points_at": at},
        "groups": {"id": 1, "title": "Group", "roadmap": "climb", "zone": "UTC", "created_at": at, "active_at": at},
        "checkins": {"id": 1, "group_id": 1, "week": at.date(), "opened_at": at, "closes_at": at},
        "reports": {"checkin_id": 1, "learner_id": 1, "finished": "All", "obstacle": "Joins", "at": at},
    }
    for name, values in rows.items():
        db.execute(insert(found.tables[name]).values(**values))


async def test_a_report_from_before_is_kept_and_not_published(blank_url: str) -> None:
    await run_migrations(blank_url, fill_revision)
    await upgrade(blank_url)
    store = open_store(blank_url)

    kept = await store.read(
        lambda db: [tuple(row) for row in db.execute(select(reports.c.obstacle, reports.c.publishing))]
    )
    asked = await store.read(
        lambda db: [
            tuple(row)
            for row in db.execute(select(learners.c.publishing, learners.c.shows_work, learners.c.takes_questions))
        ]
    )
    await store.close()

    assert [("Joins", None)] == kept
    assert [(None, None, None)] == asked
