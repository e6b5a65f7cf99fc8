"""From due moments to the outbox: a batch at a time, each exactly once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Connection

from bot.clock import Clock
from bot.database.store import Store
from bot.identity import DueId, GroupId
from bot.posting import calendar, dues
from bot.posting.kinds import PostKind, plans_of
from roadmap.model import Roadmap

_Id = TypeVar("_Id", DueId, GroupId)

BATCH = 50
"""Dues in a transaction. Each takes about three milliseconds, and people's calls come in between."""

PAGE = 1000  # dues checked at a time; hardly any of them is changed


class Planner:
    """Plans the dues of these kinds; dues of other kinds wait. Implements `bot.chat.port.Work`."""

    def __init__(self, store: Store, clock: Clock, library: Mapping[str, Roadmap], posts: Collection[PostKind]) -> None:
        self._store = store
        self._clock = clock
        self._library = library
        self.plans = plans_of(posts)
        self._seen: datetime | None = None
        self._planning = asyncio.Lock()

    async def next_due(self) -> datetime | None:
        """The earliest due of these kinds."""
        return await self._store.read(dues.next_due_at, tuple(self.plans), tuple(self._library))

    async def run_due(self) -> None:
        """Plan all dues whose moment has come, each batch in a transaction of its own.

        An overdue due may be due again at once, for today. It is planned before any post is sent. A run waits
        while another run plans.
        """
        async with self._planning:
            now = self._clock.now()
            if self._seen is None or now < self._seen:
                await self._mend(now)
            self._seen = now
            while await self._store.write(calendar.plan_due, now, self.plans, self._library, BATCH):
                continue

    async def _mend(self, now: datetime) -> None:
        """Set dues anew that are missing or too far ahead, at the start and when the clock was set back."""
        await self._page_through(calendar.mend_dues, DueId(0), now, PAGE)
        await self._page_through(calendar.seed_dues, GroupId(0), now, BATCH)

    async def _page_through(
        self, step: Callable[[Connection, datetime, _Id, int], _Id | None], start: _Id, now: datetime, limit: int
    ) -> None:
        after: _Id | None = start
        while after is not None:
            after = await self._store.write(step, now, after, limit)
