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


Renew = Callable[[Connection, datetime, LearnerId, int], LearnerId | None]
"""Resolve the outages for some learners: `(db, now, after, limit)`. Returns the id to go on after."""


class Heartbeat:
    """Beats once at the start, before anything is planned, and each minute from then on."""

    def __init__(self, store: Store, clock: Clock, renew_streaks: Renew) -> None:
        self._store = store
        self._clock = clock
        self._renew = renew_streaks

    async def beat(self) -> None:
        """Keep a beat. After a gap, first keep the outage, and renew the streaks of learners who lost a day to it."""
        now = self._clock.now()
        if await self._store.write(gaps.note_gap, now):
            await self._renew_streaks(now)
        metrics.WAITING.set(await self._store.write(gaps.note_beat, now))

    async def _renew_streaks(self, now: datetime) -> None:
        log.warning("outages.changed")
        after: LearnerId | None = LearnerId(0)
        while after is not None:
            after = await self._store.write(self._renew, now, after, BATCH)
