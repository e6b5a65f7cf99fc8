"""The real commands on a real store behind an adapter, with a check-in that is open."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.chat.dispatch import Dispatcher
from bot.chat.port import Adapter, AnswerMemory, BriefAnswers, TicketBox, UpdateShelf
from bot.chat.reply import Reply
from bot.chat.rights import Right
from bot.clock import SettableClock
from bot.database.store import Store
from bot.features.answers.brevity import StoredBriefs
from bot.features.answers.keeping import StoredAnswers
from bot.features.answers.shelf import StoredUpdates
from bot.features.answers.tickets import StoredTickets
from bot.features.members.actions.groups import greet_place
from bot.features.members.greeting import greet
from bot.features.posts import POSTS
from bot.identity import Account, Place
from bot.posting.deliverer import word_post
from bot.posting.outbox import claim_posts
from bot.posting.planner import Planner
from bot.posting.posts import Post
from bot.posting.recording import mark_delivered
from bot.posting.rounds import LEASE
from bot.posting.subjects import read_subjects
from roadmap.model import Roadmap
from tests.bot.room import PRACTISED, Room

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
KINDS = {kind.name: kind for kind in POSTS}
SUNDAY = datetime(2026, 3, 8, 18, 15, tzinfo=UTC)


class WeeklyCore:
    """As much of the program as a check-in needs; nothing is delivered."""

    def __init__(self, store: Store, *roadmaps: Roadmap) -> None:
        self.room = Room(store, roadmaps or (PRACTISED,))
        self.clock: SettableClock = self.room.clock
        self.dispatcher: Dispatcher = self.room.dispatcher
        self.store = store
        self.answers: AnswerMemory = StoredAnswers(store, self.clock)
        self.tickets: TicketBox = StoredTickets(store, self.clock)
        self.updates: UpdateShelf = StoredUpdates(store, self.clock)
        self.briefs: BriefAnswers = StoredBriefs(store, self.clock)
        self.clock.move_to(MONDAY)

    async def open_checkin(self) -> None:
        """Let it be Sunday evening."""
        self.clock.move_to(SUNDAY)
        await self._plan()

    async def close_checkin(self) -> None:
        """Let the digest be out: a day later."""
        self.clock.move_to(SUNDAY + timedelta(days=1))
        await self._plan()

    async def send_due(self, adapter: Adapter, kind: str) -> None:
        """Send the posts of a kind that are due. A change of one that is out edits its message."""
        now = self.clock.now()
        claimed = await self.store.write(claim_posts, now, LEASE, 100, (adapter.name,))
        for post in (one for one in claimed if one.kind == kind):
            reply = await self._word(post)
            if message_id := str(post.facts.get("message_id", "")):
                await adapter.edit(post.place, message_id, reply)
            else:
                message_id = await adapter.send(post.place, reply, post.key)
            await self.store.write(mark_delivered, post, message_id, now, KINDS[kind])

    async def _word(self, post: Post) -> Reply:
        subjects = await self.store.read(read_subjects, post)
        read_details = KINDS[post.kind].read_details
        details = await self.store.read(read_details, post) if read_details else None
        return word_post(post, KINDS, self.room.library, self.clock.now(), subjects, details=details)

    async def _plan(self) -> None:
        await Planner(self.store, self.clock, self.room.library, POSTS).run_due()

    async def added(self, place: Place, report: str) -> Reply | None:
        found = await self.store.write_once(report, greet_place, place, self.clock.now())
        return None if found is None else greet(found.language, back=found.back)

    async def removed(self, _: Place) -> None:
        """Nothing to do."""

    async def left(self, place: Place, account: Account) -> None:
        raise AssertionError((place, account))

    async def returned(self, place: Place, account: Account) -> None:
        raise AssertionError((place, account))

    async def lacked(self, place: Place, right: Right) -> None:
        raise AssertionError((place, right))

    async def moved(self, place: Place, new_id: int) -> None:
        raise AssertionError((place, new_id))
