"""Join groups whose moment has come, and tell homes what they missed."""

from __future__ import annotations

from datetime import datetime

import structlog

from bot.clock import Clock
from bot.database.store import Store
from bot.errors import StoreBusy
from bot.features.homes.actions.joining import find_joinings, find_next_joining, join_groups, put_off_joining
from bot.features.homes.actions.noticing import AGAIN
from bot.features.homes.actions.returning import find_homes_with_news, repeat_missed_news
from bot.identity import PlaceId
from bot.library import Library

log = structlog.get_logger()


class Joiner:
    """Makes one group of each two whose moment has come, each in a transaction of its own: implements `Chore`."""

    def __init__(self, store: Store, clock: Clock, library: Library) -> None:
        self._store = store
        self._clock = clock
        self._library = library
        self._not_before: dict[PlaceId, datetime] = {}

    async def next_due(self) -> datetime | None:
        """The next moment at which two groups become one."""
        return await self._store.read(find_next_joining)

    async def run_due(self) -> None:
        """Tell homes to which the bot came back what they missed, and join the groups whose moment has come.

        What fails is tried again in an hour, and holds up nothing else. A busy database ends the run, and the next one
        keeps their moment.
        """
        now = self._clock.now()
        await self._repeat_news(now)
        for connection_id in await self._store.read(find_joinings, now):
            try:
                outcome = await self._store.write(join_groups, connection_id, self._library, now)
            except StoreBusy:
                raise
            except Exception:
                log.exception("homes.failed", connection=connection_id)
                await self._store.write(put_off_joining, connection_id, now)
            else:
                log.info("homes.due", connection=connection_id, outcome=outcome)

    async def _repeat_news(self, now: datetime) -> None:
        for group_id, place_id in await self._store.read(find_homes_with_news, now):
            if now < self._not_before.get(place_id, now):
                continue
            try:
                await self._store.write(repeat_missed_news, group_id, place_id, now)
            except StoreBusy:
                raise
            except Exception:
                log.exception("homes.not_told", place=place_id)
                self._not_before[place_id] = now + AGAIN
