"""Forget learners whose moment has come."""

from __future__ import annotations

from datetime import datetime

import structlog

from bot.clock import Clock
from bot.database.store import Store
from bot.errors import StoreBusy
from bot.features.privacy.actions.forgetting import find_due, find_next_due, forget_if_due, put_off_forgetting

log = structlog.get_logger()


class Forgetter:
    """Forgets each learner whose moment has come, in a transaction of its own: implements `Chore`."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def next_due(self) -> datetime | None:
        """The earliest moment at which a learner is to be forgotten."""
        return await self._store.read(find_next_due)

    async def run_due(self) -> None:
        """Forget those whose moment has come. A learner whose post is on its way is forgotten a little later.

        A learner whose deletion raises is tried again in an hour, and does not hold up the posts of others.
        """
        now = self._clock.now()
        for learner_id in await self._store.read(find_due, now):
            try:
                if await self._store.write(forget_if_due, learner_id, now):
                    log.info("learner.forgotten", learner=learner_id)
            except StoreBusy:
                raise
            except Exception:
                log.exception("forgetting.failed", learner=learner_id)
                await self._store.write(put_off_forgetting, learner_id, now)
