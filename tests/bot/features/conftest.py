"""A room for the tests of commands, and one whose group has check-ins."""

from __future__ import annotations

import pytest

from bot.database.store import Store
from tests.adapters.weekly_core import WeeklyCore
from tests.bot.room import Room


@pytest.fixture
def room(sqlite_store: Store) -> Room:
    """A room whose roadmap has habits."""
    return Room(sqlite_store)


@pytest.fixture
def core(sqlite_store: Store) -> WeeklyCore:
    """A room with a check-in each week."""
    return WeeklyCore(sqlite_store)
