"""From the outbox to the platforms: claim, word, send, and write down what became of it.

A row is claimed with a lease in one transaction and marked in another; between the two the platform is asked. A crash
between the platform's yes and our mark cannot be seen. What is then done depends on the kind (design, section 5): where
a loss is worse than a double (`PostKind.repeat`, and all that is private), it is sent again; where a repeat is known
for what it is (Discord's enforced nonce), too, but only as long as it surely is; any other group post is not.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

import structlog

from bot import metrics
from bot.backoff import Backoff
from bot.chat.port import Adapter, SendError
from bot.chat.reply import Reply
from bot.clock import Clock
from bot.database.store import Store
from bot.posting import outbox, recording
from bot.posting.kinds import PostKind
from bot.posting.posts import Post
from bot.posting.recording import Aftermath
from bot.posting.rounds import LEASE, Round
from bot.posting.wording import NothingToSay, UnknownPost, Worded
from roadmap.model import Roadmap

log = structlog.get_logger()

FIRST_WAIT = 5.0
LONGEST_WAIT = 3600.0
TRIES = 12
FAILED = "failed"  # by a mistake of ours
TAKEN_BACK = "taken back"
KNOWN_FOR = LEASE + recording.STILL_KNOWN
"""How long after an attempt a platform that knows repeats certainly does."""


class Deliverer:
    """Does what is due: implements `bot.chat.port.Work`. `adapters` are those that run in this process."""

    again = 1.0
    """Seconds after which a platform that is done looks again, while another still sends."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        adapters: Mapping[str, Adapter],
        library: Mapping[str, Roadmap],
        dice: random.Random,
        *,
        posts: Collection[PostKind],
        aftermath: Aftermath,
    ) -> None:
        self._store = store
        self._clock = clock
        self._adapters = adapters
        self._library = library
        self._kinds = {kind.name: kind for kind in posts}
        self._aftermath = aftermath
        self._backoff = Backoff(FIRST_WAIT, LONGEST_WAIT, lambda: dice.uniform(0.5, 1.0))
        self._working = asyncio.Lock()
        self._closing = False
        self._began = False

    async def next_due(self) -> datetime | None:
        """The instant of the next post that waits."""
        return await self._store.read(outbox.next_post_at, tuple(self._adapters))

    async def tick(self) -> None:
        """Send all that is due by the clock and can go now; one place's or platform's trouble is not another's."""
        async with self._working:
            await self._recover()
            sending, over = set(self._adapters), asyncio.Event()
            rounds = [self._send_all(adapter, sending, over) for adapter in self._adapters.values()]
            outcomes = await asyncio.gather(*rounds, return_exceptions=True)
        for outcome in outcomes:
            if isinstance(outcome, BaseException):
                raise outcome

    async def _recover(self) -> None:
        """Decide about what was in flight when a process died: when this one begins, nothing in flight is its own, and
        no other runs on the database (`bot.database.leases`).
        """
        await self._store.write(
            recording.recover_posts, self._clock.now(), self._repeatable, self._known, alone=not self._began
        )
        self._began = True

    async def _send_all(self, adapter: Adapter, sending: set[str], over: asyncio.Event) -> None:
        """Send what is due on a platform, again and again while others are `sending`; `over`: none is any more."""
        while not over.is_set():
            sending.add(adapter.name)
            try:
                await Round(self._store, self._clock, adapter, self._deliver, lambda: not self._closing).run()
            finally:
                sending.remove(adapter.name)
                if not sending:
                    over.set()
            await self._until(over)

    async def _until(self, over: asyncio.Event) -> None:
        try:
            async with asyncio.timeout(self.again):
                await over.wait()
        except TimeoutError:
            return

    async def finish(self) -> None:
        """Begin no more sends, and wait for those in flight: after this nothing is in doubt."""
        self._closing = True
        async with self._working:
            return

    async def _deliver(self, post: Post) -> None:
        try:
            message_id = await self._send(post)
        except SendError as error:
            outcome = await self._after(post, error)
        except NothingToSay:
            await self._store.write(outbox.mark_dead, post.id, self._clock.now(), TAKEN_BACK)
            outcome = "dropped"
        except Exception:
            log.exception("post.failed", post=post.id, kind=post.kind)
            outcome = await self._try_alone(post, FAILED)
        else:
            outcome = await self._settle(post, message_id)
        metrics.POSTS.labels(post.kind, outcome).inc()
        log.info(f"post.{outcome}", post=post.id, kind=post.kind, place=post.place.key, attempt=post.attempts)

    async def _send(self, post: Post) -> str:
        adapter = self._adapters[post.place.platform]
        reply = word_post(post, self._kinds, self._library, self._clock.now())
        if message_id := post.facts.get("message_id"):
            await adapter.edit(post.place, str(message_id), reply)
            return str(message_id)
        return await adapter.send(post.place, reply, post.key)

    async def _settle(self, post: Post, message_id: str) -> str:
        """Mark what is out. Where that fails the row stays in flight: its lease ends, and its kind decides."""
        try:
            kind = self._kinds.get(post.kind)
            await self._store.write(recording.mark_delivered, post, message_id, self._clock.now(), kind)
        except Exception:
            log.exception("post.unmarked", post=post.id, kind=post.kind)
            return "unmarked"
        return "sent"

    async def _after(self, post: Post, error: SendError) -> str:
        now = self._clock.now()
        if error.moved_to is not None:
            await self._store.write(recording.follow_move, post, error.moved_to, now, self._aftermath.follow_move)
            return "moved"
        if error.permanent:
            await self._store.write(recording.give_up_target, post, error.reason, now, self._aftermath.carry_on)
            return "off"
        if error.rejected:
            return await self._try_alone(post, error.reason)
        if error.ambiguous and not self._repeatable(post):
            if not self._known(post):
                await self._store.write(outbox.mark_ambiguous, post.id, now, error.reason)
                return "ambiguous"
            await self._store.write(outbox.repeat_until, post.id, now + KNOWN_FOR)
            return await self._try_later(post, outbox.IN_DOUBT + error.reason, error.retry_after)
        return await self._try_later(post, error.reason, error.retry_after)

    def _repeatable(self, post: Post) -> bool:
        """Whether it is better to hear it twice than never: what is for one learner alone, too."""
        kind = self._kinds.get(post.kind)
        return post.account_id is not None or (kind is not None and kind.repeat)

    def _known(self, post: Post) -> bool:
        """Whether the platform knows a repeat for what it is."""
        adapter = self._adapters.get(post.place.platform)
        return bool(adapter and adapter.repeat_is_safe)

    async def _try_later(self, post: Post, reason: str, retry_after: float | None = None) -> str:
        if post.attempts >= TRIES and retry_after is None:
            return await self._give_up(post, reason)
        due_at = self._clock.now() + self._wait(post.attempts, retry_after)
        await self._store.write(recording.try_later, post, due_at, reason)
        return "retry"

    async def _try_alone(self, post: Post, reason: str) -> str:
        """Try again what is wrong with this post; its place is well, and what stands behind need not wait."""
        if post.attempts >= TRIES:
            return await self._give_up(post, reason)
        due_at = self._clock.now() + self._wait(post.attempts, None)
        await self._store.write(outbox.mark_retry, post.id, due_at, reason)
        return FAILED

    async def _give_up(self, post: Post, reason: str) -> str:
        await self._store.write(outbox.mark_dead, post.id, self._clock.now(), reason)
        return "dead"

    def _wait(self, attempts: int, retry_after: float | None) -> timedelta:
        return timedelta(seconds=self._backoff.after(attempts) if retry_after is None else retry_after)


def word_post(post: Post, kinds: Mapping[str, PostKind], library: Mapping[str, Roadmap], now: datetime) -> Reply:
    """The reply that an outbox row becomes when it is sent at `now`. Raises NothingToSay, UnknownPost."""
    kind = kinds.get(post.kind)
    if kind is None:
        raise UnknownPost(post.kind)
    return kind.word(Worded(post, library, now))
