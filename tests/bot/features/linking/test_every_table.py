"""A link moves or sets aside a row of every table, and its end puts each back as it was."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, select, update

from bot.database.store import Store
from bot.features.linking.actions.merging import merge_learners
from bot.features.linking.actions.parting import part_learners
from bot.features.linking.queries.moving import learner_columns, moved_tables
from bot.tables import accounts, focus_members, learners, links, metadata, set_aside, zone_changes
from tests.bot.features.linking.histories import Rows, everything
from tests.bot.features.privacy.two_learners import Filled, fill_both
from tests.migrations.filling import NOW

DERIVED = {"day_points", "dues", "point_counts", "inbound"}
"""Tables whose rows are reckoned anew, or get more."""
COUNTERS = {"points", "points_at", "streak", "streak_through", "best_streak", "news_from", "in_community", "linked"}


def fill(db: Connection) -> tuple[Filled, Filled]:
    """Two learners with accounts on two platforms, who are no one's link yet."""
    anna, bert = fill_both(db)
    db.execute(delete(set_aside))
    db.execute(delete(links))
    db.execute(update(learners).values(linked=False, zone="UTC", in_community=False))
    db.execute(update(zone_changes).values(zone="UTC", at=NOW - timedelta(days=1)))  # before the link
    db.execute(update(focus_members).values(staying=None, left_at=NOW))  # nobody stays in two sessions at once
    for one, platform in ((anna, "discord"), (bert, "telegram")):
        own = {"platform": platform, "name": one.rows["learners"]["name"]}
        db.execute(update(accounts).where(accounts.c.learner_id == one.learner_id).values(own))
        for name in ("answers", "kept_lines"):
            table = metadata.tables[name]
            db.execute(update(table).where(table.c.learner_id == one.learner_id).values(platform=platform))
    return anna, bert


def link(db: Connection, anna: Filled, bert: Filled) -> Any:
    return merge_learners(db, (anna.learner_id, "discord"), (bert.learner_id, "telegram"), NOW)


def rows_of(db: Connection, learner: Filled) -> dict[str, int]:
    """How many rows of each moved table have a key of a learner."""
    found = {}
    for table in moved_tables():
        for column in learner_columns(table):
            count = db.scalar(select(func.count()).select_from(table).where(column == learner.first))
            found[f"{table.name}.{column.name}"] = count or 0
    return found


def bare(rows: Rows) -> Rows:
    """Leave out what is reckoned anew."""
    kept = {name: found for name, found in rows.items() if name not in DERIVED}
    kept["gathered"] = [{**row, "facts": row["facts"]["at"]} for row in kept["gathered"]]  # each names its own learner
    kept["groups"] = [{k: v for k, v in row.items() if k != "last_number"} for row in kept["groups"]]  # it only rises
    chats = [{k: v for k, v in row.items() if k != "away_on"} for row in kept["memberships"]]
    kept["memberships"] = chats  # whoever has one account has one chat
    kept["learners"] = [{k: v for k, v in row.items() if k not in COUNTERS} for row in kept["learners"]]
    return kept


def count(rows: Rows) -> dict[str, int]:
    return {name: len(found) for name, found in rows.items()}


async def test_a_link_loses_no_row_of_any_table_and_its_end_puts_each_back(store: Store) -> None:
    anna, bert = await store.write(fill)
    before = await store.read(everything)
    assert {"dues.learner_id"} == {name for name, rows in (await store.read(rows_of, bert)).items() if not rows}

    made = await store.write(link, anna, bert)

    linked = await store.read(everything)
    assert not any((await store.read(rows_of, bert)).values())
    aside = [row["table_name"] for row in linked["set_aside"]]
    for name in before.keys() - DERIVED - {"links", "set_aside", "learners"}:
        assert len(before[name]) <= len(linked[name]) + aside.count(name), name
    assert {"memberships", "reports", "obstacles", "helps", "dialogs", "rest_changes", "paired"} <= set(aside)
    await store.write(part_learners, made, NOW)
    after = await store.read(everything)
    assert count(bare(before)) == count(bare(after))
    for name, rows in bare(before).items():
        assert rows == bare(after)[name], name
