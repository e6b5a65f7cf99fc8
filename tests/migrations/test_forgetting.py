"""A learner with rows in every table is forgotten: nothing is left of them, whatever the revision they came from."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from bot.database.migrating import run_migrations, upgrade, upgrade_to
from bot.database.store import open_store
from bot.features import posts  # noqa: F401  registers the kinds of post
from bot.features.privacy.actions.forgetting import forget_learner
from bot.identity import LearnerId
from tests.migrations.filling import NOW
from tests.migrations.test_migrations import REVISIONS
from tests.migrations.traces import LEARNER, fill_with_learner, find_traces

DAILY = {REVISIONS[0], REVISIONS[-1]}
KEPT = {
    "groups",
    "places",
    "invites",
    "editions",
    "checkins",
    "beats",
    "upkeep",
    "outages",
    "week_goals",
    "point_counts",
}
"""Tables whose rows are no learner's."""
GONE_IN_TIME = {"brief_answers", "pairings"}


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
    finally:
        await store.close()
