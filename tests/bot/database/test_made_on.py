"""Rows know on which platform the account spoke that made them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection, insert, select

from bot.database.store import Store
from bot.tables import learners, pauses
from tests.bot.climb import START


def add_learner(db: Connection) -> int:
    values = {"name": "Ann", "zone": "UTC", "joined_at": START, "joined_day": START.date(), "points_at": START}
    return int(db.execute(insert(learners).returning(learners.c.id), values).scalar_one())


def add_pauses(db: Connection, count: int) -> None:
    days = [START.date() + timedelta(days=number) for number in range(count)]
    db.execute(insert(pauses), [{"learner_id": 1, "first_day": day, "last_day": day, "at": START} for day in days])


def read_made(db: Connection) -> list[str | None]:
    return list(db.scalars(select(pauses.c.made_on).order_by(pauses.c.id)))


async def test_a_row_says_the_platform_of_the_call_that_made_it(store: Store) -> None:
    await store.write(add_learner)
    await store.write_once("telegram:update:1", add_pauses, 2)
    await store.write(add_pauses, 1)
    await store.write_once("discord:7", add_pauses, 1)

    assert ["telegram", "telegram", None, "discord"] == await store.read(read_made)


async def test_a_call_that_failed_leaves_its_platform_to_no_other(store: Store) -> None:
    await store.write(add_learner)

    def fail(db: Connection) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await store.write_once("telegram:update:1", fail)
    await store.write(add_pauses, 1)

    assert [None] == await store.read(read_made)
