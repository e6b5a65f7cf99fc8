"""Ticking off, on both engines."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

import pytest
from sqlalchemy import Connection, func, select

from bot.database.store import Store
from bot.features.path.actions.choosing import choose_option
from bot.features.path.actions.placing import place_learner
from bot.features.points.actions import DAY_POINT
from bot.features.ticks.actions.ticked_off import Already, TickedOff
from bot.features.ticks.actions.ticking import tick_off
from bot.features.undos.actions.picking import Wanted
from bot.features.undos.actions.taking_back import undo_act, undo_tasks
from bot.identity import Account
from bot.tables import day_points, learners, ticks
from roadmap.milestones import Milestone, MilestoneKind
from roadmap.model import Block, Level, Month, Roadmap, Task
from tests.bot.climb import ANN, BEN, CLIMB, OTHER_ROOM, caller

DAY = timedelta(days=1)


async def tick(store: Store, *slugs: str, evidence: str = "", at: timedelta | None = None) -> TickedOff:
    return await store.write(tick_off, caller(at=at), CLIMB, slugs, evidence)


def points(db: Connection) -> int:
    return int(db.scalars(select(learners.c.points)).one())


def count_ticks(db: Connection) -> int:
    return int(db.scalars(select(func.count()).select_from(ticks)).one())


async def test_a_first_tick_joins_and_tells_what_it_earned(store: Store) -> None:
    result = await tick(store, "week1-algebra")

    assert result.joined
    assert ("week1-algebra",) == result.ticked
    assert (1, 0) == (result.points, result.unpaid)
    assert result.block
    assert (1, 3) == (result.block.ticked, result.block.required)
    assert (1, True) == (result.streak, result.streak_grew)
    assert "week1-stats" == result.next
    assert 1 + DAY_POINT == await store.read(points)


async def test_the_second_tick_of_a_day_joins_no_more_and_leaves_the_streak(store: Store) -> None:
    await tick(store, "week1-algebra")

    result = await tick(store, "week1-stats")

    assert not result.joined
    assert (1, False) == (result.streak, result.streak_grew)


async def test_a_tick_is_taken_once_and_a_second_is_told_when_it_was(store: Store) -> None:
    await tick(store, "week1-algebra")

    result = await tick(store, "week1-algebra", at=2 * DAY)

    assert () == result.ticked
    assert (Already("week1-algebra", date(2026, 11, 2)),) == result.already
    assert date(2026, 11, 4) == result.today
    assert 1 == await store.read(count_ticks)
    assert 2 == await store.read(points)


async def test_new_and_old_tasks_in_one_go_are_told_apart(store: Store) -> None:
    await tick(store, "week1-algebra")

    result = await tick(store, "week1-stats", "week1-algebra", "week1-stats", "no-such-task")

    assert ("week1-stats",) == result.ticked
    assert ["week1-algebra"] == [one.task for one in result.already]


async def test_a_task_ticked_under_its_old_slug_is_ticked(store: Store) -> None:
    old = Task("algebra-old", "Linear algebra", 1)
    before = Roadmap("climb", "", (Level("zero", "", "", (Month("m", "", (Block("week1", "", (old,)),)),)),))
    await store.write(tick_off, caller(), before, ("algebra-old",), "")

    result = await tick(store, "week1-algebra")

    assert (Already("week1-algebra", date(2026, 11, 2)),) == result.already


async def test_a_block_ticks_what_is_open_in_it(store: Store) -> None:
    await tick(store, "week1-stats")

    result = await tick(store, "week1")

    assert ("week1-algebra", "week1-practice") == result.ticked
    assert () == result.already
    assert (Milestone(MilestoneKind.BLOCK, "week1"),) == result.reached


async def test_a_block_that_is_done_says_so(store: Store) -> None:
    await tick(store, "week1")

    result = await tick(store, "week1")

    assert () == result.ticked
    assert ["week1-algebra", "week1-stats", "week1-practice"] == [one.task for one in result.already]


async def test_five_ticks_a_day_are_paid_and_the_rest_count_for_progress_only(store: Store) -> None:
    result = await tick(store, "week1", "week2", "week3-build")

    assert 6 == len(result.ticked)
    assert (1 + 2 + 2 + 2 + 2, 1) == (result.points, result.unpaid)
    assert 1 == (await tick(store, "week4-team")).unpaid
    assert ("path",) == (await tick(store, "week3-path", at=DAY)).undecided
    assert 9 + 1 == await store.read(points)


async def test_the_five_of_a_day_are_over_all_roadmaps(store: Store) -> None:
    await tick(store, "week1", "week2")
    other = Roadmap("other", "", (Level("l", "", "", (Month("m", "", (Block("b", "", (Task("t", "T", 3),)),)),)),))

    result = await store.write(tick_off, caller(place=OTHER_ROOM), other, ("t",), "")

    assert (0, 1) == (result.points, result.unpaid)


async def test_undoing_a_paid_tick_frees_its_place_among_the_five(store: Store) -> None:
    await tick(store, "week1", "week2")
    await store.write(undo_tasks, caller(), CLIMB, ("week1-stats",))

    assert 3 == (await tick(store, "week3-build")).points
    assert 0 == (await tick(store, "week1-stats")).points


async def test_the_next_day_is_paid_again_and_the_streak_grows(store: Store) -> None:
    await tick(store, "week1", "week2")

    result = await tick(store, "week3-build", at=DAY)

    assert 3 == result.points
    assert (2, True) == (result.streak, result.streak_grew)


async def test_a_tick_at_half_past_one_counts_for_the_day_before(store: Store) -> None:
    await tick(store, "week1-algebra", at=timedelta(hours=13, minutes=30))
    await tick(store, "week1-stats", at=timedelta(hours=22))

    days = await store.read(lambda db: sorted(db.scalars(select(day_points.c.day))))

    assert [date(2026, 11, 2), date(2026, 11, 3)] == days


async def test_the_checkbox_of_a_choice_waits_for_the_choice(store: Store) -> None:
    result = await tick(store, "week3-path")

    assert ((), ("path",)) == (result.ticked, result.undecided)
    assert result.joined


async def test_a_block_with_an_open_choice_ticks_the_rest_and_asks(store: Store) -> None:
    result = await tick(store, "week3")

    assert (("week3-build",), ("path",)) == (result.ticked, result.undecided)
    assert () == result.reached


async def test_a_task_of_an_open_choice_makes_the_choice(store: Store) -> None:
    result = await tick(store, "week4-paper")

    assert (("advanced", "research"),) == result.chosen
    assert () == result.outside
    assert 3 == result.points


async def test_a_task_of_the_other_option_is_kept_but_counts_for_nothing(store: Store) -> None:
    await store.write(choose_option, caller(), CLIMB, "advanced", "lead")

    result = await tick(store, "week4-paper", "week4-team")

    assert (("week4-paper", "week4-team"), ("week4-paper",)) == (result.ticked, result.outside)
    assert (3, 0) == (result.points, result.unpaid)
    assert Milestone(MilestoneKind.BLOCK, "week4") in result.reached


async def test_two_options_in_one_go_choose_the_first(store: Store) -> None:
    result = await tick(store, "week4-team", "week4-paper")

    assert (("advanced", "lead"),) == result.chosen
    assert ("week4-paper",) == result.outside


async def test_what_a_placement_granted_is_told_as_such(store: Store) -> None:
    await store.write(place_learner, caller(), CLIMB, "week2")

    assert (Already("week1-stats", date(2026, 11, 2), placed=True),) == (await tick(store, "week1-stats")).already


async def test_evidence_is_kept_and_cut_at_its_limit(store: Store) -> None:
    result = await tick(store, "week1-algebra", evidence="<b>@everyone</b>" + "x" * 10_000)

    kept = await store.read(lambda db: db.scalars(select(ticks.c.evidence)).one())
    assert result.shortened
    assert 500 == len(kept)
    assert kept.startswith("<b>@everyone</b>")


async def test_all_at_once_is_one_transaction_that_pays_five(store: Store) -> None:
    tasks = tuple(Task(f"week{n}-t", f"Task {n}", 1) for n in range(1, 81))
    blocks = tuple(Block(f"week{n}", "", tasks[n * 4 - 4 : n * 4], number=n) for n in range(1, 21))
    eighty = Roadmap("eighty", "", (Level("all", "ALL", "", (Month("month1", "", blocks, 1, 1),)),))

    result = await store.write(tick_off, caller(), eighty, tuple(task.slug for task in tasks), "")

    assert 80 == len(result.ticked)
    assert (5, 75, 100) == (result.points, result.unpaid, result.percent)
    undone = await store.write(undo_act, caller(), eighty, {"eighty": eighty}, Wanted(act_id=result.act_id))
    assert 80 == len(undone.tasks)
    assert 0 == await store.read(points)


async def test_two_taps_at_once_make_one_tick(store: Store) -> None:
    await tick(store, "week1-stats")

    results = await asyncio.gather(*(tick(store, "week1-algebra") for _ in range(8)))

    assert [0] * 7 + [1] == sorted(len(one.ticked) for one in results)
    assert 2 == await store.read(count_ticks)
    assert 1 + 2 + DAY_POINT == await store.read(points)


async def test_two_people_at_once_who_were_never_seen_make_one_tick_each(store: Store) -> None:
    async def go(account: Account) -> TickedOff:
        return await store.write(tick_off, caller(account), CLIMB, ("week1-algebra",), "")

    results = await asyncio.gather(*(go(account) for account in (ANN, BEN, ANN, BEN, ANN, BEN)))

    assert 2 == sum(len(one.ticked) for one in results)
    assert 2 == await store.read(lambda db: len(db.execute(select(learners.c.id)).all()))


async def test_a_second_delivery_changes_nothing_and_gets_the_same_answer(store: Store) -> None:
    first = await store.write_once("telegram:update:1", tick_off, caller(), CLIMB, ("week1",), "note")

    again = await store.write_once("telegram:update:1", tick_off, caller(), CLIMB, ("week1",), "note")

    assert again == first
    assert 3 == await store.read(count_ticks)


@pytest.mark.parametrize("evidence", ["\u202eabc", "🧗" * 300, "**bold** <i>"])
async def test_any_note_is_taken(store: Store, evidence: str) -> None:
    assert (await tick(store, "week1-algebra", evidence=evidence)).ticked
