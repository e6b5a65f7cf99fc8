"""What a group that is about to be deleted gives to the one with which it was connected: what ended meanwhile."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Table, select

from bot.database.store import Store
from bot.features.homes.queries.history import give_history
from bot.tables import checkins, connections, focuses, obstacles, pairings, takedowns, week_goals
from bot.tables.checkins import NOT_YET
from tests.bot.features.homes.test_moving import BEFORE, LATER, MINE, MONDAY, OTHER, WEEKS, put, settle
from tests.bot.features.homes.two_homes import CHIEF, ROOT
from tests.bot.features.privacy.test_lost_homes import LostHome
from tests.migrations.filling import NOW

SOLVED = {"learner_id": 5, "source": "stuck", "state": "solved"}
EARLIER = NOW - timedelta(days=2)
GIVEN: tuple[tuple[Table, dict[str, Any]], ...] = (
    (obstacles, {**SOLVED, "at": BEFORE, "ended_at": LATER}),
    (obstacles, {**SOLVED, "at": NOW, "ended_at": LATER}),
    (pairings, {"at": BEFORE, "renewed_at": BEFORE, "ended_at": LATER}),
    (focuses, {"place_id": OTHER, "started_at": BEFORE, "ended_at": LATER}),
    (week_goals, {"week": WEEKS["this"], "set_at": BEFORE}),
    (week_goals, {"week": WEEKS["next"], "set_at": BEFORE}),
    (week_goals, {"week": WEEKS["last"], "set_at": LATER}),
    (checkins, {"week": WEEKS["next"], "opened_at": BEFORE, "closed_at": LATER}),
    (checkins, {"week": WEEKS["next"], "opened_at": NOT_YET}),
)
"""Rows of the group that goes, while both were one since NOW."""
KEPT: tuple[tuple[Table, dict[str, Any]], ...] = (
    (obstacles, {**SOLVED, "at": BEFORE, "ended_at": EARLIER}),
    (obstacles, {**SOLVED, "at": BEFORE, "ended_at": LATER, "source": "checkin", "checkin_id": MINE}),
    (pairings, {"at": BEFORE, "renewed_at": BEFORE, "ended_at": EARLIER}),
    (focuses, {"place_id": MINE, "started_at": NOW, "ended_at": LATER}),
    (focuses, {"place_id": OTHER, "started_at": BEFORE, "ended_at": EARLIER}),
    (week_goals, {"week": WEEKS["last"], "set_at": BEFORE}),
    (checkins, {"week": WEEKS["next"], "opened_at": BEFORE, "closed_at": NOW}),
    (checkins, {"week": WEEKS["last"], "opened_at": NOT_YET}),
)
"""Rows that were of it alone."""


@pytest.mark.parametrize(
    ("table", "values", "owner"),
    [*((table, values, OTHER) for table, values in GIVEN), *((table, values, MINE) for table, values in KEPT)],
)
async def test_what_ended_while_both_were_one_is_given(
    sqlite_store: Store, table: Table, values: dict[str, Any], owner: int
) -> None:
    def give(db: Connection) -> Any:
        settle(db, m5=MINE)
        db.execute(checkins.update().values(week=MONDAY - timedelta(weeks=9), closed_at=BEFORE))
        put(db, table, group_id=MINE, **({"id": 7} if "id" in table.c else {}), **values)
        give_history(db, MINE, OTHER, NOW, MONDAY)
        return db.scalar(select(table.c.group_id).order_by(next(iter(table.primary_key)).desc()).limit(1))

    assert owner == await sqlite_store.write(give)


@pytest.mark.parametrize(("closed_at", "owner"), [(LATER, OTHER), (NOW, MINE)])
async def test_a_report_that_was_taken_down_goes_with_its_check_in(
    sqlite_store: Store, closed_at: datetime, owner: int
) -> None:
    def give(db: Connection) -> Any:
        settle(db, m5=MINE)
        db.execute(checkins.update().values(week=MONDAY - timedelta(weeks=9), closed_at=BEFORE))
        put(db, checkins, id=7, group_id=MINE, week=WEEKS["next"], opened_at=BEFORE, closed_at=closed_at)
        put(db, takedowns, id=7, group_id=MINE, learner_id=5, checkin_id=7)
        put(db, takedowns, id=8, group_id=MINE, learner_id=5, checkin_id=MINE)
        give_history(db, MINE, OTHER, NOW, MONDAY)
        return [row.group_id for row in db.execute(select(takedowns).order_by(takedowns.c.id))]

    assert [owner, MINE] == await sqlite_store.write(give)


async def test_a_lost_group_gives_what_ended_in_both_and_nothing_of_its_own(store: Store) -> None:
    lost = LostHome(store)
    homes = lost.homes
    await homes.settle("Ann@discord", "Cem@telegram", ROOT, CHIEF)
    await homes.live(days=6, hours=1)
    await homes.say("Ann@discord", "/checkin for my group")
    await homes.say("Cem@telegram", "/stuck week1-practice how?")
    own = [one.id for one in await homes.rows(checkins, group_id=1)]
    await homes.join()
    joined = await homes.rows(connections)
    closed = [one.closed_at for one in await homes.rows(checkins, group_id=1)]
    await homes.say("Cem@telegram", "/stuck solved week1-practice: with a nap")
    await homes.lose("discord")
    await lost.live(31)

    assert closed == [one.joined_at for one in joined]
    assert ["telegram"] == await lost.platforms()
    assert ["with a nap"] == [one.solution for one in await homes.rows(obstacles, group_id=2)]
    assert [] == [one.id for one in await homes.rows(checkins) if one.id in own]
