"""A deliverer at work: a platform that answers as it is told to, and a few people in two groups."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select

from bot.chat.port import SendError
from bot.chat.reply import Reply
from bot.clock import SettableClock
from bot.database.store import Store
from bot.features.celebrations.actions.posted import CelebrationFacts
from bot.features.nudges.facts import GroupNudge
from bot.identity import Account, LearnerId, Place, PlaceId, PostId
from bot.posting import outbox
from bot.posting.deliverer import Deliverer
from bot.tables import accounts, groups, learners, memberships, milestones, places
from bot.tables import outbox as rows
from roadmap.milestones import Milestone, MilestoneKind
from roadmap.reading import shipped_roadmap

START = datetime(2026, 3, 1, 9, tzinfo=UTC)
ROADMAP = shipped_roadmap()
BLOCK = next(ROADMAP.blocks())
ANN = Account("telegram", 7, "Ann")


@dataclass
class Platform:
    """A platform that answers as it is told to: a message id, or an error to raise."""

    name: str = "telegram"
    repeat_is_safe: bool = False
    in_turn: bool = False
    well: bool = True
    waits: dict[int, float] = field(default_factory=dict)
    answers: list[str | Exception] = field(default_factory=list)
    refused: dict[int, Exception] = field(default_factory=dict)
    """Chat -> what is raised there."""
    sent: list[tuple[Place, Reply, str]] = field(default_factory=list)
    edited: list[tuple[str, Reply]] = field(default_factory=list)
    unchanged: SendError | None = None
    """What is raised at each change of a message."""
    lost: set[str] = field(default_factory=set)
    """Messages that are gone."""
    owner: Account | None = None
    gone: set[int] = field(default_factory=set)
    looked_up: list[tuple[int, int]] = field(default_factory=list)

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def send(self, place: Place, reply: Reply, key: str) -> str:
        answer = self.refused.get(place.chat_id) or (self.answers.pop(0) if self.answers else "1")
        if isinstance(answer, Exception):
            raise answer
        self.sent.append((place, reply, key))
        return answer

    async def edit(self, place: Place, message_id: str, reply: Reply) -> bool:
        if self.unchanged:
            raise self.unchanged
        self.edited.append((message_id, reply))
        return message_id not in self.lost

    async def find_owner(self, place: Place) -> Account | None:
        return self.owner

    async def has_left(self, place: Place, account: Account) -> bool:
        self.looked_up.append((place.chat_id, account.user_id))
        return account.user_id in self.gone

    def ready_in(self, place: Place) -> float:
        return self.waits.get(place.chat_id, 0.0)

    def healthy(self) -> bool:
        return self.well


@dataclass
class Office:
    """A deliverer with its store, clock and platform."""

    store: Store
    clock: SettableClock
    platform: Platform
    deliverer: Deliverer

    async def put(
        self, kind: str = "celebration", place: PlaceId = PlaceId(1), key: str = "k", **more: datetime
    ) -> PostId:
        celebration = CelebrationFacts(LearnerId(1), ROADMAP.slug, (Milestone(MilestoneKind.BLOCK, BLOCK.slug),))
        facts = celebration if kind != "nudge" else GroupNudge(START, START.date(), ROADMAP.slug, 1, 2)
        post = await self.store.write(
            outbox.put_post,
            kind=kind,
            key=key,
            place_id=place,
            learner_id=LearnerId(1),
            facts=facts.to_json(),
            now=START,
            due_at=START,
            stale_at=more.get("stale_at"),
        )
        assert post is not None
        return post

    async def state(self, post: PostId) -> tuple[str, str | None]:
        return await self.store.read(state_of, post)


def state_of(db: Connection, post: PostId) -> tuple[str, str | None]:
    state, reason = db.execute(select(rows.c.state, rows.c.reason).where(rows.c.id == post)).one()
    return state, reason


def people(db: Connection) -> None:
    db.execute(
        insert(learners).values(id=1, name="Ann", zone="UTC", joined_at=START, joined_day=START.date(), points_at=START)
    )
    db.execute(insert(accounts).values(id=900, learner_id=1, platform=ANN.platform, user_id=ANN.user_id, name=ANN.name))
    for number in (1, 2):
        db.execute(
            insert(groups).values(
                id=number, title="G", roadmap=ROADMAP.slug, zone="UTC", created_at=START, active_at=START
            )
        )
        db.execute(
            insert(places).values(id=number, group_id=number, platform="telegram", space_id=-number, chat_id=-number)
        )
        db.execute(
            insert(memberships).values(learner_id=1, group_id=number, number=1, joined_at=START, active_at=START)
        )
    db.execute(insert(milestones).values(learner_id=1, roadmap=ROADMAP.slug, kind="block", slug=BLOCK.slug, at=START))


def more_places(db: Connection) -> None:
    """Up to twenty groups, each with its place."""
    for number in range(3, 21):
        db.execute(
            insert(groups).values(
                id=number, title="G", roadmap=ROADMAP.slug, zone="UTC", created_at=START, active_at=START
            )
        )
        db.execute(
            insert(places).values(id=number, group_id=number, platform="telegram", space_id=-number, chat_id=-number)
        )
