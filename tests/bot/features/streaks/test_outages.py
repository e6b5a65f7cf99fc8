"""Heartbeats: what the program knows afterwards of its own outages, on both engines."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select

from bot import metrics
from bot.clock import SettableClock
from bot.database.store import Store
from bot.features.members.actions.presence import enter
from bot.features.streaks.actions import counting
from bot.features.streaks.actions.outages import renew_streaks
from bot.features.ticks.actions.ticking import tick_off
from bot.identity import LearnerId
from bot.posting import gaps
from bot.posting.heartbeat import Heartbeat
from bot.tables import beats, groups, learners, outages, outbox, places
from roadmap.streak import Verdict
from tests.bot.climb import ANN, CLIMB, START, caller

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EVENING = START.replace(hour=19)
TASKS = {0: "week1-algebra", 1: "week1-stats", 6: "week1-practice"}


def kept(db: Connection) -> list[tuple[timedelta, timedelta]]:
    rows = db.execute(select(outages).order_by(outages.c.starts_at))
    return [(row.starts_at - START, row.ends_at - START) for row in rows]


def last(db: Connection) -> timedelta:
    moment: datetime = db.execute(select(beats.c.at)).scalar_one()
    return moment - START


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(START)


@pytest.fixture
def heart(store: Store, clock: SettableClock) -> Heartbeat:
    return Heartbeat(store, clock, renew_streaks)


async def study(store: Store, day: int) -> int:
    """Ann ticks a task at noon of a day. Returns her streak."""
    ticked = await store.write(tick_off, caller(ANN, at=DAY * day), CLIMB, (TASKS[day],), "")
    assert ticked.ticked
    return await streak(store)


async def streak(store: Store) -> int:
    return await store.read(lambda db: db.scalar(select(learners.c.streak)) or 0)


async def test_nothing_is_an_outage_before_the_first_beat(store: Store, heart: Heartbeat) -> None:
    await heart.beat()

    assert [] == await store.read(kept)
    assert timedelta() == await store.read(last)


@pytest.mark.parametrize(("minutes", "outage"), [(1, False), (5, False), (6, True), (600, True)])
async def test_a_gap_of_more_than_a_few_minutes_is_an_outage(
    store: Store, heart: Heartbeat, clock: SettableClock, minutes: int, outage: bool
) -> None:
    await heart.beat()
    clock.advance(timedelta(minutes=minutes))
    await heart.beat()

    assert ([(timedelta(), timedelta(minutes=minutes))] if outage else []) == await store.read(kept)
    assert timedelta(minutes=minutes) == await store.read(last)


async def test_beats_a_minute_apart_are_no_outage_however_many(
    store: Store, heart: Heartbeat, clock: SettableClock
) -> None:
    for _ in range(20):
        await heart.beat()
        clock.advance(timedelta(minutes=1))

    assert [] == await store.read(kept)


async def test_an_evening_that_we_slept_through_costs_no_streak(
    store: Store, heart: Heartbeat, clock: SettableClock
) -> None:
    await study(store, 0)
    assert 2 == await study(store, 1)
    clock.move_to(EVENING + 2 * DAY)  # of a third day without a tick
    await heart.beat()
    clock.move_to(START + 6 * DAY)
    await heart.beat()

    found = await store.read(counting.read_ledger, LearnerId(1), clock.now())
    assert [Verdict.OUTAGE] * 4 == [day.verdict for day in found.days[2:6]]
    assert 2 == found.current
    assert [] == await store.read(counting.verify_counters, clock.now())
    assert 3 == await study(store, 6)


async def test_without_the_outage_that_streak_is_over(store: Store, heart: Heartbeat, clock: SettableClock) -> None:
    await study(store, 0)
    await study(store, 1)
    clock.move_to(START + 2 * DAY)
    await heart.beat()
    clock.advance(timedelta(minutes=30))  # at noon: there was time enough left
    await heart.beat()

    assert 1 == await study(store, 6)


async def test_an_outage_that_ends_while_streaks_are_settled_is_settled_at_the_next_start(
    store: Store, heart: Heartbeat, clock: SettableClock
) -> None:
    await study(store, 0)
    clock.move_to(EVENING + DAY)
    await heart.beat()
    clock.move_to(START + 6 * DAY)
    await store.write(gaps.note_gap, clock.now())  # and killed there
    clock.advance(HOUR)

    assert await store.read(counting.verify_counters, clock.now()) != []
    await heart.beat()

    assert [(EVENING + DAY - START, 6 * DAY + HOUR)] == await store.read(kept)
    assert [] == await store.read(counting.verify_counters, clock.now())


async def test_a_clock_set_back_is_no_outage_and_the_next_beat_is_by_it(
    store: Store, heart: Heartbeat, clock: SettableClock
) -> None:
    clock.advance(10 * HOUR)
    await heart.beat()
    clock.move_to(START)
    await heart.beat()
    clock.advance(timedelta(minutes=1))
    await heart.beat()

    assert [] == await store.read(kept)
    assert timedelta(minutes=1) == await store.read(last)


async def test_a_clock_that_was_years_ahead_leaves_no_outage_in_the_future(
    store: Store, heart: Heartbeat, clock: SettableClock
) -> None:
    await study(store, 0)
    await heart.beat()
    clock.advance(700 * DAY)
    await heart.beat()
    clock.advance(DAY)
    await heart.beat()
    clock.move_to(START + HOUR)
    await heart.beat()

    assert [(timedelta(), HOUR)] == await store.read(kept)
    assert [] == await store.read(counting.verify_counters, clock.now())
    assert [] == await store.read(counting.verify_counters, clock.now() + 4 * DAY)


async def test_many_streaks_are_settled_a_batch_at_a_time(
    store: Store, heart: Heartbeat, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.posting.heartbeat.BATCH", 2)
    for number in range(5):
        who = caller(ANN.__class__("sandbox", 100 + number, f"L{number}"))
        await store.write(tick_off, who, CLIMB, (TASKS[0],), "")
    clock.move_to(EVENING + DAY)
    await heart.beat()
    clock.move_to(START + 6 * DAY)
    await heart.beat()

    assert [] == await store.read(counting.verify_counters, clock.now())
    assert [1] * 5 == await store.read(lambda db: list(db.scalars(select(learners.c.streak))))


async def test_a_beat_counts_the_posts_that_wait(store: Store, heart: Heartbeat, clock: SettableClock) -> None:
    def fill(db: Connection) -> None:
        enter(db, caller(ANN), "climb")
        place = db.scalar(select(places.c.id))
        for number, state in enumerate(["new", "new", "sending", "sent"]):
            row: dict[str, Any] = {"kind": "nudge", "key": f"{number}", "place_id": place, "facts": {}, "state": state}
            db.execute(insert(outbox).values(**row, created_at=START, due_at=START))
        later: dict[str, Any] = {
            "kind": "nudge",
            "key": "later",
            "place_id": place,
            "facts": {},
            "due_at": START + HOUR,
        }
        db.execute(insert(outbox).values(**later, created_at=START))
        assert db.scalar(select(groups.c.id))

    await store.write(fill)
    await heart.beat()
    assert 2 == waiting()
    clock.advance(HOUR)
    await heart.beat()

    assert 3 == waiting()


def waiting() -> float:
    """Read the gauge of posts that wait."""
    gauge, *_ = metrics.WAITING.collect()
    return gauge.samples[0].value
