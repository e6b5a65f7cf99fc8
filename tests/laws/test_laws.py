"""Whatever random groups do for weeks, no law is broken: names, budgets, quiet, hours apart, streaks explained."""

from __future__ import annotations

import pytest

from bot.clock import SettableClock
from tests.bot.room import START
from tests.databases import open_patiently
from tests.laws.laws import LAWS
from tests.laws.living import live_through

DAILY, THOROUGH, ON_POSTGRES = 2, 150, 3


async def assert_laws_hold(url: str, seed: int) -> None:
    """Let a group live on a database, and list all that breaks a law."""
    clock = SettableClock(START)
    store = open_patiently(url, clock)
    try:
        record = await live_through(store, clock, seed)
    finally:
        await store.close()
    broken = [f"{law.__name__}: {found}" for law in LAWS for found in law(record)]
    assert [] == broken, "\n".join([f"seed {seed}", *broken])


@pytest.mark.parametrize(
    "seed", [pytest.param(seed, marks=[pytest.mark.thorough] if seed >= DAILY else []) for seed in range(THOROUGH)]
)
async def test_a_group_breaks_no_law_whatever_it_does_for_weeks(sqlite_url: str, seed: int) -> None:
    await assert_laws_hold(sqlite_url, seed)


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(ON_POSTGRES))
async def test_a_group_breaks_no_law_on_postgres_either(postgres_url: str, seed: int) -> None:
    await assert_laws_hold(postgres_url, seed)
