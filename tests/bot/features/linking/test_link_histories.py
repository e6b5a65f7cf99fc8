"""No tick is lost or doubled, and no streak is cut, whatever happens before, between and after links."""

from __future__ import annotations

import pytest

from bot.database.store import Store
from tests.bot.features.linking.histories import play

DAILY, THOROUGH = 2, 200
SEEDS = [pytest.param(seed, marks=[pytest.mark.thorough] if seed >= DAILY else []) for seed in range(THOROUGH)]


@pytest.mark.parametrize("seed", SEEDS)
async def test_links_keep_every_tick_and_streak(sqlite_store: Store, seed: int) -> None:
    await play(sqlite_store, seed)


async def test_links_keep_every_tick_and_streak_on_both_engines(store: Store) -> None:
    await play(store, THOROUGH, steps=25)
