"""The daily job, which deletes what is kept for a time. Each step is a transaction of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from itertools import groupby

import structlog

from bot.clock import Clock
from bot.database.store import Store
from bot.features.privacy.actions import retention, warning
from bot.features.privacy.actions.upkeep import COMPACTED, DAILY, note_done
from bot.library import Library
from bot.posting.posts import Post

log = structlog.get_logger()


class DailyJob:
    """Runs once a day, whenever it is called first. A run that was killed is done again from the start.

    `say_aside` says a post that is in no outbox. It returns False if the post is to be tried again later.
    """

    def __init__(
        self, store: Store, clock: Clock, library: Library, say_aside: Callable[[Post], Awaitable[bool]]
    ) -> None:
        self._store = store
        self._clock = clock
        self._library = library
        self._say_aside = say_aside

    async def run(self) -> bool:
        """Do the job unless it was done today. Returns whether it was done now.

        Stewards who are no learners are warned at each call.

        1. Delete drafts of check-ins.
        2. Warn the stewards of groups and homes whose last week has begun.
        3. Part connected groups from homes that removed the bot a month ago.
        4. Delete groups that removed the bot a month ago.
        5. Compact the database, if a learner or group was deleted.
        """
        store, now = self._store, self._clock.now()
        due = await store.write(retention.begin_day, now)
        await self._warn_strangers()
        if not due:
            return False
        await store.write(retention.prune_drafts, now)
        await store.write(warning.warn_stewards, now)
        await self._part_homes(now)
        await self._end_groups(now)
        await self._compact()
        await store.write(note_done, DAILY, now)
        return True

    async def _warn_strangers(self) -> None:
        """Warn the stewards who are no learners, each once, of what ends first.

        A warning that did not arrive is said at the next run, and those after it to the same steward with it.
        """
        by_steward = defaultdict[tuple[int, int], list[warning.Stranger]](list)
        for stranger in await self._store.read(warning.find_strangers, self._clock.now()):
            by_steward[stranger.place_id, stranger.account.user_id].append(stranger)
        for strangers in by_steward.values():
            for _, together in groupby(strangers, key=lambda one: one.since):
                if not await self._warn(list(together)):
                    break

    async def _warn(self, strangers: Sequence[warning.Stranger]) -> bool:
        """Say the warnings of one moment to a steward. Returns False if they are to be said again."""
        try:
            for stranger in strangers:
                if not await self._say_aside(stranger.post):
                    return False
            await self._store.write(warning.note_stranger_warned, strangers[0])
        except Exception:
            log.exception("stranger.not_warned", place=strangers[0].place_id)
            return False
        return True

    async def _part_homes(self, now: datetime) -> None:
        """Part groups from the homes that are over, each on its own. Where that fails, tomorrow's job tries again."""
        for place_id in await self._store.read(retention.find_homes_to_part, now):
            try:
                if await self._store.write(retention.part_home, place_id, self._library, now):
                    log.info("home.parted", place=place_id)
            except Exception:
                log.exception("home.not_parted", place=place_id)

    async def _end_groups(self, now: datetime) -> None:
        """Delete the groups that are over, each on its own. Where that fails, tomorrow's job tries again."""
        for group_id in await self._store.read(retention.find_groups_to_end, now):
            try:
                if await self._store.write(retention.end_group, group_id, now):
                    log.info("group.forgotten", group=group_id)
            except Exception:
                log.exception("group.not_forgotten", group=group_id)

    async def _compact(self) -> None:
        """Take what was deleted out of the database's file and its log. Where that fails, tomorrow's job does it."""
        if not await self._store.read(retention.is_to_compact):
            return
        now = self._clock.now()
        if await self._store.compact():
            await self._store.write(note_done, COMPACTED, now)
        else:
            log.warning("database.not_compacted")
