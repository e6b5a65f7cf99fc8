"""Late entries, on both engines."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import Connection, func, select

from bot.database.store import Store
from bot.errors import Refused
from bot.features.pauses.actions import begin_pause
from bot.features.repairs.actions import Repaired, TooLittleToRepair, repair_by_tasks, repair_by_time
from bot.features.sessions.actions import NoMinutes, TooManyMinutes, log_study
from bot.features.settings.actions.learner_settings import set_rest_days
from bot.features.streaks.actions.chances import (
    NotHereYet,
    NothingMissed,
    NotOverYet,
    RepairedTwice,
    TooLateToRepair,
    find_chance,
)
from bot.features.streaks.actions.counting import read_ledger, verify_counters
from bot.features.ticks.actions.ticking import tick_off
from bot.features.undos.actions.picking import Wanted
from bot.features.undos.actions.taking_back import undo_act, undo_tasks
from bot.identity import LearnerId
from bot.tables import learners, outbox, sessions, ticks
from roadmap.streak import Verdict
from tests.bot.climb import START, caller
from tests.bot.room import PRACTISED

DAY = timedelta(days=1)
TODAY = START.date()  # Monday, 2 November
MORNING = timedelta(hours=16)  # from START to the next 04:00: the end of the study day


def on(number: int) -> date:
    return TODAY + number * DAY


async def study(store: Store, *numbers: int) -> None:
    for number in numbers:
        await store.write(log_study, caller(at=number * DAY), PRACTISED, 30)


async def mend(store: Store, at: timedelta, day: date | None = None, minutes: int = 30) -> Repaired:
    return await store.write(repair_by_time, caller(at=at), PRACTISED, day, minutes=minutes, note="a paper")


def points(db: Connection) -> int | None:
    return db.scalar(select(learners.c.points))


async def test_a_missed_day_entered_late_joins_both_ends_of_the_streak_and_earns_nothing(store: Store) -> None:
    await study(store, 0, 1, 2, 6)  # three days missed: too many for two freezes
    before = await store.read(points)
    await mend(store, 6 * DAY, on(5))

    done = await mend(store, 6 * DAY, on(4))

    assert (5, 6, 0) == (done.before, done.after, done.left)
    streak = await store.read(read_ledger, LearnerId(1), START + 6 * DAY)
    assert [False, False, False, False, True, True, False] == [day.repaired for day in streak.days]
    assert streak.days[3].verdict is Verdict.FREEZE
    assert await store.read(points) == before
    assert [] == await store.read(verify_counters, START + 6 * DAY)


async def test_alone_it_means_the_last_day_that_was_missed(store: Store) -> None:
    await study(store, 0, 2)
    found = await store.read(find_chance, caller(at=2 * DAY))
    assert found and found.day == on(1)

    await study(store, 4)
    found = await store.read(find_chance, caller(at=4 * DAY))
    assert found and found.day == on(3)


async def test_a_repair_is_possible_until_exactly_48_hours_after_the_day_ended(store: Store) -> None:
    await study(store, 0)
    ends = DAY + MORNING

    found = await store.read(find_chance, caller(at=2 * DAY), on(1))
    assert found and found.ends_at == START + ends + 2 * DAY
    assert await store.read(find_chance, caller(at=ends + 2 * DAY - timedelta(seconds=1)), on(1))
    with pytest.raises(TooLateToRepair):
        await store.read(find_chance, caller(at=ends + 2 * DAY), on(1))
    with pytest.raises(NotOverYet):
        await store.read(find_chance, caller(at=ends - timedelta(seconds=1)), on(1))


@pytest.mark.parametrize(
    ("number", "refusal"), [(2, NotOverYet), (3, NotOverYet), (0, NothingMissed), (-1, NotHereYet), (-400, NotHereYet)]
)
async def test_a_day_that_cannot_be_repaired_is_refused_with_its_reason(
    sqlite_store: Store, number: int, refusal: type[Refused]
) -> None:
    await study(sqlite_store, 0)

    with pytest.raises(refusal):
        await mend(sqlite_store, 2 * DAY, on(number))
    assert 1 == await sqlite_store.read(lambda db: db.scalar(select(func.count()).select_from(sessions)))


async def test_two_days_of_a_month_can_be_repaired_and_two_of_the_next(store: Store) -> None:
    await study(store, 0)
    await mend(store, 2 * DAY)
    await mend(store, 4 * DAY)
    with pytest.raises(RepairedTwice):
        await mend(store, 6 * DAY)

    found = await store.read(find_chance, caller(at=30 * DAY))  # 2 December, about the first
    assert found and (found.day, found.left) == (date(2026, 12, 1), 2)
    with pytest.raises(RepairedTwice):
        await store.read(find_chance, caller(at=29 * DAY))  # 1 December, about 30 November


async def test_what_is_taken_back_frees_the_repair_and_leaves_the_day_missed(store: Store) -> None:
    await study(store, 0)
    done = await mend(store, 2 * DAY)
    await store.write(undo_act, caller(at=2 * DAY), PRACTISED, {"climb": PRACTISED}, Wanted(act_id=done.act_id))

    found = await store.read(find_chance, caller(at=2 * DAY))

    assert found and (found.day, found.left) == (on(1), 2)
    assert [] == await store.read(verify_counters, START + 2 * DAY)


async def test_rest_and_pause_ask_for_nothing_so_there_is_nothing_to_repair(sqlite_store: Store) -> None:
    await sqlite_store.write(set_rest_days, caller(), "climb", 0b10)  # Tuesday
    await study(sqlite_store, 0)
    with pytest.raises(NothingMissed):
        await mend(sqlite_store, 2 * DAY, on(1))
    await sqlite_store.write(begin_pause, caller(at=2 * DAY), "climb", on(2), on(4))
    with pytest.raises(NothingMissed):
        await mend(sqlite_store, 4 * DAY, on(3))


async def test_a_day_that_a_freeze_covers_gives_the_freeze_back(sqlite_store: Store) -> None:
    await study(sqlite_store, 0, 2)
    assert 1 == (await sqlite_store.read(read_ledger, LearnerId(1), START + 2 * DAY)).freezes

    await mend(sqlite_store, 2 * DAY)

    assert 2 == (await sqlite_store.read(read_ledger, LearnerId(1), START + 2 * DAY)).freezes


async def test_a_short_day_is_made_up_to_fifteen_minutes_and_not_less(store: Store) -> None:
    await study(store, 0)
    await store.write(log_study, caller(at=DAY), PRACTISED, 10)

    with pytest.raises(TooLittleToRepair) as refused:
        await mend(store, 2 * DAY, minutes=4)
    assert 5 == refused.value.n
    assert 2 == (await mend(store, 2 * DAY, minutes=5)).after
    assert [] == await store.read(verify_counters, START + 2 * DAY)


@pytest.mark.parametrize(("minutes", "refusal"), [(0, NoMinutes), (961, TooManyMinutes)])
async def test_a_time_that_nobody_studies_is_refused(sqlite_store: Store, minutes: int, refusal: type[Refused]) -> None:
    await study(sqlite_store, 0)
    with pytest.raises(refusal):
        await mend(sqlite_store, 2 * DAY, minutes=minutes)


async def test_a_task_finished_yesterday_counts_for_progress_and_streak_and_earns_nothing(store: Store) -> None:
    await study(store, 0, 2)
    before = await store.read(points)

    done = await store.write(
        repair_by_tasks, caller(at=2 * DAY), PRACTISED, None, slugs=["week1"], note="https://example.org"
    )

    assert done.ticked and len(done.ticked.ticked) == 3
    assert (done.day, done.after, done.left, done.ticked.points, done.ticked.unpaid) == (on(1), 3, 1, 0, 0)
    assert await store.read(lambda db: {(row.source, row.day) for row in db.execute(select(ticks))}) == {
        ("repair", on(1))
    }
    assert await store.read(points) == before
    assert [] == await store.read(verify_counters, START + 2 * DAY)
    later = await store.write(tick_off, caller(at=2 * DAY), PRACTISED, ["week2"])
    assert 4 == later.points  # the late ones took none of today's five


async def test_an_undone_late_tick_leaves_all_as_it_was(store: Store) -> None:
    await study(store, 0, 2)
    await store.write(repair_by_tasks, caller(at=2 * DAY), PRACTISED, None, slugs=["week2-numpy"], note="")

    undone = await store.write(undo_tasks, caller(at=2 * DAY), PRACTISED, ("week2-numpy",))

    assert (3, 2, 0) == (undone.streak_before, undone.streak_after, undone.points)
    found = await store.read(find_chance, caller(at=2 * DAY))
    assert found and found.left == 2
    assert [] == await store.read(verify_counters, START + 2 * DAY)


async def test_a_task_that_is_ticked_already_repairs_nothing(sqlite_store: Store) -> None:
    await sqlite_store.write(tick_off, caller(), PRACTISED, ["week2-numpy"])

    done = await sqlite_store.write(
        repair_by_tasks, caller(at=2 * DAY), PRACTISED, None, slugs=["week2-numpy"], note=""
    )

    assert done.ticked and not done.ticked.ticked
    assert (1, 1, 2) == (done.before, done.after, done.left)


async def test_a_repaired_streak_is_celebrated_unless_the_repair_is_taken_back(
    sqlite_store: Store,
) -> None:
    await study(sqlite_store, 0, 1, 2, 3, 4, 5)

    done = await mend(sqlite_store, 7 * DAY)

    def states(db: Connection) -> list[str]:
        return list(db.scalars(select(outbox.c.state).where(outbox.c.kind == "celebration")))

    assert (6, 7) == (done.before, done.after)
    assert ["new"] == await sqlite_store.read(states)
    await sqlite_store.write(
        undo_act, caller(at=7 * DAY), PRACTISED, {"climb": PRACTISED}, Wanted(act_id=done.act_id), sure=True
    )
    assert ["cancelled"] == await sqlite_store.read(states)
