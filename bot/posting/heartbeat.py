"""The heartbeat, from which the program knows afterwards when it was down."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import structlog
from sqlalchemy import Connection

from bot import metrics
from bot.clock import Clock
from bot.database.store import Store
from bot.identity import LearnerId
from bot.posting import gaps

log = structlog.get_logger()

EVERY = 60.0  # seconds
BATCH = 200


Renew = Callable[[Connection, datetime, datetime, LearnerId, int], LearnerId | None]
"""Renew some streaks that stood since an instant: `(db, since, now, after, limit)`. Returns the id to go on after."""


class Heartbeat:
    """Beats once at the start, before anything is planned, and each minute from then on."""

    def __init__(self, store: Store, clock: Clock, renew_streaks: Renew) -> None:
        self._store = store
        self._clock = clock
        self._renew = renew_streaks

    async def beat(self) -> None:
        """Keep a beat. After a gap, first keep the outage and renew the streaks that outlive it."""
        now = self._clock.now()
        since = await self._store.write(gaps.note_gap, now)
        if since is not None:
            log.warning("outages.changed", since=since.isoformat(), seconds=round((now - since).total_seconds()))
            await self._renew_streaks(since, now)
        metrics.WAITING.set(await self._store.write(gaps.note_beat, now))

    async def _renew_streaks(self, since: datetime, now: datetime) -> None:
        after: LearnerId | None = LearnerId(0)
        while after is not None:
            after = await self._store.write(self._renew, since, now, after, BATCH)
