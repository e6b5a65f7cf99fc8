"""Undoing: the identity after a tick, whatever it did."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, select

from bot.closed_sets import ChangeKind
from bot.database.store import Store
from bot.features.path.actions.choosing import choose_option
from bot.features.path.actions.placing import place_learner
from bot.features.repairs.actions import repair_by_tasks, repair_by_time
from bot.features.sessions.actions import log_study
from bot.features.streaks.actions import counting
from bot.features.ticks.actions.ticked_off import TickedOff
from bot.features.ticks.actions.ticking import tick_off
from bot.features.ticks.queries import choices
from bot.features.ticks.queries import ticks as store_of_ticks
from bot.features.undos.actions.picking import (
    ActUndoneAlready,
    NothingToUndo,
    NotTicked,
    NotYours,
    UndoneAlready,
    Wanted,
)
from bot.features.undos.actions.taking_back import undo_act, undo_tasks
from bot.features.undos.actions.undone import Restored, Undone
from bot.identity import LearnerId
from bot.posting import calendar
from bot.tables import day_points, learners
from tests.bot.climb import ANN, BEN, CLIMB, OTHER_ROOM, START, caller

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
WEEK1 = ("week1-algebra", "week1-stats", "week1-practice")


async def tick(store: Store, *slugs: str, at: timedelta | None = None) -> TickedOff:
    return await store.write(tick_off, caller(at=at), CLIMB, slugs, "")


async def take_back(store: Store, *slugs: str, at: timedelta | None = None) -> Undone:
    if slugs:
        return await store.write(undo_tasks, caller(at=at), CLIMB, slugs)
    return await store.write(undo_act, caller(at=at), CLIMB, {"climb": CLIMB})


def counters(db: Connection) -> tuple[int, int, int]:
    row = db.execute(select(learners.c.points, learners.c.streak, learners.c.best_streak)).one()
    by_day = sum(db.scalars(select(day_points.c.points)))
    return row.points, row.streak, by_day


async def ticked(store: Store) -> frozenset[str]:
    return await store.read(store_of_ticks.read_ticked, LearnerId(1), "climb")


async def test_undo_takes_back_the_last_tick_with_its_points_and_its_day(store: Store) -> None:
    await tick(store, "week1-algebra")

    undone = await take_back(store)

    assert ("week1-algebra",) == undone.tasks
    assert (1, 1, 0) == (undone.points, undone.streak_before, undone.streak_after)
    assert undone.block is not None
    assert 0 == undone.block.ticked
    assert (0, 0, 0) == await store.read(counters)
    assert frozenset() == await ticked(store)


async def test_one_tick_that_stands_keeps_the_day_done(store: Store) -> None:
    await tick(store, "week1-algebra")
    await tick(store, "week1-stats")

    undone = await take_back(store)

    assert ("week1-stats",) == undone.tasks
    assert (1, 1) == (undone.streak_before, undone.streak_after)
    assert (2, 1, 2) == await store.read(counters)


async def test_do_undo_redo_leaves_what_one_tick_does(store: Store) -> None:
    await tick(store, "week1-algebra")
    before = await store.read(counters)
    await take_back(store)

    again = await tick(store, "week1-algebra")

    assert ("week1-algebra",) == again.ticked
    assert await store.read(counters) == before


async def test_a_second_undo_takes_back_the_act_before(store: Store) -> None:
    await tick(store, "week1-stats")
    await tick(store, "week1-algebra")

    assert ("week1-algebra",) == (await take_back(store)).tasks
    assert ("week1-stats",) == (await take_back(store)).tasks
    with pytest.raises(NothingToUndo):
        await take_back(store)


async def test_undoing_the_same_task_twice_is_refused(store: Store) -> None:
    await tick(store, "week1-algebra")
    await take_back(store, "week1-algebra")

    with pytest.raises(UndoneAlready):
        await take_back(store, "week1-algebra")


async def test_a_task_never_ticked_cannot_be_undone(store: Store) -> None:
    await tick(store, "week1-algebra")

    with pytest.raises(NotTicked) as refused:
        await take_back(store, "week1-stats")

    assert "Statistics" == refused.value.task


async def test_there_is_nothing_to_undo_for_a_stranger_or_a_beginner(store: Store) -> None:
    with pytest.raises(NothingToUndo):
        await take_back(store)
    await tick(store)

    with pytest.raises(NothingToUndo):
        await take_back(store)


async def test_several_are_undone_by_name_and_those_not_ticked_are_told(store: Store) -> None:
    await tick(store, "week1")

    undone = await take_back(store, "week1-algebra", "week2-numpy", "week1-stats")

    assert ("week1-algebra", "week1-stats") == undone.tasks
    assert ("week2-numpy",) == undone.missing


async def test_a_block_is_undone_as_a_whole(store: Store) -> None:
    await tick(store, "week1", "week2-numpy")

    assert 3 == len((await take_back(store, "week1")).tasks)
    assert {"week2-numpy"} == await ticked(store)


async def test_a_button_undoes_just_what_its_message_did(store: Store) -> None:
    await tick(store, "week1-stats")
    result = await tick(store, "week1")
    await tick(store, "week2-numpy")

    undone = await store.write(undo_act, caller(), CLIMB, {"climb": CLIMB}, Wanted(act_id=result.act_id))

    assert ("week1-algebra", "week1-practice") == undone.tasks
    assert {"week1-stats", "week2-numpy"} == await ticked(store)
    with pytest.raises(ActUndoneAlready):
        await store.write(undo_act, caller(), CLIMB, {"climb": CLIMB}, Wanted(act_id=result.act_id))


async def test_somebody_elses_button_undoes_nothing(store: Store) -> None:
    result = await tick(store, "week1")
    await store.write(tick_off, caller(BEN), CLIMB, ("week2-numpy",), "")

    with pytest.raises(NotYours):
        await store.write(undo_act, caller(BEN), CLIMB, {"climb": CLIMB}, Wanted(act_id=result.act_id))
    with pytest.raises(NotTicked):
        await store.write(undo_tasks, caller(BEN), CLIMB, ("week1-stats",))
    assert 3 == len(await ticked(store))


async def test_a_choice_made_by_a_tick_is_open_again_without_it(store: Store) -> None:
    await tick(store, "week4-paper")

    assert (Restored(ChangeKind.CHOICE, "advanced", "research"),) == (await take_back(store)).restored
    assert {} == await store.read(choices.read_choices, LearnerId(1), "climb")


async def test_a_choice_on_which_other_ticks_stand_stays(store: Store) -> None:
    await tick(store, "week4-paper")
    await tick(store, "week4-talk", at=timedelta(minutes=1))

    undone = await take_back(store, "week4-paper", at=timedelta(minutes=2))

    assert (Restored(ChangeKind.CHOICE, "advanced", "research", "research"),) == undone.restored
    assert {"advanced": "research"} == await store.read(choices.read_choices, LearnerId(1), "climb")


async def test_a_choice_is_kept_by_the_first_act_that_would_have_made_it(store: Store) -> None:
    chosen = await store.write(choose_option, caller(), CLIMB, "advanced", "research")
    for minute, slug in enumerate(("week4-paper", "week4-talk"), 1):
        await tick(store, slug, at=minute * MINUTE)
    wanted = Wanted(act_id=chosen.ticked.act_id)
    await store.write(undo_act, caller(at=3 * MINUTE), CLIMB, {"climb": CLIMB}, wanted)

    await take_back(store, at=4 * MINUTE)
    assert {"advanced": "research"} == await store.read(choices.read_choices, LearnerId(1), "climb")
    await take_back(store, at=5 * MINUTE)
    assert {} == await store.read(choices.read_choices, LearnerId(1), "climb")


async def test_a_tick_of_another_option_keeps_no_choice(store: Store) -> None:
    await tick(store, "week4-paper")
    await tick(store, "week4-team", at=MINUTE)

    undone = await take_back(store, "week4-paper", at=2 * MINUTE)

    assert (Restored(ChangeKind.CHOICE, "advanced", "research"),) == undone.restored
    assert {} == await store.read(choices.read_choices, LearnerId(1), "climb")


async def test_a_block_is_undone_with_the_tasks_of_its_options(store: Store) -> None:
    await tick(store, "week4-paper", "week1-stats")

    assert ("week4-paper",) == (await take_back(store, "week4")).tasks
    assert {"week1-stats"} == await ticked(store)


async def test_the_block_of_the_last_task_is_shown(store: Store) -> None:
    await tick(store, "week1-algebra", "week2-numpy")

    block = (await take_back(store)).block

    assert block is not None
    assert ("week2", 0) == (block.slug, block.ticked)


@pytest.mark.parametrize("kind", ["a repair by time", "a repair by name", "a tick"])
async def test_a_repair_that_is_taken_back_renews_the_dues(
    store: Store, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    renewed: list[int] = []
    await tick(store, "week1-algebra")
    who = caller(at=2 * DAY)
    if kind == "a repair by time":
        await store.write(repair_by_time, who, CLIMB, None, minutes=30, note="")
    elif kind == "a repair by name":
        await store.write(repair_by_tasks, who, CLIMB, None, slugs=("week1-stats",), note="")
    else:
        await tick(store, "week1-stats", at=2 * DAY)
    monkeypatch.setattr(calendar, "schedule_learner", lambda _db, learner_id, _now: renewed.append(learner_id))

    await take_back(store, *(() if kind == "a repair by time" else ("week1-stats",)), at=2 * DAY)

    assert ([] if kind == "a tick" else [1]) == renewed


async def test_a_choice_stays_while_the_act_that_made_it_has_another_tick_of_the_option(store: Store) -> None:
    await tick(store, "week4-paper", "week4-talk")

    undone = await take_back(store, "week4-paper", at=MINUTE)

    assert (Restored(ChangeKind.CHOICE, "advanced", "research", "research"),) == undone.restored
    assert {"advanced": "research"} == await store.read(choices.read_choices, LearnerId(1), "climb")


async def test_a_task_taken_back_leaves_the_choice_that_its_act_made_elsewhere(store: Store) -> None:
    await tick(store, "week4-paper", "week1-stats")

    assert () == (await take_back(store, "week1-stats", at=MINUTE)).restored
    assert {"advanced": "research"} == await store.read(choices.read_choices, LearnerId(1), "climb")


async def test_a_choice_made_on_purpose_stays_when_a_tick_goes(store: Store) -> None:
    await store.write(choose_option, caller(), CLIMB, "advanced", "lead")
    await tick(store, "week4-team", at=timedelta(minutes=1))

    assert () == (await take_back(store, at=timedelta(minutes=2))).restored


async def test_undoing_an_old_tick_mends_the_streak_of_today(store: Store) -> None:
    for day, slug in enumerate(("week1-algebra", "week1-stats", "week1-practice")):
        await tick(store, slug, at=day * DAY)

    undone = await take_back(store, "week1-algebra", at=2 * DAY)

    assert (3, 2) == (undone.streak_before, undone.streak_after)
    assert (4 + 2, 2, 6) == await store.read(counters)


async def test_a_task_of_a_placement_may_be_named_and_the_rest_is_taken_back_whole(store: Store) -> None:
    await tick(store, "week1-algebra")
    await store.write(place_learner, caller(at=DAY), CLIMB, "week3")

    assert ("week1-practice",) == (await take_back(store, "week1-practice", at=DAY)).tasks
    assert ("week1-stats", "week2-numpy", "week2-cleaning") == (await take_back(store, at=DAY)).tasks
    assert {"week1-algebra"} == await ticked(store)


async def test_a_placement_whose_tasks_were_all_taken_back_by_name_is_passed_over(store: Store) -> None:
    await tick(store, "week3-build")
    await store.write(place_learner, caller(at=MINUTE), CLIMB, "week2")
    await take_back(store, *WEEK1, at=2 * MINUTE)

    assert ("week3-build",) == (await take_back(store, at=3 * MINUTE)).tasks


async def test_tasks_of_a_placement_taken_back_by_name_earn_nothing_when_ticked_again(store: Store) -> None:
    await store.write(place_learner, caller(), CLIMB, "week2")
    await take_back(store, *WEEK1, at=MINUTE)

    again = await tick(store, *WEEK1, at=2 * MINUTE)

    assert (0, {*WEEK1}) == (again.points, {*again.placed})


async def test_two_taps_on_undo_at_once_undo_once(store: Store) -> None:
    await tick(store, "week1-algebra")

    outcomes = await asyncio.gather(*(take_back(store, "week1-algebra") for _ in range(5)), return_exceptions=True)

    assert sorted(type(one).__name__ for one in outcomes) == ["Undone", *["UndoneAlready"] * 4]
    assert (0, 0, 0) == await store.read(counters)


async def test_the_ledger_agrees_after_any_order_of_doing_and_undoing(store: Store) -> None:
    moves = [("tick", "week1"), ("undo", "week1-stats"), ("tick", "week2"), ("undo", "week1"), ("tick", "week1-stats")]
    for number, (move, slug) in enumerate(moves):
        await (tick if move == "tick" else take_back)(store, slug, at=number * DAY / 2)

    points, streak, by_day = await store.read(counters)
    reckoned = await store.read(counting.read_ledger, LearnerId(1), START + 2 * DAY)

    assert points == by_day == 2 + 2 + 2 + 2
    assert streak == reckoned.current


async def test_a_second_delivery_of_an_undo_is_no_second_undo(store: Store) -> None:
    await tick(store, "week1-algebra")
    await tick(store, "week1-stats")
    first = await store.write_once("sandbox:9", undo_act, caller(ANN), CLIMB, {"climb": CLIMB})

    assert await store.write_once("sandbox:9", undo_act, caller(ANN), CLIMB, {"climb": CLIMB}) == first
    assert {"week1-algebra"} == await ticked(store)


async def test_an_undo_and_other_acts_at_once_leave_the_books_right(store: Store) -> None:
    await tick(store, "week1")
    acts = [tick(store, slug, at=MINUTE) for slug in ("week2-numpy", "week2-cleaning")]
    undos = [take_back(store, at=MINUTE) for _ in range(3)]

    await asyncio.gather(*acts, *undos, return_exceptions=True)

    left = await ticked(store)
    assert left & {*WEEK1} in (set(), {*WEEK1})
    assert [] == await store.read(counting.verify_counters, START + MINUTE)


async def test_five_taps_at_once_on_one_button_take_one_act_back(store: Store) -> None:
    await tick(store, "week1-algebra")
    result = await tick(store, "week1-stats")
    wanted = Wanted(act_id=result.act_id)
    taps = [store.write(undo_act, caller(), CLIMB, {"climb": CLIMB}, wanted) for _ in range(5)]

    outcomes = await asyncio.gather(*taps, return_exceptions=True)

    assert sorted(type(one).__name__ for one in outcomes) == [*["ActUndoneAlready"] * 4, "Undone"]
    assert {"week1-algebra"} == await ticked(store)


async def test_an_option_chosen_before_holds_again_though_tasks_of_the_later_one_are_ticked(store: Store) -> None:
    await store.write(choose_option, caller(), CLIMB, "advanced", "lead")
    changed = await store.write(choose_option, caller(at=MINUTE), CLIMB, "advanced", "research")
    await tick(store, "week4-paper", at=2 * MINUTE)
    wanted = Wanted(act_id=changed.ticked.act_id)

    undone = await store.write(undo_act, caller(at=3 * MINUTE), CLIMB, {"climb": CLIMB}, wanted)

    assert (Restored(ChangeKind.CHOICE, "advanced", "research", "lead"),) == undone.restored
    assert {"advanced": "lead"} == await store.read(choices.read_choices, LearnerId(1), "climb")


async def test_a_choice_on_another_roadmap_is_not_put_in_its_place(store: Store) -> None:
    other = replace(CLIMB, slug="other")
    await store.write(choose_option, caller(place=OTHER_ROOM), other, "advanced", "lead")
    await store.write(choose_option, caller(at=MINUTE), CLIMB, "advanced", "research")

    undone = await take_back(store, at=2 * MINUTE)

    assert (Restored(ChangeKind.CHOICE, "advanced", "research"),) == undone.restored
    assert {} == await store.read(choices.read_choices, LearnerId(1), "climb")
    assert {"advanced": "lead"} == await store.read(choices.read_choices, LearnerId(1), "other")


async def test_points_last_rose_when_short_sessions_added_up(store: Store) -> None:
    for minutes, spent in ((0, 8), (1, 8), (2, 30)):
        await store.write(log_study, caller(at=minutes * MINUTE), CLIMB, spent)
    await tick(store, "week1-algebra", at=3 * MINUTE)

    await take_back(store, at=4 * MINUTE)

    assert START + MINUTE == await store.read(lambda db: db.scalar(select(learners.c.points_at)))
