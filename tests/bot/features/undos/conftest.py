"""A room whose roadmap has levels, blocks and choices, and one with the shipped roadmap."""

from __future__ import annotations

import pytest

from bot.database.store import Store
from roadmap.reading import shipped_roadmap
from tests.bot.climb import CLIMB
from tests.bot.room import Room


@pytest.fixture
def room(sqlite_store: Store) -> Room:
    """A room with the small roadmap."""
    return Room(sqlite_store, (CLIMB,))


@pytest.fixture
def course(sqlite_store: Store) -> Room:
    """A room with the shipped roadmap."""
    return Room(sqlite_store, (shipped_roadmap(),))
