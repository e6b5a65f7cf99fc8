"""Whatever happens between two homes, no tick, member or celebration is lost or doubled."""

from __future__ import annotations

import pytest

from bot.database.store import Store
from tests.bot.features.homes.homes_histories import History


@pytest.mark.parametrize(
    ("seed", "steps"), [(1, 30), *(pytest.param(seed, 120, marks=pytest.mark.thorough) for seed in range(2, 22))]
)
async def test_no_history_of_two_homes_loses_or_doubles_anything(sqlite_store: Store, seed: int, steps: int) -> None:
    history = History(sqlite_store, seed)

    await history.live(steps)

    assert history.joined
