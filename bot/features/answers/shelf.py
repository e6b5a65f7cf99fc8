"""Keep in the store the updates that wait for their answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.clock import Clock
from bot.database.store import Store
from bot.features.answers.queries import add_updates, delete_updates, read_updates

KEEP_UPDATES = timedelta(days=1)  # Telegram itself keeps them no longer


class StoredUpdates:
    """Keeps updates until they are answered, for a day at most."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def put(self, updates: Mapping[int, str]) -> None:
        """Keep updates by their number."""
        await self._store.write(add_updates, updates, self._clock.now())

    async def load(self) -> dict[int, str]:
        """The kept updates."""
        return await self._store.read(read_updates, self._clock.now() - KEEP_UPDATES)

    async def drop(self, numbers: Sequence[int]) -> None:
        """Forget updates that are answered."""
        await self._store.write(delete_updates, numbers)
