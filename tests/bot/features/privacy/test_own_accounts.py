"""What is kept of an account without a learner: whatever an export finds can be deleted, table by table."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, Table, delete, update

from bot.database.store import Store
from bot.features.privacy.actions.forgetting import Forgotten, ask_to_forget, forget_now, read_forgetting_wish
from bot.features.privacy.queries.export_rows import EXPORTED, read_export
from bot.features.privacy.queries.traces import tables_by_account
from bot.identity import Account, Caller, LearnerId, Place
from bot.tables import accounts, focuses, learners, outbox
from tests.bot.features.privacy.two_learners import fill_both
from tests.migrations.filling import NOW

KEYED = {one.section: one.table for one in EXPORTED if "user_id" in one.table.c and one.table is not accounts}


def leave(db: Connection, section: str) -> Account:
    """Keep of an account the rows of one section alone. Empty: none."""
    anna, _ = fill_both(db)
    for name, table in KEYED.items():
        own = table.c.user_id == anna.account.user_id
        if name != section:
            db.execute(delete(table).where(own))
        elif "learner_id" in table.c:
            db.execute(update(table).where(own).values(learner_id=None))
    db.execute(delete(learners).where(learners.c.id == anna.learner_id))
    return anna.account


def test_every_table_that_is_exported_by_account_is_forgotten_by_account() -> None:
    assert set(KEYED.values()) <= set(tables_by_account())


async def test_an_export_holds_what_is_kept_of_each_account_whichever_asks(sqlite_store: Store) -> None:
    anna, _ = await sqlite_store.write(fill_both)

    for account in (anna.account, Account("telegram", 5, "Anna")):
        found = await sqlite_store.read(read_export, anna.learner_id, account)
        assert set(KEYED) <= {one.name for one in found if one.rows}


@pytest.mark.parametrize(("table", "key"), [(outbox, "learner_id"), (focuses, "starter_id")])
@pytest.mark.parametrize("whose", ["nobody's", "another's"])
async def test_what_goes_to_an_account_is_exported_unless_it_is_another_learners(
    sqlite_store: Store, table: Table, key: str, whose: str
) -> None:
    def keep_one(db: Connection) -> tuple[LearnerId, Account]:
        anna, bert = fill_both(db)
        owner = None if whose == "nobody's" else bert.learner_id
        db.execute(delete(table).where(table.c.id != anna.id_in(table.name)))
        db.execute(update(table).values({key: owner, "account_id": anna.id_in("accounts")}))
        return anna.learner_id, anna.account

    learner_id, account = await sqlite_store.write(keep_one)

    [section] = [one.section for one in EXPORTED if one.table is table]
    found = {one.name: len(one.rows) for one in await sqlite_store.read(read_export, learner_id, account)}
    assert (1 if whose == "nobody's" else 0) == found[section]


@pytest.mark.parametrize("section", ["", *KEYED])
async def test_what_an_export_finds_of_an_account_can_be_deleted(store: Store, section: str) -> None:
    account = await store.write(leave, section)
    caller = Caller(account, Place(account.platform, account.user_id, account.user_id, private=True), NOW)

    async def found() -> list[str]:
        return [one.name for one in await store.read(read_export, None, account) if one.rows]

    assert [section] * bool(section) == await found()
    for look in (await store.read(read_forgetting_wish, caller), await store.write(ask_to_forget, caller)):
        assert (False, bool(section)) == (look.known, look.account)
    assert await store.write(forget_now, caller, "") is Forgotten.DONE
    assert [] == await found()
    assert not (await store.read(read_forgetting_wish, caller)).account
