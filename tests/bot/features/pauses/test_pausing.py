"""Pauses, on both engines."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import Connection, select

from bot.database.store import Store
from bot.features.members.actions.groups import leave_group
from bot.features.members.actions.presence import enter
from bot.features.pauses.absences import is_deserted
from bot.features.pauses.actions import (
    PauseBackwards,
    PauseInThePast,
    Pauses,
    PauseTooFar,
    PauseTooLong,
    begin_pause,
    resume_study,
    view_pauses,
)
from bot.features.pauses.balance import Away
from bot.features.sessions.actions import log_study
from bot.features.streaks.actions.counting import read_ledger, verify_counters
from bot.identity import LearnerId
from bot.posting.audiences import read_audience
from bot.tables import learners, pauses
from roadmap.streak import Verdict
from tests.bot.climb import BEN, START, caller
from tests.bot.room import PRACTISED

DAY = timedelta(days=1)
TODAY = START.date()


def on(number: int) -> date:
    return TODAY + number * DAY


async def away(store: Store, first: int, last: int, at: int = 0) -> Pauses:
    """A pause from one day to another, counted from the first day, said on day `at`."""
    return await store.write(begin_pause, caller(at=at * DAY), "climb", on(first), on(last))


def kept(db: Connection) -> list[tuple[date, date]]:
    return [(first, last) for first, last in db.execute(select(pauses.c.first_day, pauses.c.last_day).order_by("id"))]


async def test_a_pause_holds_the_streak_and_what_comes_after_it_counts_on(store: Store) -> None:
    await store.write(log_study, caller(), PRACTISED, 30)
    await away(store, 1, 10)

    before = await store.read(read_ledger, LearnerId(1), START + 10 * DAY)
    logged = await store.write(log_study, caller(at=11 * DAY), PRACTISED, 30)

    assert (1, 2) == (before.current, before.freezes)
    assert {Verdict.PAUSE} == {day.verdict for day in before.days[1:]}
    assert 2 == logged.after
    assert [] == await store.read(verify_counters, START + 11 * DAY)


async def test_a_pause_keeps_the_streak_counter_right_while_nothing_happens(store: Store) -> None:
    await store.write(log_study, caller(), PRACTISED, 30)
    await away(store, 1, 20)

    assert await store.read(lambda db: db.scalar(select(learners.c.streak_through))) == on(23)  # two freezes more
    await store.write(resume_study, caller(at=5 * DAY), "climb")
    assert await store.read(lambda db: db.scalar(select(learners.c.streak_through))) == on(7)


async def test_who_comes_back_early_ends_the_pause_with_yesterday(store: Store) -> None:
    await away(store, 0, 9)

    back = await store.write(resume_study, caller(at=4 * DAY), "climb")

    assert back.ended == Away(on(0), on(9))
    assert await store.read(kept) == [(on(0), on(3))]
    assert () == back.pauses.coming


async def test_a_pause_of_today_that_is_taken_back_on_the_same_day_never_was(store: Store) -> None:
    await away(store, 0, 9)

    assert (await store.write(resume_study, caller(), "climb")).ended == Away(on(0), on(9))
    assert [] == await store.read(kept)


async def test_a_pause_to_come_is_dropped_and_a_second_return_finds_nothing(store: Store) -> None:
    await away(store, 5, 9)

    assert (await store.write(resume_study, caller(), "climb")).dropped == Away(on(5), on(9))
    again = await store.write(resume_study, caller(), "climb")
    assert (None, None) == (again.ended, again.dropped)


async def test_at_most_28_days_of_any_quarter_are_pause(store: Store) -> None:
    with pytest.raises(PauseTooLong) as refused:
        await away(store, 0, 28)
    assert 28 == refused.value.n
    assert refused.value.possible == Away(on(0), on(27))

    assert 0 == (await away(store, 0, 27)).left
    with pytest.raises(PauseTooLong) as refused:
        await away(store, 90, 90, at=60)
    assert refused.value.possible is None  # 28 of the 91 days that end with it are taken
    with pytest.raises(PauseTooLong):
        await away(store, 91, 119, at=60)
    assert (await away(store, 91, 118, at=60)).coming == (Away(on(91), on(118)),)


async def test_days_that_were_given_back_can_be_taken_again(store: Store) -> None:
    await away(store, 0, 27)
    await store.write(resume_study, caller(at=7 * DAY), "climb")

    assert (await away(store, 30, 50, at=8)).coming == (Away(on(30), on(50)),)
    with pytest.raises(PauseTooLong):
        await away(store, 30, 51, at=8)


async def test_pauses_that_touch_become_one_and_apart_they_stay_two(store: Store) -> None:
    await away(store, 5, 7)
    await away(store, 8, 9)
    await away(store, 3, 5)
    assert await store.read(kept) == [(on(3), on(9))]

    found = await away(store, 12, 12)
    assert found.coming == (Away(on(3), on(9)), Away(on(12), on(12)))


async def test_a_running_pause_ends_when_the_new_one_says(store: Store) -> None:
    await away(store, 0, 9)

    shorter = await away(store, 2, 4, at=2)
    assert shorter.coming == (Away(on(0), on(4)),)
    longer = await away(store, 2, 14, at=2)
    assert longer.coming == (Away(on(0), on(14)),)
    inside = await away(store, 6, 7, at=2)
    assert inside.coming == (Away(on(0), on(14)),)


@pytest.mark.parametrize(
    ("first", "last", "refusal"),
    [(-1, 3, PauseInThePast), (5, 3, PauseBackwards), (400, 401, PauseTooFar), (0, 3000, PauseTooFar)],
)
async def test_what_is_no_pause_is_refused_and_nothing_is_kept(
    sqlite_store: Store, first: int, last: int, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        await away(sqlite_store, first, last)
    assert [] == await sqlite_store.read(kept)
    assert await sqlite_store.read(view_pauses, caller()) is None


async def test_a_pause_of_one_is_nobody_elses(sqlite_store: Store) -> None:
    await away(sqlite_store, 0, 5)
    await sqlite_store.write(resume_study, caller(BEN), "climb")

    found = await sqlite_store.read(view_pauses, caller())
    assert found and found.running == Away(on(0), on(5))


async def test_a_group_is_deserted_only_if_a_member_is_away(sqlite_store: Store) -> None:
    present = await sqlite_store.write(enter, caller(), "climb")

    async def deserted() -> bool:
        group = await sqlite_store.read(read_audience, present.group_id)
        return await sqlite_store.read(is_deserted, group, TODAY, START)

    told = [await deserted()]
    await away(sqlite_store, 0, 5)
    told.append(await deserted())
    await sqlite_store.write(leave_group, caller())
    told.append(await deserted())

    assert [False, True, False] == told
