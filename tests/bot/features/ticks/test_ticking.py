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
from bot.features.ticks.actions.ticking import Already, TickedOff, tick_off
from bot.features.ticks.actions.undoing import undo_act
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
    assert result.ticked == ("week1-algebra",)
    assert (result.points, result.unpaid) == (1, 0)
    assert (result.block.ticked, result.block.required) == (1, 3) if result.block else False
    assert (result.streak, result.streak_grew) == (1, True)
    assert result.next == "week1-stats"
    assert await store.read(points) == 1 + DAY_POINT


async def test_the_second_tick_of_a_day_joins_no_more_and_leaves_the_streak(store: Store) -> None:
    await tick(store, "week1-algebra")

    result = await tick(store, "week1-stats")

    assert not result.joined
    assert (result.streak, result.streak_grew) == (1, False)


async def test_a_tick_is_taken_once_and_a_second_is_told_when_it_was(store: Store) -> None:
    await tick(store, "week1-algebra")

    result = await tick(store, "week1-algebra", at=2 * DAY)

    assert result.ticked == ()
    assert result.already == (Already("week1-algebra", date(2026, 11, 2)),)
    assert result.today == date(2026, 11, 4)
    assert await store.read(count_ticks) == 1
    assert await store.read(points) == 2


async def test_new_and_old_tasks_in_one_go_are_told_apart(store: Store) -> None:
    await tick(store, "week1-algebra")

    result = await tick(store, "week1-stats", "week1-algebra", "week1-stats", "no-such-task")

    assert result.ticked == ("week1-stats",)
    assert [one.task for one in result.already] == ["week1-algebra"]


async def test_a_task_ticked_under_its_old_slug_is_ticked(store: Store) -> None:
    old = Task("algebra-old", "Linear algebra", 1)
    before = Roadmap("climb", "", (Level("zero", "", "", (Month("m", "", (Block("week1", "", (old,)),)),)),))
    await store.write(tick_off, caller(), before, ("algebra-old",), "")

    result = await tick(store, "week1-algebra")

    assert result.already == (Already("week1-algebra", date(2026, 11, 2)),)


async def test_a_block_ticks_what_is_open_in_it(store: Store) -> None:
    await tick(store, "week1-stats")

    result = await tick(store, "week1")

    assert result.ticked == ("week1-algebra", "week1-practice")
    assert result.already == ()
    assert result.reached == (Milestone(MilestoneKind.BLOCK, "week1"),)


async def test_a_block_that_is_done_says_so(store: Store) -> None:
    await tick(store, "week1")

    result = await tick(store, "week1")

    assert result.ticked == ()
    assert [one.task for one in result.already] == ["week1-algebra", "week1-stats", "week1-practice"]


async def test_five_ticks_a_day_are_paid_and_the_rest_count_for_progress_only(store: Store) -> None:
    result = await tick(store, "week1", "week2", "week3-build")

    assert len(result.ticked) == 6
    assert (result.points, result.unpaid) == (1 + 2 + 2 + 2 + 2, 1)
    assert (await tick(store, "week4-team")).unpaid == 1
    assert (await tick(store, "week3-path", at=DAY)).undecided == ("path",)
    assert await store.read(points) == 9 + 1


async def test_the_five_of_a_day_are_over_all_roadmaps(store: Store) -> None:
    await tick(store, "week1", "week2")
    other = Roadmap("other", "", (Level("l", "", "", (Month("m", "", (Block("b", "", (Task("t", "T", 3),)),)),)),))

    result = await store.write(tick_off, caller(place=OTHER_ROOM), other, ("t",), "")

    assert (result.points, result.unpaid) == (0, 1)


async def test_undoing_a_paid_tick_frees_its_place_among_the_five(store: Store) -> None:
    await tick(store, "week1", "week2")
    await store.write(undo_act, caller(), CLIMB, ("week1-stats",))

    assert (await tick(store, "week3-build")).points == 3
    assert (await tick(store, "week1-stats")).points == 0


async def test_the_next_day_is_paid_again_and_the_streak_grows(store: Store) -> None:
    await tick(store, "week1", "week2")

    result = await tick(store, "week3-build", at=DAY)

    assert result.points == 3
    assert (result.streak, result.streak_grew) == (2, True)


async def test_a_tick_at_half_past_one_counts_for_the_day_before(store: Store) -> None:
    await tick(store, "week1-algebra", at=timedelta(hours=13, minutes=30))
    await tick(store, "week1-stats", at=timedelta(hours=22))

    days = await store.read(lambda db: sorted(db.scalars(select(day_points.c.day))))

    assert days == [date(2026, 11, 2), date(2026, 11, 3)]


async def test_the_checkbox_of_a_choice_waits_for_the_choice(store: Store) -> None:
    result = await tick(store, "week3-path")

    assert (result.ticked, result.undecided) == ((), ("path",))
    assert result.joined


async def test_a_block_with_an_open_choice_ticks_the_rest_and_asks(store: Store) -> None:
    result = await tick(store, "week3")

    assert (result.ticked, result.undecided) == (("week3-build",), ("path",))
    assert result.reached == ()


async def test_a_task_of_an_open_choice_makes_the_choice(store: Store) -> None:
    result = await tick(store, "week4-paper")

    assert result.chosen == (("advanced", "research"),)
    assert result.outside == ()
    assert result.points == 3


async def test_a_task_of_the_other_option_is_kept_but_counts_for_nothing(store: Store) -> None:
    await store.write(choose_option, caller(), CLIMB, "advanced", "lead")

    result = await tick(store, "week4-paper", "week4-team")

    assert (result.ticked, result.outside) == (("week4-paper", "week4-team"), ("week4-paper",))
    assert (result.points, result.unpaid) == (3, 0)
    assert Milestone(MilestoneKind.BLOCK, "week4") in result.reached


async def test_two_options_in_one_go_choose_the_first(store: Store) -> None:
    result = await tick(store, "week4-team", "week4-paper")

    assert result.chosen == (("advanced", "lead"),)
    assert result.outside == ("week4-paper",)


async def test_what_a_placement_granted_is_told_as_such(store: Store) -> None:
    await store.write(place_learner, caller(), CLIMB, "week2")

    assert (await tick(store, "week1-stats")).already == (Already("week1-stats", date(2026, 11, 2), placed=True),)


async def test_evidence_is_kept_and_cut_at_its_limit(store: Store) -> None:
    result = await tick(store, "week1-algebra", evidence="<b>@everyone</b>" + "x" * 10_000)

    kept = await store.read(lambda db: db.scalars(select(ticks.c.evidence)).one())
    assert result.shortened
    assert len(kept) == 500
    assert kept.startswith("<b>@everyone</b>")


async def test_all_at_once_is_one_transaction_that_pays_five(store: Store) -> None:
    tasks = tuple(Task(f"week{n}-t", f"Task {n}", 1) for n in range(1, 81))
    blocks = tuple(Block(f"week{n}", "", tasks[n * 4 - 4 : n * 4], number=n) for n in range(1, 21))
    eighty = Roadmap("eighty", "", (Level("all", "ALL", "", (Month("month1", "", blocks, 1, 1),)),))

    result = await store.write(tick_off, caller(), eighty, tuple(task.slug for task in tasks), "")

    assert len(result.ticked) == 80
    assert (result.points, result.unpaid, result.percent) == (5, 75, 100)
    assert result.ids[1] - result.ids[0] == 79
    undone = await store.write(undo_act, caller(), eighty, (), result.ids)
    assert len(undone.tasks) == 80
    assert await store.read(points) == 0


async def test_two_taps_at_once_make_one_tick(store: Store) -> None:
    await tick(store, "week1-stats")

    results = await asyncio.gather(*(tick(store, "week1-algebra") for _ in range(8)))

    assert sorted(len(one.ticked) for one in results) == [0] * 7 + [1]
    assert await store.read(count_ticks) == 2
    assert await store.read(points) == 1 + 2 + DAY_POINT


async def test_two_people_at_once_who_were_never_seen_make_one_tick_each(store: Store) -> None:
    async def go(account: object) -> TickedOff:
        return await store.write(tick_off, caller(account), CLIMB, ("week1-algebra",), "")  # type: ignore[arg-type]

    results = await asyncio.gather(*(go(account) for account in (ANN, BEN, ANN, BEN, ANN, BEN)))

    assert sum(len(one.ticked) for one in results) == 2
    assert await store.read(lambda db: len(db.execute(select(learners.c.id)).all())) == 2


async def test_a_second_delivery_changes_nothing_and_gets_the_same_answer(store: Store) -> None:
    first = await store.write_once("telegram:update:1", tick_off, caller(), CLIMB, ("week1",), "note")

    again = await store.write_once("telegram:update:1", tick_off, caller(), CLIMB, ("week1",), "note")

    assert again == first
    assert await store.read(count_ticks) == 3


@pytest.mark.parametrize("evidence", ["\u202eabc", "🧗" * 300, "**bold** <i>"])
async def test_any_note_is_taken(store: Store, evidence: str) -> None:
    assert (await tick(store, "week1-algebra", evidence=evidence)).ticked
