from __future__ import annotations

from sqlalchemy import Connection, text

from bot.storage.db import Store


def count(db: Connection) -> int:
    return int(db.execute(text("SELECT count(*) FROM learners")).scalar_one())


async def test_a_new_store_is_empty(store: Store) -> None:
    assert await store.read(count) == 0
