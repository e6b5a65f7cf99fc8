"""Keep in the store what the answers in hand need after a restart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.chat.port import OpenTicket
from bot.clock import Clock
from bot.database.inbound import close_tickets, expire_tickets, open_tickets
from bot.database.store import Store

KEEP_TICKETS = timedelta(minutes=15)  # Discord takes an answer no longer


class StoredTickets:
    """Keeps the tickets of calls until they are answered, for 15 minutes at most."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def find_open(self, platform: str) -> Sequence[OpenTicket]:
        """Find the tickets of a platform, the oldest first. Those that are too old are forgotten."""
        since = self._clock.now() - KEEP_TICKETS
        await self._store.write(expire_tickets, since)
        kept = await self._store.read(open_tickets, platform, since)
        return [OpenTicket(one.inbound_id, one.holds) for one in kept]

    async def close(self, inbound_ids: Sequence[str]) -> None:
        """Forget the tickets of calls that were answered."""
        await self._store.write(close_tickets, inbound_ids)
