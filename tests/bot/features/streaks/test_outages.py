"""Heartbeats: what the program knows afterwards of its own outages, on both engines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from operator import itemgetter
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, insert, select

from bot import metrics
from bot.clock import SettableClock
from bot.database.store import Store
from bot.features.members.actions.presence import enter
from bot.features.sessions.actions import log_study
from bot.features.settings.actions.learner_settings import set_clock
from bot.features.streaks.actions import counting
from bot.features.streaks.actions.outages import renew_streaks
from bot.features.streaks.queries.outage_days import read_open_outages
from bot.features.ticks.actions.ticking import tick_off
from bot.identity import Caller, LearnerId
from bot.posting import gaps
from bot.posting.heartbeat import Heartbeat
from bot.tables import beats, groups, learners, outage_days, outages, outbox, places
from roadmap.streak import Verdict
from tests.bot.climb import ANN, CLIMB, ROOM, START, caller

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EVENING = START.replace(hour=19)
TODAY = START.date()
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


def march(day: int, hour: int = 12, zone: str = "Europe/Berlin") -> datetime:
    """Return the instant of an hour of a day of March, by the clock of a zone."""
    return datetime(2026, 3, day, hour, tzinfo=ZoneInfo(zone)).astimezone(UTC)


async def study_at_noon(store: Store, *days: int, zone: str = "Europe/Berlin") -> None:
    """Ann logs half an hour at noon of each of these days of March."""
    for day in days:
        await store.write(log_study, Caller(ANN, ROOM, march(day, zone=zone)), CLIMB, 30)


async def move(store: Store, day: int, zone: str) -> None:
    """Ann sets her zone at nine in the morning of a day of March, Berlin time."""
    await store.write(set_clock, Caller(ANN, ROOM, march(day, 9)), "climb", zone=zone)


async def sleep_through(heart: Heartbeat, clock: SettableClock, day: int) -> None:
    """The bot is down from 20:00 to midnight of a day of March, Berlin time."""
    for hours in (0, 4):
        clock.move_to(march(day, 20) + hours * HOUR)
        await heart.beat()


async def use_up_freezes(store: Store, days: Sequence[int]) -> None:
    """Ann studies in Berlin on these days, of which two that follow each other are three days apart."""
    await move(store, days[0] - 1, "Europe/Berlin")
    await study_at_noon(store, *days)


async def fly(store: Store, zone: str, after: Sequence[int]) -> None:
    """Ann studies in Berlin on the 10th and 11th, sets another zone on the 11th, and studies there."""
    await study_at_noon(store, 10)
    await move(store, 11, zone)
    await study_at_noon(store, 11)
    await study_at_noon(store, *after, zone=zone)


Journey = tuple[Sequence[int], str, Sequence[int]]
FLIGHTS: list[Journey] = [
    ((5, 8), "Asia/Tokyo", (12, 13)),
    ((4, 7, 8), "America/Los_Angeles", (12,)),
    ((4, 7, 8), "UTC", (12,)),
]


@pytest.mark.parametrize("journey", FLIGHTS, ids=itemgetter(1))
async def test_a_flight_after_an_outage_does_not_take_the_outage_away(
    store: Store, heart: Heartbeat, clock: SettableClock, journey: Journey
) -> None:
    before, zone, after = journey
    await use_up_freezes(store, before)
    await sleep_through(heart, clock, 9)
    await fly(store, zone, after)

    assert 6 == await streak(store)
    assert [] == await store.read(counting.verify_counters, march(14))


@pytest.mark.parametrize("journey", FLIGHTS, ids=itemgetter(1))
@pytest.mark.parametrize("home", ["Europe/Berlin", "Asia/Tokyo"])
async def test_an_outage_stored_before_is_resolved_by_the_zone_of_then(
    store: Store,
    heart: Heartbeat,
    clock: SettableClock,
    journey: Journey,
    home: str,
) -> None:
    before, zone, after = journey
    await use_up_freezes(store, before)
    await fly(store, zone, after)
    await store.write(lambda db: db.execute(insert(outages).values(starts_at=march(9, 20), ends_at=march(10, 0))))
    await move(store, 20, home)
    await move(store, 22, "Pacific/Auckland")
    derived = await store.read(best)
    clock.move_to(march(23))
    await heart.beat()

    assert (6, 6) == (derived, await store.read(best))
    assert [] == await store.read(counting.verify_counters, clock.now())


def best(db: Connection) -> int:
    """Read Ann's best streak from her ledger."""
    return counting.read_ledger(db, LearnerId(1), march(23)).best


async def test_an_outage_is_resolved_for_all_learners_once(
    store: Store, heart: Heartbeat, clock: SettableClock
) -> None:
    await study(store, 0)
    await heart.beat()
    clock.advance(HOUR)
    await heart.beat()

    assert [HOUR] == [end - start for start, end in await store.read(kept)]
    assert [] == await store.read(read_open_outages)


async def test_an_outage_in_the_future_of_a_clock_set_back_takes_no_day(
    store: Store, heart: Heartbeat, clock: SettableClock
) -> None:
    await study(store, 0)
    clock.advance(5 * DAY)
    await heart.beat()
    clock.advance(9 * DAY)
    await heart.beat()
    taken = await store.read(lambda db: db.execute(select(outage_days.c.first_day, outage_days.c.last_day)).all())
    clock.move_to(START + HOUR)
    await heart.beat()

    assert 1 == len(taken)
    assert [] == await store.read(lambda db: db.execute(select(outage_days)).all())
    assert [] == await store.read(kept)


async def test_an_outage_that_goes_on_after_a_kill_keeps_one_row_for_a_learner(
    store: Store, heart: Heartbeat, clock: SettableClock
) -> None:
    await study(store, 0)
    clock.move_to(EVENING + DAY)
    await heart.beat()
    clock.advance(3 * DAY)
    await store.write(gaps.note_gap, clock.now())
    await store.write(renew_streaks, clock.now(), LearnerId(0), 200)  # and killed before the outages are closed
    clock.advance(DAY)
    await heart.beat()

    assert [(TODAY + DAY, TODAY + 4 * DAY)] == await store.read(
        lambda db: [tuple(row) for row in db.execute(select(outage_days.c.first_day, outage_days.c.last_day))]
    )
    assert [] == await store.read(counting.verify_counters, clock.now())


async def test_a_beat_without_a_gap_looks_at_no_learner(store: Store, clock: SettableClock) -> None:
    asked: list[datetime] = []

    def note(_db: Connection, now: datetime, _after: LearnerId, _limit: int) -> None:
        asked.append(now)

    heart = Heartbeat(store, clock, note)
    await heart.beat()
    clock.advance(timedelta(minutes=1))
    await heart.beat()

    assert [] == asked


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
