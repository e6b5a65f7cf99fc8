"""Two groups on two platforms."""

from __future__ import annotations

import pytest

from bot.database.store import Store
from tests.bot.features.homes.two_homes import TwoHomes


@pytest.fixture
def homes(sqlite_store: Store) -> TwoHomes:
    """A group on Discord and one on Telegram."""
    return TwoHomes(sqlite_store)
