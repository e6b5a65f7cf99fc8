"""A room whose posts arrive: members tap on them, and the message changes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import func, select

from bot.chat.ownership import prepare_tap
from bot.chat.reply import Reply
from bot.database.store import Store
from bot.features.posts import POSTS
from bot.identity import LearnerId
from bot.posting import outbox, recording
from bot.posting.deliverer import word_post
from bot.posting.kinds import find_kind
from bot.posting.posts import Post
from bot.posting.subjects import read_subjects
from bot.posting.wording import NothingToSay
from bot.tables import accounts, cheers
from roadmap.model import Roadmap
from tests.bot.room import PRACTISED, Room, taps

BY_NAME = {kind.name: kind for kind in POSTS}
LEASE = timedelta(minutes=2)


class Party(Room):
    """A room with a platform that takes every post. `messages` are those in the chat, the oldest first."""

    def __init__(self, store: Store, roadmaps: Iterable[Roadmap] = (PRACTISED,)) -> None:
        super().__init__(store, roadmaps)
        self.overseen = True
        self.messages: dict[str, Reply] = {}

    async def join(self, *names: str) -> None:
        for name in names:
            await self.say(name, "/join")

    async def finish(self, name: str, what: str = "week1") -> None:
        """Let a member finish something, and its celebration come."""
        await self.say(name, f"/done {what}")
        self.later(minutes=1, seconds=1)
        await self.deliver()

    async def deliver(self) -> None:
        """Send what is due."""
        claim = outbox.claim_posts
        for post in await self.store.write(claim, self.clock.now(), LEASE, 50, ["sandbox", "telegram"]):
            await self._send(post)

    async def _send(self, post: Post) -> None:
        kind, now = find_kind(post.kind), self.clock.now()
        subjects = await self.store.read(read_subjects, post)
        details = await self.store.read(kind.read_details, post) if kind.read_details else None
        try:
            reply = word_post(post, BY_NAME, self.library, now, subjects, details=details)
        except NothingToSay:
            await self.store.write(outbox.mark_dead, post.id, now, "taken back")
            return
        message_id = str(post.facts.get("message_id") or f"m{post.id}")
        self.messages[message_id] = reply
        await self.store.write(recording.mark_delivered, post, message_id, now, kind)

    @property
    def last(self) -> Reply:
        """The newest message."""
        return list(self.messages.values())[-1]

    @property
    def count(self) -> str:
        """The button to cheer on the newest message; empty without one."""
        return next((one.label for one in taps(self.last) if one.line.startswith("cheer ")), "")

    async def cheer(self, name: str, message: Reply | None = None) -> Reply:
        """Let a person tap on the button of a message. What changes it is in its place afterwards."""
        shown = message or self.last
        answer = await self.tap(name, shown, "👏")
        assert self.said
        prepared = prepare_tap(self.said, answer)
        if prepared.update:
            key = next(key for key, one in self.messages.items() if one is shown)
            self.messages[key] = prepared
        return prepared

    async def kept(self) -> int:
        """How many cheers there are that were not taken back."""
        return await self.store.read(lambda db: db.scalar(select(func.count()).where(cheers.c.given)) or 0)

    async def learner(self, name: str) -> LearnerId:
        account = self.account(name)
        whose = select(accounts.c.learner_id).where(accounts.c.user_id == account.user_id)
        return LearnerId(await self.store.read(lambda db: db.execute(whose).scalar_one()))
