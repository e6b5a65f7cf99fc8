"""The daily job, which deletes what is kept for a time. Each step is a transaction of its own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import structlog

from bot.clock import Clock
from bot.database.store import Store
from bot.features.privacy.actions import retention
from bot.features.privacy.actions.upkeep import COMPACTED, DAILY, note_done
from bot.posting.posts import Post

log = structlog.get_logger()


class DailyJob:
    """Runs once a day, whenever it is called first. A run that was killed is done again from the start.

    `say_aside` says a post that is in no outbox.
    """

    def __init__(self, store: Store, clock: Clock, say_aside: Callable[[Post], Awaitable[None]]) -> None:
        self._store = store
        self._clock = clock
        self._say_aside = say_aside

    async def run(self) -> bool:
        """Do the job unless it was done today. Returns whether it was done now.

        1. Delete drafts of check-ins.
        2. Warn the stewards of groups that are deleted in a week.
        3. Delete groups that removed the bot a month ago.
        4. Compact the database, if a learner or group was deleted.
        """
        store, now = self._store, self._clock.now()
        if not await store.write(retention.begin_day, now):
            return False
        await store.write(retention.prune_drafts, now)
        asides = await store.write(retention.warn_stewards, now)
        for group_id in await store.read(retention.find_groups_to_end, now):
            if await store.write(retention.end_group, group_id, now):
                log.info("group.forgotten", group=group_id)
        await self._compact()
        await store.write(note_done, DAILY, now)
        for word in asides:
            await self._say_aside(word)
        return True

    async def _compact(self) -> None:
        """Take what was deleted out of the database's file and its log. Where that fails, tomorrow's job does it."""
        if not await self._store.read(retention.is_to_compact):
            return
        now = self._clock.now()
        if await self._store.compact():
            await self._store.write(note_done, COMPACTED, now)
        else:
            log.warning("database.not_compacted")
