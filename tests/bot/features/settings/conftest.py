"""A room with two roadmaps to choose from."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.database.store import Store
from tests.bot.room import PRACTISED, Room

OTHER = replace(PRACTISED, slug="other", title="The other one")


@pytest.fixture
def room(sqlite_store: Store) -> Room:
    """A room with two roadmaps."""
    return Room(sqlite_store, [PRACTISED, OTHER])
