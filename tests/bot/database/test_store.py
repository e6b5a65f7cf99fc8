"""What both doors promise, on both engines."""

from __future__ import annotations

import asyncio
import contextvars
import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from bot.clock import SettableClock
from bot.database.inbound import AnswerGone, empty_results, inbound, prune_inbound
from bot.database.store import Store, open_store
from tests.bot.database.rows import NOW, add_learners, all_points, earn, earn_and_fail, points

asker = contextvars.ContextVar("asker", default="nobody")


@dataclass(frozen=True, slots=True)
class Earned:
    learner_id: int
    total: int
    day: date
    at: datetime
    slugs: tuple[str, ...]
    by: dict[int, frozenset[str]]


def earn_once(db: Connection, learner_id: int) -> Earned:
    total = earn(db, learner_id)
    return Earned(learner_id, total, NOW.date(), NOW, ("week2-numpy", "\x00é"), {7: frozenset({"a"})})


def earn_unsaid(db: Connection, learner_id: int) -> None:
    earn(db, learner_id)


@pytest.fixture
async def learners(store: Store) -> Store:
    await store.write(add_learners, 1, 2, 3)
    return store


async def test_what_is_written_can_be_read(learners: Store) -> None:
    assert 5 == await learners.write(earn, 1, by=5)
    assert 5 == await learners.read(points, 1)


async def test_what_raises_writes_nothing_and_says_what_it_raised(learners: Store) -> None:
    with pytest.raises(LookupError, match="after the write"):
        await learners.write(earn_and_fail, 1)

    assert 0 == await learners.read(points, 1)
    assert 1 == await learners.write(earn, 1)


async def test_a_broken_rule_of_the_tables_writes_nothing(learners: Store) -> None:
    with pytest.raises(IntegrityError):
        await learners.write(add_learners, 4, 3)

    assert [0, 0, 0] == await learners.read(all_points)


async def test_a_reader_cannot_write(learners: Store) -> None:
    with pytest.raises(DBAPIError):
        await learners.read(earn, 1)

    assert 0 == await learners.read(points, 1)


async def test_work_that_stops_an_iteration_is_answered_rather_than_waited_for(store: Store) -> None:
    def stop(_db: Connection) -> int:
        return next(iter(()))

    with pytest.raises(RuntimeError):
        await store.write(stop)


async def test_work_knows_the_context_it_was_asked_in(store: Store) -> None:
    asker.set("ann")

    assert "ann" == await store.write(lambda _db: asker.get())


async def test_a_closed_store_runs_nothing_on_sqlite(sqlite_store: Store) -> None:
    await sqlite_store.close()

    with pytest.raises(RuntimeError, match="closed"):
        await sqlite_store.read(all_points)


async def test_fifty_writers_on_three_learners_lose_nothing(learners: Store) -> None:
    dice = random.Random(4)
    who = [dice.choice((1, 2, 3)) for _ in range(300)]

    async def write(share: list[int]) -> None:
        for learner_id in share:
            await learners.write(earn, learner_id)

    await asyncio.gather(*(write(who[start::50]) for start in range(50)))

    assert await learners.read(all_points) == [who.count(1), who.count(2), who.count(3)]


async def test_readers_beside_writers_see_whole_transactions(learners: Store) -> None:
    def move(db: Connection) -> None:
        earn(db, 1)
        earn(db, 2)

    def look(db: Connection) -> tuple[int, int]:
        return points(db, 1), points(db, 2)

    seen = await asyncio.gather(*(learners.write(move) if n % 2 else learners.read(look) for n in range(80)))

    pairs = [pair for pair in seen if pair is not None]
    assert 40 == len(pairs)
    assert all(first == second for first, second in pairs)


async def test_callers_who_give_up_leave_nothing_half_done(learners: Store) -> None:
    def move(db: Connection) -> None:
        earn(db, 1)
        earn(db, 2)
        earn(db, 3)

    dice = random.Random(8)
    tasks = [asyncio.create_task(learners.write(move)) for _ in range(60)]
    for task in dice.sample(tasks, 40):
        for _ in range(dice.choice((0, 0, 1, 3))):
            await learners.read(points, 1)
        task.cancel()
    ended = await asyncio.gather(*tasks, return_exceptions=True)

    moved = ended.count(None)
    counts = await learners.read(all_points)
    assert 1 == len(set(counts))
    assert moved <= counts[0] <= len(tasks)
    assert await learners.write(earn, 1) == counts[0] + 1


async def test_a_second_delivery_changes_nothing_and_gets_the_same_answer(learners: Store) -> None:
    first = await learners.write_once("telegram:update:1", earn_once, 1)
    second = await learners.write_once("telegram:update:1", earn_once, 1)

    assert first == second
    assert 1 == first.total
    assert 1 == await learners.read(points, 1)
    assert 2 == (await learners.write_once("telegram:update:2", earn_once, 1)).total


async def test_a_result_of_nothing_is_kept_too(learners: Store) -> None:
    await learners.write_once("discord:1", earn_unsaid, 1)
    await learners.write_once("discord:1", earn_unsaid, 1)

    assert 1 == await learners.read(points, 1)


async def test_a_call_whose_result_was_emptied_is_still_known_to_be_done(learners: Store) -> None:
    for call in ("discord:1", "discord:2"):
        await learners.write_once(call, earn_once, 1)
    await learners.write(empty_results, inbound.c.id == "discord:1")

    with pytest.raises(AnswerGone):
        await learners.write_once("discord:1", earn_once, 1)
    assert 2 == (await learners.write_once("discord:2", earn_once, 1)).total
    assert 2 == await learners.read(points, 1)


async def test_many_deliveries_at_once_run_once(learners: Store) -> None:
    answers = await asyncio.gather(*(learners.write_once("discord:1", earn_once, 2) for _ in range(20)))

    assert 1 == len({answer.total for answer in answers})
    assert 1 == await learners.read(points, 2)


async def test_a_call_that_failed_may_be_delivered_again(learners: Store) -> None:
    with pytest.raises(LookupError):
        await learners.write_once("discord:1", earn_and_fail, 1)

    assert 1 == (await learners.write_once("discord:1", earn_once, 1)).total


async def test_work_that_does_not_say_what_it_returns_is_kept_as_it_is(learners: Store) -> None:
    bare = lambda db: [earn(db, 1), "x"]  # noqa: E731  a def would be annotated

    assert [1, "x"] == await learners.write_once("discord:1", bare)
    assert [1, "x"] == await learners.write_once("discord:1", bare)


async def test_old_calls_are_forgotten(database_url: str) -> None:
    clock = SettableClock(NOW)
    store = open_store(database_url, clock)
    await store.write(add_learners, 1)
    await store.write_once("old", earn_unsaid, 1)
    clock.advance(timedelta(days=3))
    await store.write_once("new", earn_unsaid, 1)

    assert 1 == await store.write(prune_inbound, NOW + timedelta(hours=1))
    await store.write_once("new", earn_unsaid, 1)
    await store.write_once("old", earn_unsaid, 1)

    assert 3 == await store.read(points, 1)
    await store.close()


async def test_every_connection_keeps_foreign_keys(store: Store) -> None:
    orphan = text("INSERT INTO undos (tick_id, at) VALUES (99, '2026-01-01 00:00:00')")

    with pytest.raises(IntegrityError):
        await store.write(lambda db: db.execute(orphan).rowcount)
