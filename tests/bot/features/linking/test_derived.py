"""What both accounts keep of a link when it ends: celebrations that neither hears again, and outages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, delete, insert, select, update

from bot.database.store import Store
from bot.features.linking.actions.merging import merge_learners
from bot.features.linking.actions.parting import part_learners
from bot.tables import milestones, outage_days, outages
from tests.bot.features.linking.test_every_table import fill
from tests.bot.features.privacy.two_learners import Filled
from tests.migrations.filling import NOW

LINKED, AFTER = NOW + timedelta(hours=1), NOW + timedelta(hours=2)


def link(db: Connection, kept: Filled, other: Filled) -> Any:
    return merge_learners(db, (kept.learner_id, "discord"), (other.learner_id, "telegram"), LINKED)


WAITING: dict[str, Any] = {"posted": False, "withdrawn": False}
TAKEN_BACK: dict[str, Any] = {"posted": False, "withdrawn": True}
CELEBRATED: dict[str, Any] = {"posted": True, "withdrawn": False}


@pytest.mark.parametrize("whose", ["kept", "other"])
@pytest.mark.parametrize(
    ("before", "since", "copied"),
    [
        (WAITING, CELEBRATED, True),
        (WAITING, WAITING, False),
        (CELEBRATED, CELEBRATED, False),
        (TAKEN_BACK, CELEBRATED, False),
        (TAKEN_BACK, {**CELEBRATED, "at": AFTER}, True),
        (TAKEN_BACK, {**WAITING, "at": AFTER}, False),
    ],
)
async def test_a_milestone_that_was_celebrated_since_a_link_is_withdrawn_for_the_other(
    sqlite_store: Store, whose: str, before: dict[str, Any], since: dict[str, Any], copied: bool
) -> None:
    def link_and_part(db: Connection) -> tuple[list[Any], list[Any]]:
        kept, other = fill(db)
        owner, twin = (kept, other) if whose == "kept" else (other, kept)
        db.execute(delete(milestones))
        db.execute(insert(milestones), {**owner.rows["milestones"], "act_id": 7, **before})
        made = link(db, kept, other)
        db.execute(update(milestones).values(**since))
        part_learners(db, made, AFTER)
        return read(db, owner), read(db, twin)

    own, copies = await sqlite_store.write(link_and_part)

    assert [(since["posted"], since["withdrawn"], 7)] == own
    assert [(True, True, None)] * copied == copies


def read(db: Connection, whose: Filled) -> list[Any]:
    columns = milestones.c.posted, milestones.c.withdrawn, milestones.c.act_id
    return [tuple(row) for row in db.execute(select(*columns).where(milestones.c.learner_id == whose.learner_id))]


@pytest.mark.parametrize("since", [True, False])
async def test_an_outage_since_a_link_holds_the_streaks_of_both(sqlite_store: Store, since: bool) -> None:
    """An outage of before it is of the account whose learner had it."""

    def link_and_part(db: Connection) -> list[int]:
        kept, other = fill(db)
        db.execute(delete(outage_days))
        own = {**kept.rows["outage_days"], "starts_at": AFTER, "made_on": None}
        db.execute(insert(outages), {"starts_at": AFTER, "ends_at": AFTER, "resolved": True})
        if not since:
            db.execute(insert(outage_days), own)
        made = link(db, kept, other)
        if since:
            db.execute(insert(outage_days), own)
        part_learners(db, made, AFTER)
        found = db.scalars(select(outage_days.c.learner_id).order_by(outage_days.c.learner_id))
        return [(kept.first, other.first).index(learner) for learner in found]

    assert ([0, 1] if since else [0]) == await sqlite_store.write(link_and_part)
