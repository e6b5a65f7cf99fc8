"""What a transaction puts off to its end."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from sqlalchemy import Connection

from bot.database.endings import at_end, step
from bot.database.store import Store

made: list[dict[int, int]] = []


def note(_db: Connection, counts: Mapping[int, int]) -> None:
    made.append(dict(counts))


@pytest.fixture(autouse=True)
def _fresh() -> None:
    made.clear()


async def test_changes_of_the_same_count_become_one_at_the_end(sqlite_store: Store) -> None:
    def work(db: Connection) -> None:
        at_end(db, note, {2: 1, 0: -1})
        assert [] == made
        at_end(db, note, {5: 1, 2: -1})

    await sqlite_store.write(work)

    assert [{0: -1, 5: 1}] == made


async def test_a_transaction_that_failed_leaves_nothing_to_the_next(sqlite_store: Store) -> None:
    def fail(db: Connection) -> None:
        at_end(db, note, {1: 1})
        raise LookupError

    with pytest.raises(LookupError):
        await sqlite_store.write(fail)
    await sqlite_store.write(lambda _: None)

    assert [] == made


async def test_a_step_that_failed_takes_back_what_it_put_off(sqlite_store: Store) -> None:
    def work(db: Connection) -> None:
        at_end(db, note, {1: 1})
        with pytest.raises(LookupError), step(db):
            at_end(db, note, {1: 1, 2: 1})
            raise LookupError
        with step(db):
            at_end(db, note, {3: 1})

    await sqlite_store.write(work)

    assert [{1: 1, 3: 1}] == made
