"""From the outbox to the platforms: claim, word, send, and write down what became of it.

A row is claimed with a lease in one transaction and marked in another; between the two the platform is asked. A crash
between the platform's yes and our mark cannot be seen. What is then done depends on the kind (design, section 5): where
a repeat is safe (Discord's enforced nonce) or a loss is worse than a double (`REPEATED`), it is sent again; any other
group post is not.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping
from datetime import datetime, timedelta

import structlog

from bot import metrics
from bot.adapters.base import Adapter, SendError
from bot.clock import Clock
from bot.delivery.posts import word
from bot.storage import outbox
from bot.storage.db import Store
from bot.usecases import delivering
from roadmap.model import Roadmap

log = structlog.get_logger()

LEASE = timedelta(minutes=2)
BATCH = 50
AT_ONCE = 8  # at most so many sends are in flight, so at most so many can be in doubt after a crash
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=1)
TRIES = 12
REPEATED = frozenset({"celebration", "amend"})
GOES_ON = frozenset({"sent", "ambiguous", "failed", "dead"})


class Deliverer:
    """Does what is due: implements `bot.adapters.base.Work`. `adapters` are those that run in this process."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        adapters: Mapping[str, Adapter],
        library: Mapping[str, Roadmap],
        dice: random.Random,
    ) -> None:
        self._store = store
        self._clock = clock
        self._adapters = adapters
        self._library = library
        self._dice = dice
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._working = asyncio.Lock()
        self._closing = False

    async def next_due(self) -> datetime | None:
        """The instant of the next post that waits."""
        return await self._store.read(outbox.next_due, tuple(self._adapters))

    async def tick(self) -> None:
        """Send all that is due by the clock, each place's posts in order; one place's trouble is not another's."""
        async with self._working:
            await self._store.write(delivering.recover, self._clock.now(), self._repeatable)
            while posts := await self._claim():
                by_target: dict[tuple[str, int], list[outbox.Post]] = {}
                for post in posts:
                    by_target.setdefault(post.target, []).append(post)
                await asyncio.gather(*(self._deliver_in_order(row) for row in by_target.values()))

    async def finish(self) -> None:
        """Begin no more sends, and wait for those in flight: after this nothing is in doubt."""
        self._closing = True
        async with self._working:
            return

    async def _claim(self) -> list[outbox.Post]:
        platforms = tuple(name for name, adapter in self._adapters.items() if adapter.healthy())
        if self._closing or not platforms:
            return []
        return await self._store.write(outbox.claim, self._clock.now(), LEASE, BATCH, platforms)

    async def _deliver_in_order(self, posts: list[outbox.Post]) -> None:
        """Send one place's posts; after one that was not taken the others wait as long as it does."""
        for at, post in enumerate(posts):
            async with self._slots:
                outcome = "stopped" if self._closing else await self._deliver(post)
            if outcome not in GOES_ON:
                rest = posts[at + (outcome != "stopped") :]
                await self._store.write(delivering.put_back, post.id, [one.id for one in rest], self._clock.now())
                return

    async def _deliver(self, post: outbox.Post) -> str:
        try:
            outcome = await self._attempt(post)
        except SendError as error:
            outcome = await self._after(post, error)
        except Exception:
            log.exception("post.failed", post=post.id, kind=post.kind)
            await self._try_later(post, "failed")
            outcome = "failed"
        metrics.POSTS.labels(post.kind, outcome).inc()
        log.info(f"post.{outcome}", post=post.id, kind=post.kind, place=post.place.key, attempt=post.attempts)
        return outcome

    async def _attempt(self, post: outbox.Post) -> str:
        adapter = self._adapters[post.place.platform]
        reply = word(post, self._library)
        if message_id := post.facts.get("message_id"):
            await adapter.edit(post.place, str(message_id), reply)
        else:
            message_id = await adapter.send(post.place, reply, post.key)
        await self._store.write(delivering.settle_sent, post, str(message_id), self._clock.now())
        return "sent"

    async def _after(self, post: outbox.Post, error: SendError) -> str:
        now = self._clock.now()
        if error.moved_to is not None:
            await self._store.write(delivering.follow, post, error.moved_to, now)
            return "moved"
        if error.permanent:
            await self._store.write(delivering.switch_off, post, error.reason, now)
            return "off"
        if error.ambiguous and not self._repeatable(post):
            await self._store.write(outbox.mark_ambiguous, post.id, now, error.reason)
            return "ambiguous"
        return await self._try_later(post, error.reason, error.retry_after)

    def _repeatable(self, post: outbox.Post) -> bool:
        adapter = self._adapters.get(post.place.platform)
        return post.kind in REPEATED or bool(adapter and adapter.repeat_is_safe)

    async def _try_later(self, post: outbox.Post, reason: str, retry_after: float | None = None) -> str:
        now = self._clock.now()
        if post.attempts >= TRIES and retry_after is None:
            await self._store.write(outbox.mark_dead, post.id, now, reason)
            return "dead"
        await self._store.write(outbox.mark_retry, post.id, now + self._wait(post.attempts, retry_after), reason)
        return "retry"

    def _wait(self, attempts: int, retry_after: float | None) -> timedelta:
        if retry_after is not None:
            return timedelta(seconds=retry_after)
        longest: timedelta = min(LONGEST_WAIT, FIRST_WAIT * (1 << min(attempts, 12)))
        return longest * self._dice.uniform(0.5, 1.0)
