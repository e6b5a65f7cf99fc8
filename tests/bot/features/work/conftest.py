"""A room with Ann and Ben on both engines, in which work is kept and seen."""

from __future__ import annotations

import pytest

from bot.database.store import Store
from tests.bot.climb import CLIMB
from tests.bot.room import Room


@pytest.fixture
async def room(store: Store) -> Room:
    """A room with the small roadmap. Root, the steward, Ann, Ben and Cat have joined."""
    room = Room(store, (CLIMB,))
    for name in ("Root", "Ann", "Ben", "Cat"):
        await room.say(name, "join")
    room.later(hours=1)
    return room
