"""A hall in which time goes by from one due moment to the next, and what is planned counts as sent at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import Connection, select, update
from structlog.testing import capture_logs

from bot.clock import SettableClock
from bot.database.store import Store
from bot.features.members.actions import presence
from bot.features.members.actions.presence import Present
from bot.features.posts import POSTS
from bot.features.sessions.actions import log_study
from bot.features.settings.actions import learner_settings
from bot.features.ticks.actions.ticking import tick_off
from bot.identity import Account, AccountId, Caller, GroupId, LearnerId, Place, PlaceId
from bot.posting import calendar
from bot.posting.facts import PostFacts
from bot.posting.kinds import Hearer, ranked_names
from bot.posting.planner import Planner
from bot.tables import groups, learners, outbox
from roadmap.model import Roadmap
from tests.bot.room import PRACTISED

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
HALL = Place("telegram", -100, -100, title="Hall")

TO_GROUPS = ranked_names(Hearer.GROUP)
TO_LEARNERS = ranked_names(Hearer.LEARNER)

F = TypeVar("F", bound=PostFacts)


@dataclass(frozen=True)
class PlannedRow:
    """A row of the outbox: of which kind, when it was planned, to which place or account."""

    id: int
    kind: str
    at: datetime
    place_id: PlaceId | None
    account_id: AccountId | None
    learner_id: LearnerId | None
    facts: dict[str, Any]
    state: str
    stale_at: datetime

    def read(self, kind: type[F]) -> F:
        return kind.from_json(self.facts)


class Hall:
    """People by name; the same name is always the same account."""

    def __init__(self, store: Store, roadmap: Roadmap = PRACTISED, start: datetime = MONDAY) -> None:
        self.store = store
        self.clock = SettableClock(start)
        self.roadmap = roadmap
        self.planner = Planner(store, self.clock, {roadmap.slug: roadmap}, POSTS)
        self.may_fail = False
        self.failed: list[Any] = []
        self._accounts: dict[str, Account] = {}

    def caller(self, name: str, place: Place = HALL, *, steward: bool = False) -> Caller:
        account = self._accounts.setdefault(name, Account(place.platform, 1 + len(self._accounts), name, name.lower()))
        if place.private:
            place = Place(place.platform, account.user_id, account.user_id, private=True)
        return Caller(account, place, self.clock.now(), steward)

    async def enter(self, name: str, place: Place = HALL) -> Present:
        """Somebody says anything at all."""
        return await self.store.write(presence.enter, self.caller(name, place), self.roadmap.slug)

    async def study(self, *names: str) -> None:
        for name in names:
            await self.store.write(log_study, self.caller(name), self.roadmap, 20)

    async def tick(self, name: str, *slugs: str) -> None:
        await self.store.write(tick_off, self.caller(name), self.roadmap, slugs, "")

    async def rest(self, name: str, bits: int) -> None:
        await self.store.write(learner_settings.set_rest_days, self.caller(name), self.roadmap.slug, bits)

    async def wants(self, present: Present, **values: object) -> None:
        """A learner changes what they want to hear."""
        await self.store.write(_want, present.learner_id, self.clock.now(), {"nudge_on": True, **values})

    async def set_group(self, present: Present, **values: object) -> None:
        await self.store.write(_set_group, present.group_id, self.clock.now(), values)

    async def learner(self, present: Present) -> Any:
        return await self.store.read(lambda db: db.execute(_one(learners, present.learner_id)).one())

    async def group(self, present: Present) -> Any:
        return await self.store.read(lambda db: db.execute(_one(groups, present.group_id)).one())

    async def live(self, by: timedelta) -> None:
        """Let time go by from one due moment to the next."""
        until = self.clock.now() + by
        await self.plan()
        while (due := await self.planner.next_due()) is not None and due <= until:
            self.clock.move_to(max(due, self.clock.now()))
            await self.plan()
        self.clock.move_to(until)

    async def sleep(self, by: timedelta) -> None:
        """Let time go by while the program is down; then it starts again."""
        self.clock.advance(by)
        self.planner = Planner(self.store, self.clock, {self.roadmap.slug: self.roadmap}, POSTS)
        await self.live(timedelta())

    async def plan(self, *, deliver: bool = True) -> None:
        with capture_logs() as logs:
            await self.planner.run_due()
        self.failed += [one for one in logs if one["event"] == "due.failed"]
        assert self.may_fail or not self.failed, self.failed
        if deliver:
            await self.store.write(_deliver, self.clock.now())

    async def said(self, *kinds: str) -> list[PlannedRow]:
        rows = await self.store.read(lambda db: db.execute(select(outbox).order_by(outbox.c.id)).all())
        return [
            PlannedRow(
                one.id,
                one.kind,
                one.created_at,
                one.place_id,
                one.account_id,
                one.learner_id,
                one.facts,
                one.state,
                one.stale_at,
            )
            for one in rows
            if not kinds or one.kind in kinds
        ]

    async def days(self, *kinds: str) -> list[int]:
        """The days on which something of these kinds was said: 1 is the Monday on which all begins."""
        return [(one.at - MONDAY.replace(hour=0)).days + 1 for one in await self.said(*kinds)]


def clock_times(said: Iterable[PlannedRow]) -> list[str]:
    return [f"{one.at:%a %H:%M}" for one in said]


def _one(table: Any, id_: int) -> Any:
    return select(table).where(table.c.id == id_)


def _want(db: Connection, learner_id: LearnerId, now: datetime, values: dict[str, object]) -> None:
    db.execute(update(learners).where(learners.c.id == learner_id).values(**values))
    calendar.schedule_learner(db, learner_id, now)


def _set_group(db: Connection, group_id: GroupId, now: datetime, values: dict[str, object]) -> None:
    db.execute(update(groups).where(groups.c.id == group_id).values(**values))
    calendar.schedule_group(db, group_id, now)


def _deliver(db: Connection, now: datetime) -> None:
    due = (outbox.c.state == "new", outbox.c.due_at <= now)
    db.execute(update(outbox).where(*due).values(state="sent", ended_at=now, message_id="m"))
