"""An account that is given to another learner while a call of it waits, on PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import pytest
from sqlalchemy import Connection, select

from bot.database.store import Store
from bot.features.linking.actions.linking import issue_link_code, link_accounts, unlink_accounts
from bot.features.members.actions.learners import ensure_learner, lock_person
from bot.features.members.queries.learners import Person, find_person
from bot.identity import Caller, LearnerId, Place
from bot.tables import accounts
from tests.bot.hall import Hall
from tests.databases import open_patiently
from tests.races import run_both

THERE = Place("discord", 5, 6, title="There")
FINDS: dict[str, Callable[[Connection, Caller], Person | None]] = {
    "found": lambda db, caller: find_person(db, caller.account, lock=True),
    "ensured": ensure_learner,
    "locked": lambda db, caller: lock_person(db, caller.account),
}


@pytest.fixture
async def hall(postgres_url: str) -> AsyncIterator[Hall]:
    """Ann has an account on each platform. That in the hall has the ticks, so its learner is kept by a link."""
    store = open_patiently(postgres_url)
    hall = Hall(store)
    await hall.enter("Ann")
    await hall.enter("Ann there", THERE)
    await hall.study("Ann")
    await hall.tick("Ann", "week1-stats")
    yield hall
    await store.close()


async def learner_of(store: Store, caller: Caller) -> LearnerId:
    """The learner of an account now."""
    statement = select(accounts.c.learner_id).where(accounts.c.user_id == caller.account.user_id)
    return await store.read(lambda db: db.execute(statement).scalar_one())


@pytest.mark.parametrize("find", FINDS)
@pytest.mark.parametrize("parts", [False, True], ids=["link", "unlink"])
async def test_the_call_is_of_the_learner_who_has_the_account_now(hall: Hall, find: str, *, parts: bool) -> None:
    store, here, there = hall.store, hall.caller("Ann"), hall.caller("Ann there", THERE)
    code = (await store.write(issue_link_code, here, "key")).code
    if parts:
        await store.write(link_accounts, there, code)
    before = await learner_of(store, there)

    _, found = await run_both(
        store,
        lambda db: (
            unlink_accounts(db, here, {hall.roadmap.slug: hall.roadmap}) if parts else link_accounts(db, there, code)
        ),
        lambda db: FINDS[find](db, there),
    )

    assert found is not None
    assert before != found.learner_id == await learner_of(store, there)
