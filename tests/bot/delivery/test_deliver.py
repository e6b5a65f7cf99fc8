from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, func, insert, select

from bot.adapters.base import SendError
from bot.chat.reply import Reply
from bot.clock import SettableClock
from bot.delivery.deliver import TRIES, Deliverer
from bot.delivery.rounds import AT_ONCE, LEASE
from bot.errors import StoreBusy
from bot.identity import Account, Place
from bot.storage import outbox
from bot.storage.db import Store
from bot.storage.tables import groups, learners, memberships, milestones, places
from bot.storage.tables import outbox as rows
from bot.usecases import delivering
from bot.usecases.celebrating import CelebrationFacts
from bot.usecases.speaking.facts import GroupNudge
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
    well: bool = True
    waits: dict[int, float] = field(default_factory=dict)
    answers: list[str | Exception] = field(default_factory=list)
    sent: list[tuple[Place, Reply, str]] = field(default_factory=list)
    edited: list[tuple[str, Reply]] = field(default_factory=list)

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def send(self, place: Place, reply: Reply, key: str) -> str:
        answer = self.answers.pop(0) if self.answers else "1"
        if isinstance(answer, Exception):
            raise answer
        self.sent.append((place, reply, key))
        return answer

    async def edit(self, place: Place, message_id: str, reply: Reply) -> None:
        self.edited.append((message_id, reply))

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

    async def put(self, kind: str = "celebration", place: int = 1, key: str = "k", **more: datetime) -> int:
        celebration = CelebrationFacts(1, ROADMAP.slug, (Milestone(MilestoneKind.BLOCK, BLOCK.slug),), ANN, 1)
        facts = celebration if kind != "nudge" else GroupNudge(START, START.date(), ROADMAP.slug, 1, 2)
        post = await self.store.write(
            outbox.put,
            kind=kind,
            key=key,
            place_id=place,
            learner_id=1,
            facts=facts.to_json(),
            now=START,
            due_at=START,
            stale_at=more.get("stale_at"),
        )
        assert post is not None
        return post

    async def state(self, post: int) -> tuple[str, str | None]:
        return await self.store.read(state_of, post)


def state_of(db: Connection, post: int) -> tuple[str, str | None]:
    state, reason = db.execute(select(rows.c.state, rows.c.reason).where(rows.c.id == post)).one()
    return state, reason


def people(db: Connection) -> None:
    db.execute(
        insert(learners).values(id=1, name="Ann", zone="UTC", joined_at=START, joined_day=START.date(), points_at=START)
    )
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


def posted(db: Connection) -> bool:
    return bool(db.scalar(select(milestones.c.posted)))


@pytest.fixture
async def office(store: Store) -> Office:
    await store.write(people)
    clock = SettableClock(START)
    platform = Platform()
    deliverer = Deliverer(store, clock, {"telegram": platform}, {ROADMAP.slug: ROADMAP}, random.Random(1))
    return Office(store, clock, platform, deliverer)


async def test_what_is_due_is_sent_once_and_its_milestone_is_posted_for_good(office: Office) -> None:
    post = await office.put()

    await office.deliverer.tick()
    await office.deliverer.tick()

    [(place, reply, key)] = office.platform.sent
    assert ("telegram:-1", "k") == (place.key, key)
    assert "Ann" in reply.text.plain
    assert BLOCK.title in reply.text.plain
    assert ("sent", None) == await office.state(post)
    assert await office.store.read(posted)


async def test_what_is_not_yet_due_waits_and_is_named_as_next(office: Office) -> None:
    office.clock.move_to(START - timedelta(seconds=1))
    await office.put()

    await office.deliverer.tick()

    assert [] == office.platform.sent
    assert START == await office.deliverer.next_due()


async def test_what_is_too_late_is_never_sent(office: Office) -> None:
    post = await office.put(stale_at=START + timedelta(hours=3))
    office.clock.advance(timedelta(hours=3))

    await office.deliverer.tick()

    assert [] == office.platform.sent
    assert "dead" == (await office.state(post))[0]


async def test_a_platform_that_is_down_is_not_asked(office: Office) -> None:
    post = await office.put()
    office.platform.well = False

    await office.deliverer.tick()

    assert ("new", None) == await office.state(post)


async def test_retry_after_is_obeyed_to_the_second(office: Office) -> None:
    post = await office.put()
    office.platform.answers = [SendError("429", retry_after=30)]

    await office.deliverer.tick()
    office.clock.advance(timedelta(seconds=29))
    await office.deliverer.tick()
    assert ("new", "429") == await office.state(post)

    office.clock.advance(timedelta(seconds=1))
    await office.deliverer.tick()
    assert 1 == len(office.platform.sent)


async def test_what_stands_behind_a_post_that_must_wait_waits_with_it(office: Office) -> None:
    await office.put(key="a")
    behind = await office.put(key="b")
    office.platform.answers = [SendError("429", retry_after=30)]

    await office.deliverer.tick()
    assert ("new", "behind another") == await office.state(behind)
    assert START + timedelta(seconds=30) == await office.deliverer.next_due()

    office.clock.advance(timedelta(seconds=30))
    await office.deliverer.tick()
    assert ["a", "b"] == [key for _, _, key in office.platform.sent]


async def test_waits_grow_and_end_after_so_many_tries(office: Office) -> None:
    post = await office.put()
    office.platform.answers = [SendError("502") for _ in range(TRIES)]
    waits = []

    for _ in range(TRIES):
        before = office.clock.now()
        office.clock.move_to(await office.deliverer.next_due() or before)
        waits.append(office.clock.now() - before)
        await office.deliverer.tick()

    assert ("dead", "502") == await office.state(post)
    assert timedelta(seconds=5) <= waits[1] <= timedelta(seconds=10)
    assert timedelta(minutes=30) <= waits[-1] <= timedelta(hours=1)


async def test_a_permanent_error_switches_the_place_off_and_drops_what_waited_there(office: Office) -> None:
    first = await office.put(key="a")
    second = await office.put(key="b")
    elsewhere = await office.put(place=2, key="c")
    office.platform.answers = [SendError("kicked", permanent=True)]

    await office.deliverer.tick()

    assert ["dead", "dead", "sent"] == sorted([(await office.state(post))[0] for post in (first, second, elsewhere)])


async def test_a_supergroup_move_is_followed_and_the_post_arrives_there(office: Office) -> None:
    await office.put()
    office.platform.answers = [SendError("migrated", moved_to=-1009)]

    await office.deliverer.tick()

    assert ["telegram:-1009"] == [place.key for place, _, _ in office.platform.sent]


@pytest.mark.parametrize(
    ("kind", "repeat_is_safe", "state"),
    [
        ("celebration", False, "new"),
        ("celebration", True, "new"),
        ("nudge", False, "ambiguous"),
        ("nudge", True, "new"),
    ],
)
async def test_a_lost_answer_is_repeated_only_where_that_is_safe_or_a_loss_is_worse(
    office: Office, kind: str, repeat_is_safe: bool, state: str
) -> None:
    office.platform.repeat_is_safe = repeat_is_safe
    office.platform.answers = [SendError("timeout", ambiguous=True)]
    post = await office.put(kind)

    await office.deliverer.tick()

    assert (state, "timeout") == await office.state(post)


async def test_one_post_that_cannot_be_worded_does_not_stop_the_others(office: Office) -> None:
    bad = await office.put("nonsense", key="a")
    good = await office.put(key="b", place=2)

    await office.deliverer.tick()

    assert ("new", "failed") == await office.state(bad)
    assert ("sent", None) == await office.state(good)


async def test_what_a_dead_process_left_in_flight_is_decided_after_its_lease(office: Office) -> None:
    post = await office.put()
    await office.store.write(outbox.claim, START, LEASE, 1, ("telegram",))

    await office.deliverer.tick()
    assert ("sending", None) == await office.state(post)

    office.clock.advance(LEASE)
    await office.deliverer.tick()
    assert ("sent", None) == await office.state(post)


async def test_a_nudge_that_a_dead_process_left_in_flight_is_not_sent_again(office: Office) -> None:
    post = await office.put("nudge")
    await office.store.write(outbox.claim, START, LEASE, 1, ("telegram",))
    office.clock.advance(LEASE)

    await office.deliverer.tick()

    assert ("ambiguous", "interrupted") == await office.state(post)
    assert [] == office.platform.sent


async def test_a_stop_lets_what_is_in_flight_end_and_gives_the_rest_back(office: Office) -> None:
    first = await office.put(key="a")
    second = await office.put(key="b")
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow(place: Place, reply: Reply, key: str) -> str:
        begun.set()
        await go_on.wait()
        return "1"

    office.platform.send = slow  # type: ignore[method-assign]
    ticking = asyncio.create_task(office.deliverer.tick())
    await begun.wait()
    finishing = asyncio.create_task(office.deliverer.finish())
    await asyncio.sleep(0)
    go_on.set()
    await asyncio.gather(ticking, finishing)

    assert ("sent", None) == await office.state(first)
    assert ("new", None) == await office.state(second)


async def test_an_amendment_changes_the_post_that_is_out(office: Office) -> None:
    milestone = Milestone(MilestoneKind.BLOCK, BLOCK.slug)
    facts = CelebrationFacts(1, ROADMAP.slug, (milestone,), ANN, 1, withdrawn=(milestone,), post=1, message_id="99")
    await office.store.write(
        outbox.put,
        kind="amend",
        key="x",
        place_id=1,
        learner_id=1,
        facts=facts.to_json(),
        now=START,
        due_at=START,
    )

    await office.deliverer.tick()

    [(message_id, reply)] = office.platform.edited
    assert "99" == message_id
    assert "took this one back" in reply.text.plain


class Forgetful:
    """A store that cannot be written while a post is being marked as sent."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    async def write(self, fn: object, *args: object, **kwargs: object) -> object:
        if fn is delivering.settle_sent:
            raise StoreBusy
        return await self._store.write(fn, *args, **kwargs)  # type: ignore[arg-type]


@pytest.mark.parametrize(("kind", "state"), [("celebration", "sent"), ("nudge", "ambiguous")])
async def test_what_is_out_but_could_not_be_marked_is_decided_by_its_kind_and_not_sent_at_once_again(
    office: Office, kind: str, state: str
) -> None:
    post = await office.put(kind)
    office.deliverer._store = Forgetful(office.store)  # type: ignore[assignment]
    await office.deliverer.tick()
    assert ("sending", None) == await office.state(post)
    assert 1 == len(office.platform.sent)

    office.deliverer._store = office.store
    office.clock.advance(timedelta(minutes=10))
    await office.deliverer.tick()
    assert state == (await office.state(post))[0]


async def test_a_post_whose_place_must_wait_is_not_claimed_and_the_others_are_sent(office: Office) -> None:
    waiting = await office.put(key="a")
    behind = await office.put(key="b")
    await office.put(place=2, key="c")
    office.platform.waits[-1] = 60.0

    await office.deliverer.tick()
    assert ["c"] == [key for _, _, key in office.platform.sent]
    assert [("new", None)] * 2 == [await office.state(waiting), await office.state(behind)]

    office.platform.waits.clear()
    await office.deliverer.tick()
    assert ["c", "a", "b"] == [key for _, _, key in office.platform.sent]


async def test_a_place_that_is_ready_in_a_moment_is_waited_for(office: Office) -> None:
    await office.put()
    office.platform.waits[-1] = 0.01
    asyncio.get_running_loop().call_later(0.02, office.platform.waits.clear)

    await office.deliverer.tick()

    assert 1 == len(office.platform.sent)


async def test_no_more_are_claimed_than_are_in_flight_and_each_place_has_one(office: Office) -> None:
    await office.store.write(more_places)
    for number in range(60):
        await office.put(place=number % 20 + 1, key=f"{number}")
    claimed: list[int] = []
    in_flight: set[int] = set()

    async def send(place: Place, reply: Reply, key: str) -> str:
        assert place.chat_id not in in_flight
        in_flight.add(place.chat_id)
        await asyncio.sleep(0)
        claimed.append(await office.store.read(count_claimed))
        in_flight.discard(place.chat_id)
        office.platform.sent.append((place, reply, key))
        return "1"

    office.platform.send = send  # type: ignore[method-assign]
    await office.deliverer.tick()

    assert 60 == len(office.platform.sent)
    assert max(claimed) <= AT_ONCE
    for place in range(1, 21):
        keys = [int(key) for where, _, key in office.platform.sent if where.chat_id == -place]
        assert keys == sorted(keys)


async def test_places_that_hang_do_not_hold_up_the_others(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.delivery.rounds.SLOW", 0.02)
    monkeypatch.setattr("bot.delivery.rounds.SOON", 0.01)
    await office.store.write(more_places)
    for number in range(20):
        await office.put(place=number + 1, key=f"{number}")
    go_on = asyncio.Event()

    async def send(place: Place, reply: Reply, key: str) -> str:
        office.platform.sent.append((place, reply, key))
        if int(key) < AT_ONCE:
            await go_on.wait()
        elif len(office.platform.sent) == 20:
            go_on.set()
        return "1"

    office.platform.send = send  # type: ignore[method-assign]
    async with asyncio.timeout(20):
        await office.deliverer.tick()

    assert {"sent"} == {(await office.state(post))[0] for post in range(1, 21)}


async def test_a_store_that_fails_ends_the_round_when_all_have_landed(office: Office) -> None:
    await office.put(key="a")
    await office.put(key="b", place=2)
    office.platform.answers = [SendError("502")]
    write = office.store.write

    async def flaky(fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        if fn is delivering.try_later:
            raise StoreBusy
        return await write(fn, *args, **kwargs)

    office.store.write = flaky  # type: ignore[method-assign]
    with pytest.raises(StoreBusy):
        await office.deliverer.tick()

    assert ["sending", "sent"] == sorted([(await office.state(post))[0] for post in (1, 2)])


async def test_a_tick_that_is_broken_off_leaves_nothing_running(office: Office) -> None:
    await office.put()
    begun, broken_off = asyncio.Event(), asyncio.Event()

    async def send(place: Place, reply: Reply, key: str) -> str:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            broken_off.set()
        return "1"

    office.platform.send = send  # type: ignore[method-assign]
    ticking = asyncio.create_task(office.deliverer.tick())
    await begun.wait()
    ticking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await ticking

    assert broken_off.is_set()


async def test_long_queues_are_read_page_by_page(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.delivery.rounds.PAGE", 3)
    await office.store.write(more_places)
    for number in range(25):
        await office.put(place=number % 20 + 1, key=f"{number}")
    office.platform.waits = {-place: 60.0 for place in range(1, 6)}

    await office.deliverer.tick()

    assert {f"{number}" for number in range(5, 20)} == {key for _, _, key in office.platform.sent}


def more_places(db: Connection) -> None:
    for number in range(3, 21):
        db.execute(
            insert(groups).values(
                id=number, title="G", roadmap=ROADMAP.slug, zone="UTC", created_at=START, active_at=START
            )
        )
        db.execute(
            insert(places).values(id=number, group_id=number, platform="telegram", space_id=-number, chat_id=-number)
        )


def count_claimed(db: Connection) -> int:
    return db.scalar(select(func.count()).where(rows.c.state == "sending")) or 0
