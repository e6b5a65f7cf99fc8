"""Look for members of a group in the chat before a post, so that those who are gone are left out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from bot.chat.port import Adapter
from bot.clock import Clock
from bot.database.store import Store
from bot.identity import Account, GroupId, Place
from bot.posting.recording import Aftermath

EACH = timedelta(days=1)
"""The time in which each member is looked for in the chat at most once.

A linked member of a group with two homes may be looked for more often: a look in one chat ends the time of the other.
"""
ROLL = 200
"""The most members who are looked for before one post."""


class RollCall:
    """Calls the roll of a place. `goes_on` says whether the program still runs."""

    def __init__(self, store: Store, clock: Clock, aftermath: Aftermath, goes_on: Callable[[], bool]) -> None:
        self._store = store
        self._clock = clock
        self._aftermath = aftermath
        self._goes_on = goes_on

    async def run(self, place: Place, group_id: GroupId, adapter: Adapter) -> None:
        """Look for the members in the chat, and note those who are gone. Unknown means still a member.

        When the program stops, the rest are left to another day, as the post may not be in doubt then.
        """
        now = self._clock.now()
        roll = await self._store.read(self._aftermath.call_roll, group_id, place.platform, now - EACH)
        seen: list[Account] = []
        gone: list[Account] = []
        for account in roll[:ROLL]:
            if not self._goes_on():
                break
            seen.append(account)
            if await adapter.has_left(place, account):
                gone.append(account)
        if seen:
            await self._store.write(self._aftermath.note_roll, place, seen, gone, now)
