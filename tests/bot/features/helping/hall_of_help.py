"""A hall in which members help each other, and what its posts say when they are sent."""

from __future__ import annotations

from sqlalchemy import Connection, func, select, update

from bot.chat.reply import Reply
from bot.database.store import Store
from bot.features.helping.actions.offering import OfferMade, offer_help
from bot.features.helping.actions.thanking import HelpVerdict, Judged, judge_offers
from bot.features.helping.queries.obstacles import open_obstacle
from bot.features.helping.queries.stuck import note_posted
from bot.features.members.actions.presence import Present
from bot.features.posts import POSTS as KINDS
from bot.identity import Account, ObstacleId, Place, PostId
from bot.posting import recording
from bot.posting.deliverer import word_post
from bot.posting.posts import POSTS, Post, read_post
from bot.posting.subjects import read_subjects
from bot.posting.wording import NothingToSay
from bot.tables import helps, outbox
from tests.bot.hall import HALL, Hall

WORDS = "Joins give me twice the rows"
BY_NAME = {kind.name: kind for kind in KINDS}


class HallOfHelp(Hall):
    """Ann is stuck. Ben and Cat can help."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.people: dict[str, Present] = {}
        self.spoken: list[tuple[Post, Reply]] = []

    async def fill(self, *names: str) -> ObstacleId:
        """Let members be there, and the first of them be stuck."""
        for name in names or ("Ann", "Ben", "Cat"):
            self.people[name] = await self.enter(name)
        return await self.be_stuck(next(iter(self.people)))

    async def be_stuck(
        self, name: str, task: str | None = "week2-numpy", words: str = WORDS, *, posted: bool = True
    ) -> ObstacleId:
        """Let a member be stuck. If it is `posted`, the group was asked."""
        present = self.people[name]
        made = await self.store.write(
            open_obstacle,
            present.learner_id,
            group_id=present.group_id,
            roadmap_slug="climb",
            task=task,
            words=words,
            now=self.clock.now(),
        )
        if posted:
            await self.store.write(note_posted, made, self.clock.now())
        return made

    def know(self, account: Account) -> None:
        """Let a member speak by this account from now on."""
        self._accounts[account.name] = account

    async def offer(self, name: str, obstacle: ObstacleId, place: Place = HALL) -> OfferMade:
        return await self.store.write(offer_help, self.caller(name, place), "climb", obstacle)

    async def judge(self, name: str, obstacle: ObstacleId, verdict: HelpVerdict) -> Judged:
        return await self.store.write(judge_offers, self.caller(name), "climb", obstacle, verdict)

    async def plan(self, *, deliver: bool = True) -> None:
        """Plan what is due, and send it with its words."""
        await super().plan(deliver=False)
        if deliver:
            for post in await self.store.read(self._due):
                await self._send(post)

    async def heard(self, kind: str) -> list[Reply]:
        """What was said of a kind until now."""
        await self.plan()
        return [reply for post, reply in self.spoken if post.kind == kind]

    async def thanked(self) -> int:
        """Count the thanks that are kept."""
        count = select(func.count()).where(helps.c.thanked_at.is_not(None))
        return await self.store.read(lambda db: db.scalar(count) or 0)

    def _due(self, db: Connection) -> list[Post]:
        due = (outbox.c.state == "new", outbox.c.due_at <= self.clock.now())
        return [read_post(row) for row in db.execute(POSTS.where(*due))]

    async def _send(self, post: Post) -> None:
        kind = BY_NAME[post.kind]
        subjects = await self.store.read(read_subjects, post)
        details = await self.store.read(kind.read_details, post) if kind.read_details else None
        library = {self.roadmap.slug: self.roadmap}
        try:
            reply = word_post(post, BY_NAME, library, self.clock.now(), subjects, details=details)
        except NothingToSay:
            await self.store.write(end_post, post.id)
            return
        await self.store.write(recording.mark_delivered, post, f"m{post.id}", self.clock.now(), kind)
        self.spoken.append((post, reply))


def end_post(db: Connection, post_id: PostId) -> None:
    db.execute(update(outbox).where(outbox.c.id == post_id).values(state="dead"))
