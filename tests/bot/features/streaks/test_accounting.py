"""Points and streaks against the facts, on both engines."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

import pytest
from sqlalchemy import Connection, delete, func, insert, select, update

from bot.closed_sets import Visibility
from bot.database.store import Store
from bot.features.members.actions.groups import leave_group
from bot.features.members.actions.presence import Present, enter
from bot.features.points.actions import award, renew_points_at
from bot.features.settings.actions.group_setup import set_up
from bot.features.settings.actions.learner_settings import choose_visibility, set_rest_days
from bot.features.streaks.actions import counting
from bot.features.streaks.actions.counting import (
    CounterDifference,
    StreakChange,
    read_ledger,
    rebuild_counters,
    reckon_streak_change,
    verify_counters,
)
from bot.identity import Account
from bot.tables import day_points, groups, learners, outages, pauses, point_counts, ticks, undos
from roadmap.streak import Verdict
from tests.bot.climb import ANN, BEN, START, caller

DAY = timedelta(days=1)
TODAY = START.date()


def tick(
    db: Connection, account: Account, task: str, at: timedelta, points: int = 2, *, source: str = "tick"
) -> tuple[int, Present, StreakChange]:
    """What a tick does to the books, without the roadmap."""
    who = caller(account, at=at)
    present = enter(db, who, "climb")
    day = present.day - DAY if source == "repair" else present.day
    paid = points if source == "tick" else 0
    row = {"learner_id": present.learner_id, "roadmap": "climb", "task": task, "turn": 1, "source": source}
    row |= {"at": who.now, "zone": "UTC", "day": day, "weight": 5, "points": paid}
    tick_id = db.execute(insert(ticks).returning(ticks.c.id), row).scalar_one()
    award(db, present.learner_id, day, paid, who.now)
    return tick_id, present, reckon_streak_change(db, present.learner_id, who.now)


def take_back(db: Connection, tick_id: int, at: timedelta) -> StreakChange:
    row = db.execute(select(ticks).where(ticks.c.id == tick_id)).one()
    db.execute(insert(undos).values(tick_id=tick_id, at=START + at))
    award(db, row.learner_id, row.day, -row.points, START + at)
    change = reckon_streak_change(db, row.learner_id, START + at)
    renew_points_at(db, row.learner_id)
    return change


def books(db: Connection) -> dict[str, object]:
    """Every counter there is."""
    return {
        "learners": db.execute(
            select(
                learners.c.points,
                learners.c.points_at,
                learners.c.streak,
                learners.c.streak_through,
                learners.c.best_streak,
                learners.c.in_community,
            ).order_by(learners.c.id)
        ).all(),
        "days": db.execute(select(day_points).where(day_points.c.points > 0).order_by(day_points.c.day)).all(),
        "counts": db.execute(
            select(point_counts).where(point_counts.c.learners > 0).order_by(point_counts.c.points)
        ).all(),
    }


async def opt_in(store: Store) -> None:
    await store.write(set_up, caller(BEN), "climb", {"community": True})


async def test_two_ticks_around_the_end_of_a_day_may_be_entered_in_either_order(store: Store) -> None:
    """They were made a moment apart; the one made first waited for the other at the learner's row."""
    await store.write(tick, ANN, "a", timedelta())
    await store.write(tick, ANN, "c", 2 * DAY)
    _, _, change = await store.write(tick, ANN, "b", DAY)

    assert 3 == change.after
    assert [] == await store.read(verify_counters)


async def test_a_tick_pays_its_points_and_one_for_the_day(store: Store) -> None:
    await store.write(tick, ANN, "a", timedelta())
    await store.write(tick, ANN, "b", timedelta(hours=1), 3)

    assert 2 + 3 + 1 == await store.read(lambda db: db.scalar(select(learners.c.points)))
    assert [] == await store.read(verify_counters)


async def test_undo_after_a_tick_leaves_the_books_as_they_were(store: Store) -> None:
    await opt_in(store)
    await store.write(tick, ANN, "a", timedelta())
    await store.write(tick, ANN, "b", DAY)
    before = await store.read(books)

    tick_id, _, _ = await store.write(tick, ANN, "c", 2 * DAY, 5)
    assert await store.read(books) != before
    change = await store.write(take_back, tick_id, 2 * DAY)

    assert await store.read(books) == before
    assert (3, 2) == (change.before, change.after)


async def test_undoing_the_only_tick_of_a_day_takes_its_day_point_and_the_streak(store: Store) -> None:
    tick_id, _, _ = await store.write(tick, ANN, "a", timedelta())

    change = await store.write(take_back, tick_id, timedelta(hours=1))

    assert 0 == change.after
    assert (0, 0) == await store.read(lambda db: tuple(db.execute(select(learners.c.points, learners.c.streak)).one()))
    assert [] == await store.read(verify_counters)


async def test_the_streak_before_is_what_was_shown_before_not_what_was_kept(store: Store) -> None:
    await store.write(tick, ANN, "a", timedelta())
    _, _, change = await store.write(tick, ANN, "b", DAY)
    assert (1, 2) == (change.before, change.after)

    _, _, change = await store.write(tick, ANN, "c", 9 * DAY)

    assert (0, 1) == (change.before, change.after)
    assert 2 == change.streak.best


async def test_one_freeze_and_two_missed_days_end_the_streak_and_keep_the_freeze(store: Store) -> None:
    """One of the two freezes of the beginning is spent first; the two missed days then ask for more than is left."""
    _, present, _ = await store.write(tick, ANN, "a", timedelta())
    await store.write(tick, ANN, "b", 2 * DAY)  # one missed day, one freeze spent
    streak = await store.read(read_ledger, present.learner_id, START + 2 * DAY)
    assert (2, 1) == (streak.current, streak.freezes)

    _, _, change = await store.write(tick, ANN, "c", 5 * DAY)  # two missed days

    assert 1 == change.after
    assert 1 == change.streak.freezes
    assert [Verdict.MISSED, Verdict.MISSED, Verdict.DONE] == [day.verdict for day in change.streak.days[-3:]]
    assert [] == await store.read(verify_counters, START + 5 * DAY)


async def test_two_freezes_cover_two_missed_days(store: Store) -> None:
    await store.write(tick, ANN, "a", timedelta())

    _, _, change = await store.write(tick, ANN, "b", 3 * DAY)

    assert 2 == change.after
    assert 0 == change.streak.freezes
    assert [] == await store.read(verify_counters, START + 3 * DAY)


async def test_a_rest_day_a_pause_and_an_outage_hold_the_number(store: Store) -> None:
    _, present, _ = await store.write(tick, ANN, "a", timedelta())  # Monday
    await store.write(set_rest_days, caller(at=timedelta(hours=1)), "climb", 0b10)  # Tuesday

    def hold(db: Connection) -> None:
        wednesday = TODAY + 2 * DAY
        db.execute(
            insert(pauses).values(learner_id=present.learner_id, first_day=wednesday, last_day=wednesday, at=START)
        )
        down = START + 3 * DAY + timedelta(hours=9)  # 21:00 on Thursday
        db.execute(insert(outages).values(starts_at=down, ends_at=down + timedelta(hours=2)))
        reckon_streak_change(db, present.learner_id, START + timedelta(hours=2))

    await store.write(hold)
    streak = await store.read(read_ledger, present.learner_id, START + 4 * DAY)

    assert [
        Verdict.DONE,
        Verdict.REST,
        Verdict.PAUSE,
        Verdict.OUTAGE,
        Verdict.OPEN,
    ] == [day.verdict for day in streak.days]
    assert (1, 2) == (streak.current, streak.freezes)
    assert [] == await store.read(verify_counters, START + 4 * DAY)


@pytest.mark.parametrize(
    ("starts", "hours", "excused"),
    [(21, 2, True), (21, 0.5, False), (6, 10, False), (12, 24, True)],
    ids=["two hours of the evening", "half an hour", "over the day", "a whole day"],
)
async def test_only_the_last_waking_hours_make_an_outage(
    sqlite_store: Store, starts: float, hours: float, excused: bool
) -> None:
    _, present, _ = await sqlite_store.write(tick, ANN, "a", timedelta())
    down = START.replace(hour=0) + DAY + timedelta(hours=starts)

    def fail(db: Connection) -> None:
        db.execute(insert(outages).values(starts_at=down, ends_at=down + timedelta(hours=hours)))

    await sqlite_store.write(fail)
    streak = await sqlite_store.read(read_ledger, present.learner_id, START + 2 * DAY)

    assert (streak.days[1].verdict is Verdict.OUTAGE) is excused


async def test_a_repair_counts_for_the_streak_and_is_worth_no_points(store: Store) -> None:
    await store.write(tick, ANN, "a", timedelta())
    _, _, change = await store.write(tick, ANN, "b", 2 * DAY, source="repair")

    assert change.streak.days[1].repaired
    assert 3 == await store.read(lambda db: db.scalar(select(learners.c.points)))
    assert [] == await store.read(verify_counters, START + 2 * DAY)


async def test_placement_makes_no_day_done(store: Store) -> None:
    _, _, change = await store.write(tick, ANN, "a", timedelta(), source="placement")

    assert 0 == change.after
    assert [] == await store.read(verify_counters)


async def test_a_result_remembers_the_last_days_and_the_ledger_all(store: Store) -> None:
    for number in range(60):
        _, present, change = await store.write(tick, ANN, f"t{number}", number * DAY)

    assert len(change.streak.days) == counting.REMEMBERED
    assert 60 == len((await store.read(read_ledger, present.learner_id, START + 59 * DAY)).days)


async def test_ticks_at_once_lose_no_point(store: Store) -> None:
    await opt_in(store)
    await store.write(enter, caller(), "climb")

    await asyncio.gather(*(store.write(tick, ANN, f"t{number}", timedelta(), 1) for number in range(12)))

    assert 13 == await store.read(lambda db: db.scalar(select(learners.c.points)))
    assert [] == await store.read(verify_counters)


async def test_undo_and_tick_of_many_at_once_never_wait_for_each_other_for_ever(store: Store) -> None:
    """On PostgreSQL two that move through the same numbers of points in opposite order would deadlock."""
    await opt_in(store)
    people = [Account("sandbox", number, f"P{number}") for number in range(10, 18)]
    made = [await store.write(tick, one, "a", timedelta(), 1 + index % 3) for index, one in enumerate(people)]

    await asyncio.gather(
        *(store.write(take_back, made[index][0], timedelta(hours=1)) for index in range(0, 8, 2)),
        *(store.write(tick, people[index], "b", timedelta(hours=1), 2) for index in range(1, 8, 2)),
    )

    assert [] == await store.read(verify_counters)


async def test_the_histogram_follows_who_is_on_the_community_board(store: Store) -> None:
    async def counts() -> dict[int, int]:
        def read(db: Connection) -> dict[int, int]:
            found = select(point_counts.c.points, point_counts.c.learners).where(point_counts.c.learners > 0)
            return {points: people for points, people in db.execute(found)}  # noqa: C416

        assert [] == await store.read(verify_counters)
        return await store.read(read)

    await store.write(tick, ANN, "a", timedelta())
    await store.write(tick, BEN, "a", timedelta())
    assert {} == await counts()
    await opt_in(store)
    assert {3: 2} == await counts()
    await store.write(tick, BEN, "b", timedelta(), 1)
    assert {3: 1, 4: 1} == await counts()
    await store.write(choose_visibility, caller(ANN), "climb", Visibility.HIDDEN)
    assert {4: 1} == await counts()
    await store.write(tick, ANN, "b", timedelta(), 1)  # hidden learners still earn
    assert {4: 1} == await counts()
    await store.write(choose_visibility, caller(ANN), "climb", Visibility.NUMBER)
    assert {4: 2} == await counts()
    await store.write(leave_group, caller(BEN))
    assert {4: 1} == await counts()
    await store.write(enter, caller(BEN), "climb")
    assert {4: 2} == await counts()
    await store.write(set_up, caller(BEN), "climb", {"community": False})
    assert {} == await counts()


@pytest.mark.parametrize(
    ("spoil", "counter"),
    [
        (update(learners).values(points=77), "points"),
        (update(learners).values(streak=77), "streak"),
        (update(learners).values(best_streak=77), "best_streak"),
        (update(learners).values(in_community=False), "in_community"),
        (update(day_points).values(points=77), "day_points"),
        (delete(day_points), "day_points"),
        (update(point_counts).values(learners=77), "point_counts"),
    ],
    ids=["points", "streak", "best", "community", "a day", "no day", "histogram"],
)
async def test_a_counter_that_is_off_is_found_and_mended(store: Store, spoil: object, counter: str) -> None:
    await opt_in(store)
    await store.write(tick, ANN, "a", timedelta())
    await store.write(tick, ANN, "b", DAY)
    right = await store.read(books)
    await store.write(lambda db: db.execute(spoil))  # type: ignore[call-overload]  # any statement will do

    found = await store.read(verify_counters, START + DAY)
    mended = await store.write(rebuild_counters, START + DAY)

    assert counter in {one.counter for one in found}
    assert mended == len(found)
    assert [] == await store.read(verify_counters, START + DAY)
    now = await store.read(books)
    assert now == right


async def test_an_empty_store_has_nothing_to_find_or_mend(store: Store) -> None:
    assert [] == await store.read(verify_counters)
    assert 0 == await store.write(rebuild_counters)


async def test_a_difference_says_whose_and_how_much(store: Store) -> None:
    _, present, _ = await store.write(tick, ANN, "a", timedelta())
    await store.write(lambda db: db.execute(update(learners).values(points=9)))

    assert await store.read(verify_counters) == [CounterDifference(present.learner_id, "points", 9, 3)]


async def test_a_streak_that_was_kept_and_has_ended_since_is_no_difference(store: Store) -> None:
    await store.write(tick, ANN, "a", timedelta())

    assert [] == await store.read(verify_counters, START + 30 * DAY)
    assert 1 == await store.read(lambda db: db.scalar(select(learners.c.streak)))


async def test_no_points_are_kept_for_nobody(store: Store) -> None:
    _, present, _ = await store.write(tick, ANN, "a", timedelta())
    await store.write(award, present.learner_id, date(2026, 1, 1), 0, START)

    assert 1 == await store.read(lambda db: db.scalar(select(func.count()).select_from(day_points)))
    assert 1 == await store.read(lambda db: db.scalar(select(func.count()).select_from(groups)))
