"""A town in which the same person speaks on two platforms."""

from __future__ import annotations

import pytest

from bot.database.store import Store
from tests.bot.features.homes.two_homes import TwoHomes
from tests.bot.features.linking.town import Town


@pytest.fixture
def town(sqlite_store: Store) -> Town:
    """A group on each of two platforms."""
    return Town(sqlite_store)


@pytest.fixture
def homes(sqlite_store: Store) -> TwoHomes:
    """A group on Discord and one on Telegram."""
    return TwoHomes(sqlite_store)
