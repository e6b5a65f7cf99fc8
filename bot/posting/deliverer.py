"""From the outbox to the platforms: claim, word, send, and record the outcome.

A post is claimed with a lease in one transaction and marked in another. In between, the platform is asked. A crash
between the platform's yes and our mark cannot be seen. The next step depends on the post:

- A post better heard twice than never is sent again: every private post, and kinds with `PostKind.repeat`.
- Where the platform knows a repeat (Discord's enforced nonce), the post is sent again while it surely does.
- Any other group post is not sent again, and ends as ambiguous.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot import metrics
from bot.backoff import Backoff
from bot.chat.port import Adapter, SendError
from bot.chat.reply import Reply
from bot.clock import Clock
from bot.database.store import Store
from bot.errors import StoreBusy
from bot.identity import Account, PlaceId
from bot.posting import outbox, recording
from bot.posting.asides import Asides
from bot.posting.changing import change_message
from bot.posting.kinds import PostKind
from bot.posting.outcomes import DeliveryOutcome, PostReason
from bot.posting.posts import IN_DOUBT, Post
from bot.posting.recording import Aftermath
from bot.posting.redirecting import redirect_posts
from bot.posting.roll_call import RollCall
from bot.posting.rounds import LEASE, Round
from bot.posting.subjects import NO_SUBJECTS, Subjects, has_subjects, read_subjects
from bot.posting.wording import NoRoadmap, NothingToSay, UnknownPost, Worded
from roadmap.model import Roadmap

log = structlog.get_logger()

FIRST_WAIT = 5.0
LONGEST_WAIT = 3600.0
TRIES = 12
UNTIL_ROADMAP = timedelta(hours=6)
"""The wait of a post whose roadmap is missing. Roadmaps come back with a start, and a start releases it."""
KNOWN_FOR = LEASE + recording.STILL_KNOWN
"""The time after an attempt in which a platform that knows repeats surely does."""
HURRY = 20.0
"""The longest wait of our own before a repeat that the platform knows. The platform may ask for a longer one."""


class Deliverer:
    """Delivers due posts: implements `bot.chat.port.Work`. `adapters` are those that run in this process."""

    again = 1.0
    """Seconds after which a platform that is done begins a new round, while another still sends."""

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
        self._asides = Asides(self._send, clock, self._wait, TRIES)
        self._working = asyncio.Lock()
        self._closing = False
        self._roll_call = RollCall(store, clock, aftermath, lambda: not self._closing)
        self._began = False

    async def next_due(self) -> datetime | None:
        """The next instant at which a post falls due or a lease ends."""
        stored = await self._store.read(outbox.next_post_at, tuple(self._adapters))
        return min((at for at in (stored, self._asides.next_due()) if at), default=None)

    async def run_due(self) -> None:
        """Send all due posts that can go now. Trouble in one place or platform does not delay others.

        Raises the first error of a platform when all have ended their rounds.
        """
        async with self._working:
            await self._recover()
            sending, over = set(self._adapters), asyncio.Event()
            rounds = [self._send_all(adapter, sending, over) for adapter in self._adapters.values()]
            outcomes = await asyncio.gather(*rounds, self._asides.run_due(), return_exceptions=True)
        for outcome in outcomes:
            if isinstance(outcome, BaseException):
                raise outcome

    async def _recover(self) -> None:
        """Decide about posts that were in flight when a process died.

        At the first run no post in flight is this process's own. No other process runs on the database
        (`bot.database.leases`), so every lease is void then. Later only leases that have ended are. Posts that waited
        for their roadmap are tried at the first run, because it may be back. Private posts for a platform that ran
        before, and does not now, are redirected.
        """
        await self._store.write(
            recording.recover_posts, self._clock.now(), self._repeatable, self._known, alone=not self._began
        )
        if not self._began:
            await self._store.write(outbox.release_posts, self._clock.now())
            await self._store.write(redirect_posts, tuple(self._adapters))
        self._began = True

    async def _send_all(self, adapter: Adapter, sending: set[str], over: asyncio.Event) -> None:
        """Send a platform's due posts, round after round while other platforms are `sending`.

        `over` is set when no platform is sending any more.
        """
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
        """Begin no more sends, and wait for the posts in flight. Afterwards no post is in doubt."""
        self._closing = True
        async with self._working:
            return

    async def _deliver(self, post: Post) -> None:
        try:
            message_id = await self._send(post)
        except SendError as error:
            outcome = await self._after(post, error)
        except NoRoadmap:
            outcome = await self._wait_for_roadmap(post)
        except NothingToSay:
            await self._store.write(outbox.mark_dead, post.id, self._clock.now(), PostReason.TAKEN_BACK)
            outcome = DeliveryOutcome.DROPPED
        except Exception as error:
            log.error("post.failed", post=post.id, kind=post.kind, exc_info=_trace_of(error))
            outcome = await self._try_alone(post, PostReason.FAILED)
        else:
            outcome = await self._record_sent(post, message_id)
        metrics.POSTS.labels(post.kind, outcome).inc()
        log.info(f"post.{outcome}", post=post.id, kind=post.kind, place=post.place.key, attempt=post.attempts)

    async def _send(self, post: Post) -> str:
        adapter = self._adapters[post.place.platform]
        kind = self._kinds.get(post.kind)
        if kind is not None and kind.roll_call and post.group_id is not None and not post.place.private:
            await self._roll_call.run(post.place, post.group_id, adapter)
        subjects = await self._read_subjects(post)
        details = None
        if kind and kind.read_details:
            details = await self._store.on(post.place.platform).read(kind.read_details, post)
        reply = word_post(post, self._kinds, self._library, self._clock.now(), subjects, details=details)
        if message_id := post.facts.get("message_id"):
            return await change_message(adapter, post, str(message_id), reply, anew=kind is not None and kind.anew)
        return await adapter.send(post.place, reply, post.key)

    async def _read_subjects(self, post: Post) -> Subjects:
        """Read a post's subjects as late as can be, so that their present wishes count."""
        return await self._store.read(read_subjects, post) if has_subjects(post) else NO_SUBJECTS

    async def _record_sent(self, post: Post, message_id: str) -> DeliveryOutcome:
        """Mark a post as sent.

        If that fails the post stays in flight. Its lease ends, and then its kind decides.
        """
        try:
            kind = self._kinds.get(post.kind)
            await self._store.write(recording.mark_delivered, post, message_id, self._clock.now(), kind)
        except Exception as error:
            log.error("post.unmarked", post=post.id, kind=post.kind, exc_info=_trace_of(error))
            return DeliveryOutcome.UNMARKED
        return DeliveryOutcome.SENT

    async def _after(self, post: Post, error: SendError) -> DeliveryOutcome:
        now = self._clock.now()
        if error.moved_to is not None:
            await self._store.write(recording.follow_move, post, error.moved_to, now, self._aftermath.follow_move)
            return DeliveryOutcome.MOVED
        if error.permanent:
            return await self._give_up_target(post, error.reason, now)
        if error.rejected:
            return await self._try_alone(post, error.reason)
        if error.ambiguous and not self._repeatable(post):
            if not self._known(post):
                await self._store.write(outbox.mark_ambiguous, post.id, now, error.reason)
                return DeliveryOutcome.AMBIGUOUS
            await self._store.write(outbox.repeat_until, post.id, now + KNOWN_FOR)
            return await self._try_later(replace(post, doubted=True), IN_DOUBT + error.reason, error.retry_after)
        return await self._try_later(post, error.reason, error.retry_after)

    async def _give_up_target(self, post: Post, reason: str, now: datetime) -> DeliveryOutcome:
        """Give up the target of a post. The owner and stewards of a place that is newly lost are told."""
        outcome = await self._store.write(recording.give_up_target, post, reason, now, self._aftermath.carry_on)
        if post.place_id is not None and not (post.place.private or post.lost):
            for account in await self._find_responsible(post, post.place_id):
                await self._inform(account, post, reason, now)
        return outcome

    async def _find_responsible(self, post: Post, place_id: PlaceId) -> list[Account]:
        """Find the owner of the server or chat, and its stewards who are no members."""
        noted = await self._store.read(self._aftermath.find_noted, place_id)
        owner = await self._adapters[post.place.platform].find_owner(post.place)
        return list({one.user_id: one for one in (*noted, owner) if one}.values())

    async def _inform(self, owner: Account, post: Post, reason: str, now: datetime) -> None:
        """Tell an owner or steward that a place takes no posts."""
        word = await self._store.write(self._aftermath.inform_owner, post, owner, reason, now)
        if word is not None:
            await self.say_aside(word)

    async def say_aside(self, word: Post) -> None:
        """Say a post that is in no outbox. If it does not arrive, this process tries it again."""
        await self._asides.say(word)

    async def say_aside_once(self, word: Post) -> bool:
        """Say a post that is in no outbox, and keep nothing. Returns False if the caller is to try it again later."""
        return word.place.platform in self._adapters and await self._asides.say_once(word)

    def _repeatable(self, post: Post) -> bool:
        """Whether a post is better heard twice than never. Every private post is."""
        kind = self._kinds.get(post.kind)
        return post.account_id is not None or (kind is not None and kind.repeat)

    def _known(self, post: Post) -> bool:
        """Whether the platform knows a repeat of this post as a repeat."""
        adapter = self._adapters.get(post.place.platform)
        return bool(adapter and adapter.repeat_is_safe)

    async def _try_later(self, post: Post, reason: str, retry_after: float | None = None) -> DeliveryOutcome:
        """Try this post again later, and those behind it no earlier. One in doubt is tried soon, until it is stale."""
        if post.attempts >= TRIES and retry_after is None and not post.doubted:
            return await self._give_up(post, reason)
        due_at = self._clock.now() + self._wait(post.attempts, retry_after, HURRY if post.doubted else LONGEST_WAIT)
        await self._store.write(recording.try_later, post, due_at, reason)
        return DeliveryOutcome.RETRY

    async def _try_alone(self, post: Post, reason: str) -> DeliveryOutcome:
        """Try this post again later. Its place is well, so the posts behind it need not wait."""
        if post.attempts >= TRIES and not post.doubted:
            return await self._give_up(post, reason)
        due_at = self._clock.now() + self._wait(post.attempts, None, HURRY if post.doubted else LONGEST_WAIT)
        await self._store.write(outbox.mark_retry, post.id, due_at, reason)
        return DeliveryOutcome.FAILED

    async def _wait_for_roadmap(self, post: Post) -> DeliveryOutcome:
        """Let a post wait until its roadmap is back, or until the post is not worth saying."""
        due_at = self._clock.now() + UNTIL_ROADMAP
        await self._store.write(outbox.mark_retry, post.id, due_at, PostReason.NO_ROADMAP)
        return DeliveryOutcome.WAITING

    async def _give_up(self, post: Post, reason: str) -> DeliveryOutcome:
        await self._store.write(outbox.mark_dead, post.id, self._clock.now(), reason)
        return DeliveryOutcome.DEAD

    def _wait(self, attempts: int, retry_after: float | None, longest: float = LONGEST_WAIT) -> timedelta:
        return timedelta(seconds=min(self._backoff.after(attempts), longest) if retry_after is None else retry_after)


def _trace_of(error: Exception) -> Exception | None:
    """The error, if its trace tells more than that the database cannot be reached."""
    return None if isinstance(error, StoreBusy) else error


def word_post(
    post: Post,
    kinds: Mapping[str, PostKind],
    library: Mapping[str, Roadmap],
    now: datetime,
    subjects: Subjects = NO_SUBJECTS,
    *,
    details: object = None,
) -> Reply:
    """The reply that an outbox row becomes when it is sent at `now`. Raises NothingToSay, NoRoadmap, UnknownPost."""
    kind = kinds.get(post.kind)
    if kind is None:
        raise UnknownPost(post.kind)
    return replace(kind.word(Worded(post, library, now, subjects, details)), silent=not kind.rings)
