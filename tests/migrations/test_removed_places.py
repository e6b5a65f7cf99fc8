"""Places from before revision 0057: those from which the bot was removed count from the upgrade."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, MetaData, insert, select

from bot.clock import SystemClock
from bot.database.migrating import run_migrations, upgrade, upgrade_to
from bot.database.store import open_store
from bot.tables import place_stewards, places
from tests.bot.climb import START

REASONS = ("removed", "kicked", "forbidden", None)


def fill_revision(db: Connection) -> None:
    """Places at revision 0056, each off for another reason, and a steward of the first."""
    upgrade_to(db, "0056")
    found = MetaData()
    found.reflect(db)
    at = START.replace(tzinfo=None) if db.dialect.name == "sqlite" else START
    group = {"id": 1, "title": "Study", "roadmap": "climb", "zone": "UTC", "created_at": at, "active_at": at}
    db.execute(insert(found.tables["groups"]).values(**group))
    for number, reason in enumerate(REASONS, 1):
        place = {"id": number, "group_id": 1, "platform": "discord", "space_id": number, "chat_id": number}
        db.execute(insert(found.tables["places"]).values(**place, off_reason=reason))
    db.execute(insert(found.tables["place_stewards"]).values(place_id=1, user_id=7))


def read(db: Connection) -> tuple[list[datetime | None], list[Any]]:
    removed = select(places.c.removed_at).order_by(places.c.id)
    return list(db.scalars(removed)), list(db.scalars(select(place_stewards.c.warned_for)))


async def test_a_removed_place_counts_from_the_upgrade_and_no_other_does(blank_url: str) -> None:
    await run_migrations(blank_url, fill_revision)
    before = SystemClock().now().replace(microsecond=0)
    await upgrade(blank_url)
    after = SystemClock().now()
    store = open_store(blank_url)

    removed, warned = await store.read(read)
    await store.close()

    assert removed[0] is not None
    assert before <= removed[0] <= after
    assert removed[0].tzinfo == UTC
    assert [None, None, None] == removed[1:]
    assert [None] == warned
