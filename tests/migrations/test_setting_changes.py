"""Changes of settings from before revision 0055: the last one of a learner's own clock is known."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection, MetaData, insert

from bot.closed_sets import Setting
from bot.database.migrating import run_migrations, upgrade, upgrade_to
from bot.database.store import open_store
from bot.features.members.queries.setting_changes import read_setting_changes
from bot.identity import LearnerId
from tests.bot.climb import START

HOUR = timedelta(hours=1)
CLOCKS = ((True, 240), (False, 120), (True, 120), (False, 240))
"""Whether the zone of each learner is their own, and their day end."""


def fill_revision(db: Connection) -> None:
    """Learners at revision 0054, each with two changes of their clock."""
    upgrade_to(db, "0054")
    found = MetaData()
    found.reflect(db)
    at = START.replace(tzinfo=None) if db.dialect.name == "sqlite" else START
    for number, (own, day_end) in enumerate(CLOCKS, 1):
        values = {"id": number, "name": "Ann", "zone": "UTC", "joined_at": at, "joined_day": at.date(), "points_at": at}
        db.execute(insert(found.tables["learners"]).values(**values, zone_is_own=own, day_end=day_end))
        for hours in (1, 2):
            change = {"learner_id": number, "at": at + hours * HOUR, "effective_at": at, "zone": "UTC"}
            db.execute(insert(found.tables["zone_changes"]).values(**change, day_end=day_end))


async def test_the_last_change_of_a_clock_is_kept_for_what_the_learner_chose(blank_url: str) -> None:
    await run_migrations(blank_url, fill_revision)
    await upgrade(blank_url)
    store = open_store(blank_url)

    kept = [await store.read(read_setting_changes, LearnerId(number)) for number in range(1, len(CLOCKS) + 1)]
    await store.close()

    assert [{Setting.ZONE}, {Setting.DAY_END}, {Setting.ZONE, Setting.DAY_END}, set()] == [set(one) for one in kept]
    assert {START + 2 * HOUR} == {change.at for one in kept for change in one.values()}
