"""Study sessions and habits, on both engines."""

from __future__ import annotations

import asyncio
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, func, select

from bot.database.store import Store
from bot.features.members.actions.presence import enter
from bot.features.repairs.actions import repair_by_time
from bot.features.sessions.actions import (
    Logged,
    NoMinutes,
    TooManyMinutes,
    keep_habit,
    log_study,
    practices,
)
from bot.features.settings.actions.group_setup import set_up
from bot.features.settings.actions.learner_settings import set_clock
from bot.features.streaks.actions.counting import read_ledger, rebuild_counters, verify_counters
from bot.features.undos.actions.picking import LAST, ActUndoneAlready, NothingToUndo, NotYours, Wanted
from bot.features.undos.actions.taking_back import undo_act
from bot.features.undos.actions.undone import Undone
from bot.identity import Account, LearnerId, SessionId
from bot.tables import learners, outbox, sessions
from tests.bot.climb import ANN, BEN, START, caller
from tests.bot.room import PRACTISED

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


async def study(store: Store, minutes: int, at: timedelta | None = None, account: Account = ANN) -> Logged:
    return await store.write(log_study, caller(account, at=at), PRACTISED, minutes)


async def take_back(store: Store, wanted: Wanted = LAST, at: timedelta | None = None) -> Undone:
    return await store.write(undo_act, caller(at=at), PRACTISED, {"climb": PRACTISED}, wanted)


async def test_fifteen_minutes_make_a_day_done_and_fourteen_do_not(store: Store) -> None:
    short = await study(store, 14)
    assert (0, False, True) == (short.after, short.enough, short.joined)

    enough = await study(store, 1, HOUR)

    assert (0, 1, True, 15) == (enough.before, enough.after, enough.enough, enough.today)
    assert 1 == await store.read(lambda db: db.scalar(select(learners.c.points)))
    assert [] == await store.read(verify_counters)


async def test_half_past_one_at_night_counts_for_yesterday_and_ten_oclock_for_today(store: Store) -> None:
    night = timedelta(hours=13, minutes=30)  # START is noon
    await study(store, 30, night)
    later = await study(store, 30, night + timedelta(hours=8, minutes=30))

    def days(db: Connection) -> list[date]:
        return list(db.scalars(select(sessions.c.day).order_by(sessions.c.id)))

    assert await store.read(days) == [START.date(), START.date() + DAY]
    assert (1, 2) == (later.before, later.after)


async def test_an_undone_session_leaves_streak_and_points_as_they_were(store: Store) -> None:
    await study(store, 30)
    logged = await study(store, 30, DAY)

    taken = await take_back(store, Wanted(act_id=logged.act_id), DAY)

    assert (1, 30) == (taken.streak_after, taken.minutes)
    assert 1 == await store.read(lambda db: db.scalar(select(learners.c.points)))
    assert [] == await store.read(verify_counters, START + DAY)
    with pytest.raises(ActUndoneAlready):
        await take_back(store, Wanted(act_id=logged.act_id), DAY)


async def test_undo_takes_the_last_one_that_still_counts(store: Store) -> None:
    await study(store, 20)
    await study(store, 40)

    assert 40 == (await take_back(store)).minutes
    assert 20 == (await take_back(store)).minutes
    with pytest.raises(NothingToUndo):
        await take_back(store)


async def test_anothers_session_is_only_theirs_to_take_back(store: Store) -> None:
    logged = await study(store, 30)

    await store.write(enter, caller(BEN), "climb")

    with pytest.raises(NotYours):
        await store.write(undo_act, caller(BEN), PRACTISED, {"climb": PRACTISED}, Wanted(act_id=logged.act_id))
    with pytest.raises(NothingToUndo):
        await store.write(undo_act, caller(BEN), PRACTISED, {"climb": PRACTISED}, Wanted(session_id=SessionId(4711)))
    assert await store.read(lambda db: db.scalar(select(sessions.c.undone_at))) is None


@pytest.mark.parametrize("minutes", [0, -5])
async def test_no_time_is_refused_and_nothing_is_kept(sqlite_store: Store, minutes: int) -> None:
    with pytest.raises(NoMinutes):
        await study(sqlite_store, minutes)
    assert 0 == await sqlite_store.read(lambda db: db.scalar(select(func.count()).select_from(learners)))


async def test_nobody_studies_more_than_sixteen_hours_a_day(store: Store) -> None:
    await study(store, 16 * 60)
    with pytest.raises(TooManyMinutes):
        await study(store, 1, HOUR)
    with pytest.raises(TooManyMinutes):
        await study(store, 16 * 60 + 1, DAY)

    assert 60 == (await study(store, 60, DAY)).today


async def test_a_habit_is_kept_once_a_day_however_often_it_is_tapped(store: Store) -> None:
    first = await store.write(keep_habit, caller(), PRACTISED, "daily-news")
    second = await store.write(keep_habit, caller(at=HOUR), PRACTISED, "daily-news")
    tomorrow = await store.write(keep_habit, caller(at=DAY), PRACTISED, "daily-news")

    assert (1, None, 2) == (first.after, second.act_id, tomorrow.after)
    assert 2 == await store.read(lambda db: db.scalar(select(func.count()).select_from(sessions)))


async def test_two_taps_at_once_on_one_habit_keep_it_once(store: Store) -> None:
    await store.write(enter, caller(), "climb")

    done = await asyncio.gather(*(store.write(keep_habit, caller(), PRACTISED, "daily-news") for _ in range(4)))

    assert 1 == sum(one.act_id is not None for one in done)


async def test_habits_show_what_was_kept_in_this_day_week_and_month(store: Store) -> None:
    assert [False] * 3 == [one.done for one in await store.read(practices, caller(), PRACTISED)]
    for slug in ("daily-news", "weekly-writing", "monthly-portfolio"):
        await store.write(keep_habit, caller(), PRACTISED, slug)

    async def done(at: timedelta) -> list[bool]:
        return [one.done for one in await store.read(practices, caller(at=at), PRACTISED)]

    assert [True, True, True] == await done(HOUR)
    assert [False, True, True] == await done(DAY)
    assert [False, True, True] == await done(6 * DAY)
    assert [False, False, True] == await done(7 * DAY)
    assert [False, False, False] == await done(29 * DAY)


async def test_the_week_of_a_habit_is_the_groups(store: Store) -> None:
    await store.write(keep_habit, caller(), PRACTISED, "weekly-writing")  # Monday
    await store.write(set_up, caller(), "climb", {"week_start": 1})

    assert not (await store.read(practices, caller(at=DAY), PRACTISED))[1].done


async def test_seven_days_of_study_are_celebrated_and_not_after_an_undo(store: Store) -> None:
    for number in range(7):
        logged = await study(store, 30, number * DAY)

    def states(db: Connection) -> list[str]:
        return list(db.scalars(select(outbox.c.state)))

    assert ["new"] == await store.read(states)
    await take_back(store, Wanted(act_id=logged.act_id), 6 * DAY)
    assert ["cancelled"] == await store.read(states)


async def test_both_dst_changes_in_berlin_keep_a_streak_of_late_evenings(sqlite_store: Store) -> None:
    """Every day at 23:30 in Berlin from before one change to after the other."""
    start = START.replace(month=3, day=20, hour=8)
    await sqlite_store.write(set_clock, caller(at=start - START), "climb", zone="Europe/Berlin")
    day, count = date(2026, 3, 21), 0
    while day < date(2026, 11, 2):
        late = datetime.combine(day, time(23, 30), ZoneInfo("Europe/Berlin"))
        count += 1
        logged = await study(sqlite_store, 15, late - START)
        assert logged.after == count, day
        day += DAY
    streak = await sqlite_store.read(read_ledger, LearnerId(1), late)
    assert (streak.current, streak.best) == (count, count)


async def test_a_return_keeps_its_day_through_a_rebuild_and_a_later_repair(store: Store) -> None:
    await study(store, 15)
    back = await study(store, 5, 12 * DAY)
    assert (5, 0, 1) == (back.needed, back.before, back.after)

    kept = await store.read(read_ledger, LearnerId(1), caller(at=12 * DAY).now)
    await store.write(repair_by_time, caller(at=12 * DAY), PRACTISED, None, minutes=15, note="")
    mended = await store.read(read_ledger, LearnerId(1), caller(at=12 * DAY).now)

    assert (1, True) == (kept.days[-1].streak, kept.days[-1].returned)
    assert (2, True) == (mended.days[-1].streak, mended.days[-1].returned)
    assert [] == await store.read(verify_counters)
    assert 0 == await store.write(rebuild_counters)
    assert 2 == await store.read(lambda db: db.scalar(select(learners.c.points)))  # a repair earns none


async def test_a_return_that_is_taken_back_leaves_the_promise(store: Store) -> None:
    await study(store, 15)
    await study(store, 6, 12 * DAY)
    await take_back(store, at=12 * DAY)

    again = await study(store, 5, 13 * DAY)

    assert (5, 1) == (again.needed, again.after)
    assert [] == await store.read(verify_counters)


async def test_a_log_says_how_many_minutes_make_its_day_done(sqlite_store: Store) -> None:
    async def log(minutes: int, at: timedelta) -> tuple[int, bool]:
        logged = await study(sqlite_store, minutes, at)
        return logged.needed, logged.enough

    back = 19 * DAY
    assert (15, False) == await log(14, 0 * DAY)
    assert (15, True) == await log(1, 0 * DAY)
    assert (5, False) == await log(4, back)
    assert (5, True) == await log(1, back)
    assert (5, True) == await log(9, back)
    assert (15, False) == await log(14, back + DAY)
