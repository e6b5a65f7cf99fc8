"""A code that is typed while its issuer gets another, on PostgreSQL: neither waits in a circle."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.features.codes.actions import CodeTrouble, IssuedCode
from bot.features.homes.actions.offering import confirm_connection, issue_connect_code, see_offer
from bot.features.linking.actions.linking import issue_link_code, link_accounts, see_link
from bot.features.members.actions.learners import ensure_learner
from bot.identity import GroupId, Place
from bot.posting.locking import lock_group
from tests.bot.hall import Hall
from tests.databases import Cluster, open_patiently
from tests.races import count_deadlocks, run_both

THERE = Place("discord", 5, 6, title="There")
LINKING = {"preview": see_link, "link": link_accounts}


@pytest.fixture
async def hall(postgres_url: str) -> AsyncIterator[Hall]:
    """Ann has an account and a group on each platform."""
    store = open_patiently(postgres_url)
    hall = Hall(store)
    await hall.enter("Ann")
    await hall.enter("Ann there", THERE)
    yield hall
    await store.close()


@pytest.mark.parametrize("work", LINKING)
async def test_a_code_that_links(cluster: Cluster, hall: Hall, work: str) -> None:
    here, there = hall.caller("Ann"), hall.caller("Ann there", THERE)
    code = (await hall.store.write(issue_link_code, here, "key")).code
    before = count_deadlocks(cluster.folder)

    _, answer = await run_both(
        hall.store,
        lambda db: ensure_learner(db, here),
        lambda db: LINKING[work](db, there, code),
        then=lambda db: issue_link_code(db, here, "another"),
    )

    assert CodeTrouble.GONE is answer.trouble
    assert before == count_deadlocks(cluster.folder)


@pytest.mark.parametrize("sure", [False, True], ids=["preview", "connect"])
async def test_a_code_that_connects(cluster: Cluster, hall: Hall, *, sure: bool) -> None:
    here, there = hall.caller("Ann"), hall.caller("Ann there", THERE)
    issued = await hall.store.write(issue_connect_code, here, "key")
    assert isinstance(issued, IssuedCode)
    code, slug = issued.code, hall.roadmap.slug
    before = count_deadlocks(cluster.folder)

    _, view = await run_both(
        hall.store,
        lambda db: lock_group(db, GroupId(1)),
        lambda db: confirm_connection(db, there, code, slug) if sure else see_offer(db, there, code),
        then=lambda db: issue_connect_code(db, here, "another"),
    )

    assert CodeTrouble.GONE is view.trouble
    assert before == count_deadlocks(cluster.folder)
