"""Keep the lines of buttons in the store."""

from __future__ import annotations

import random
from collections.abc import Sequence

from bot.chat import limits
from bot.chat.call import Said
from bot.chat.keeping import KEPT_FOR, KeptLine
from bot.clock import Clock
from bot.database.store import Store
from bot.features.buttons.queries import add_lines, find_line

ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"


class StoredLines:
    """Keeps lines under random keys that no caller can guess. `dice` makes the keys."""

    def __init__(self, store: Store, clock: Clock, dice: random.Random) -> None:
        self._store = store
        self._clock = clock
        self._dice = dice

    async def keep(self, said: Said, lines: Sequence[str]) -> list[str]:
        """Keep lines for the caller in one write. Returns a key for each."""
        keys = [self.make_key() for _ in lines]
        kept = dict(zip(keys, lines, strict=True))
        await self._store.write(add_lines, said.account, said.place, kept, self._clock.now())
        return keys

    async def find(self, key: str) -> KeptLine | None:
        """Find the line of a key, if it was kept in the last 30 days."""
        found = await self._store.glance(find_line, key, self._clock.now() - KEPT_FOR)
        return KeptLine(*found) if found else None

    def make_key(self) -> str:
        """Make a random key that no caller can guess."""
        return "".join(self._dice.choices(ALPHABET, k=limits.KEY))
