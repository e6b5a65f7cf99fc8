"""A member who speaks while their group is connected or parts, on PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import Connection

from bot.features.homes.actions.joining import Joining, join_groups
from bot.features.homes.actions.parting import disconnect_groups
from bot.features.ticks.actions.ticking import tick_off
from bot.identity import ConnectionId
from bot.tables import memberships, ticks
from tests.bot.features.homes.two_homes import ROOT, TwoHomes
from tests.bot.room import PRACTISED
from tests.databases import open_patiently
from tests.races import run_both

ANN, CEM = "Ann@discord", "Cem@telegram"


@pytest.fixture
async def homes(postgres_url: str) -> AsyncIterator[TwoHomes]:
    store = open_patiently(postgres_url)
    homes = TwoHomes(store)
    await homes.settle(ANN, CEM)
    yield homes
    await store.close()


async def groups_of(homes: TwoHomes, name: str) -> list[int]:
    """The groups in which a learner is a present member."""
    found = await homes.rows(memberships, learner_id=[ANN, CEM].index(name) + 1)
    return [one.group_id for one in found if one.left_at is None]


@pytest.mark.parametrize("name", [ANN, CEM])
async def test_a_tick_in_the_moment_of_the_joining_is_made_in_the_one_group(homes: TwoHomes, name: str) -> None:
    await homes.connect()
    await homes.work()
    homes.later(days=1)
    caller, now = homes.caller(name), homes.clock.now()

    def join(db: Connection) -> Joining:
        return join_groups(db, ConnectionId(1), homes.library, now)

    joined, _ = await run_both(homes.store, join, lambda db: tick_off(db, caller, PRACTISED, ("week1-practice",), ""))

    assert Joining.JOINED is joined
    assert [1] == await groups_of(homes, name)
    [made] = await homes.rows(ticks, task="week1-practice")
    assert 1 == made.group_id


@pytest.mark.parametrize(("name", "own"), [(ANN, 1), (CEM, 2)])
async def test_a_tick_in_the_moment_of_the_parting_is_made_in_the_own_group(
    homes: TwoHomes, name: str, own: int
) -> None:
    await homes.join()
    caller, root = homes.caller(name), homes.caller(ROOT)

    await run_both(
        homes.store,
        lambda db: disconnect_groups(db, root, homes.library),
        lambda db: tick_off(db, caller, PRACTISED, ("week1-practice",), ""),
    )

    assert [own] == await groups_of(homes, name)
    [made] = await homes.rows(ticks, task="week1-practice")
    assert own == made.group_id
