"""The heartbeat: so that the program knows afterwards when it was down, and others whether it lives."""

from __future__ import annotations

from datetime import datetime

import structlog

from bot import metrics
from bot.clock import Clock
from bot.database.store import Store
from bot.usecases import outages

log = structlog.get_logger()

EVERY = 60.0  # seconds
BATCH = 200


class Heart:
    """Beats once at the start, before anything is planned, and each minute from then on."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def beat(self) -> None:
        """Keep a beat. After a gap, first keep the outage and the streaks that outlive it."""
        now = self._clock.now()
        since = await self._store.write(outages.note_gap, now)
        if since is not None:
            log.warning("outages.changed", since=since.isoformat(), seconds=round((now - since).total_seconds()))
            await self._renew_streaks(since, now)
        metrics.WAITING.set(await self._store.write(outages.beat, now))

    async def _renew_streaks(self, since: datetime, now: datetime) -> None:
        after: int | None = 0
        while after is not None:
            after = await self._store.write(outages.renew_streaks, since, now, after, BATCH)
