"""Choosing, affirming, placing and looking around, on both engines."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.closed_sets import ActKind
from bot.database.store import Store
from bot.features.members.actions.fellows import UnknownMember
from bot.features.path.actions.browsing import show_fellow, show_mine
from bot.features.path.actions.choosing import NoSuchOption, choose_option
from bot.features.path.actions.placing import NothingToPlace, place_learner, preview_placement
from bot.features.path.actions.self_check import NoSuchCriterion, affirm_criterion, check_oneself
from bot.features.ticks.actions.ticking import tick_off
from bot.features.ticks.queries import choices, criteria, ticks
from bot.features.undos.actions.picking import Wanted
from bot.features.undos.actions.taking_back import undo_act
from bot.identity import GroupId, LearnerId
from bot.tables import learners
from roadmap.milestones import Milestone, MilestoneKind
from roadmap.pace import PaceState
from tests.bot.climb import ANN, BEN, CLIMB, START, caller


async def test_choosing_joins_ticks_the_checkbox_and_pays_it(store: Store) -> None:
    result = await store.write(choose_option, caller(), CLIMB, "path", "nlp")

    assert ("", True) == (result.before, result.ticked.joined)
    assert (("week3-path",), 1) == (result.ticked.ticked, result.ticked.points)
    assert {"path": "nlp"} == await store.read(choices.read_choices, LearnerId(1), "climb")


async def test_changing_keeps_the_tick_and_pays_nothing_more(store: Store) -> None:
    await store.write(choose_option, caller(), CLIMB, "path", "nlp")

    result = await store.write(choose_option, caller(at=timedelta(hours=1)), CLIMB, "path", "vision")

    assert ("nlp", (), ()) == (result.before, result.ticked.ticked, result.ticked.already)
    assert {"path": "vision"} == await store.read(choices.read_choices, LearnerId(1), "climb")


async def test_a_choice_that_completes_a_block_is_celebrated_once(store: Store) -> None:
    await store.write(choose_option, caller(), CLIMB, "advanced", "lead")
    await store.write(tick_off, caller(), CLIMB, ("week4-paper", "week4-talk"), "")

    first = await store.write(choose_option, caller(), CLIMB, "advanced", "research")
    await store.write(choose_option, caller(), CLIMB, "advanced", "lead")
    second = await store.write(choose_option, caller(), CLIMB, "advanced", "research")

    assert Milestone(MilestoneKind.BLOCK, "week4") in first.ticked.reached
    assert () == second.ticked.reached


@pytest.mark.parametrize(("choice", "option"), [("path", "research"), ("nowhere", "nlp")])
async def test_what_is_not_there_cannot_be_chosen(store: Store, choice: str, option: str) -> None:
    with pytest.raises(NoSuchOption):
        await store.write(choose_option, caller(), CLIMB, choice, option)


async def test_choosing_at_once_leaves_one_choice_and_one_tick(store: Store) -> None:
    await store.write(tick_off, caller(), CLIMB, (), "")

    await asyncio.gather(
        *(store.write(choose_option, caller(), CLIMB, "path", option) for option in ("nlp", "vision") * 3)
    )

    assert {"week3-path"} == await store.read(ticks.read_ticked, LearnerId(1), "climb")
    assert 1 == len(await store.read(choices.read_choices, LearnerId(1), "climb"))


async def test_affirming_twice_and_taking_back_twice_is_harmless(store: Store) -> None:
    first = await store.write(affirm_criterion, caller(), CLIMB, "zero-build")
    assert ("zero-build", True) == (first.changed, first.joined)
    assert "" == (await store.write(affirm_criterion, caller(), CLIMB, "zero-build")).changed
    assert {"zero-build"} == await store.read(criteria.read_affirmed, LearnerId(1), "climb")

    assert "zero-build" == (await store.write(affirm_criterion, caller(), CLIMB, "zero-build", False)).changed
    assert "" == (await store.write(affirm_criterion, caller(), CLIMB, "zero-build", False)).changed
    assert frozenset() == await store.read(criteria.read_affirmed, LearnerId(1), "climb")


async def test_a_statement_of_no_level_is_refused(store: Store) -> None:
    with pytest.raises(NoSuchCriterion):
        await store.write(affirm_criterion, caller(), CLIMB, "nothing")


async def test_the_self_check_of_a_stranger_is_empty(store: Store) -> None:
    check = await store.read(check_oneself, None, CLIMB)

    assert ("zero", (), False) == (check.level, check.affirmed, check.complete)


async def test_a_placement_keeps_points_streak_and_the_days_as_they_are(store: Store) -> None:
    shown = await store.read(preview_placement, None, CLIMB, "month3")
    placed = await store.write(place_learner, caller(), CLIMB, "month3")

    assert placed.granted == shown.granted
    assert ("path",) == placed.open_choices
    row = await store.read(lambda db: db.execute(select(learners.c.points, learners.c.streak)).one())
    assert (0, 0) == tuple(row)
    with pytest.raises(NothingToPlace):
        await store.write(place_learner, caller(), CLIMB, "month2")


async def test_a_placement_undone_and_made_again_is_the_same(store: Store) -> None:
    first = await store.write(place_learner, caller(), CLIMB, "month3")
    gone = await store.write(undo_act, caller(), CLIMB, {"climb": CLIMB}, Wanted(last=(ActKind.PLACEMENT,)))

    again = await store.write(place_learner, caller(), CLIMB, "month3")

    assert (len(gone.tasks), gone.percent) == (len(first.granted), 0)
    assert again.granted == first.granted


async def test_a_tick_may_follow_a_placement_that_was_undone(store: Store) -> None:
    await store.write(place_learner, caller(), CLIMB, "month3")
    await store.write(undo_act, caller(), CLIMB, {"climb": CLIMB}, Wanted(last=(ActKind.PLACEMENT,)))

    assert 2 == (await store.write(tick_off, caller(), CLIMB, ("week1-stats",), "")).points


async def test_pace_begins_with_the_membership_and_leaves_placement_out(store: Store) -> None:
    await store.write(place_learner, caller(), CLIMB, "month3")

    shown = await store.read(show_mine, LearnerId(1), GroupId(1), CLIMB, START)

    assert shown.pace is not None
    assert (PaceState.BEGUN, 0) == (shown.pace.state, shown.pace.days)
    assert shown.member is not None
    assert "Ann" == shown.member.name


async def test_a_fellow_is_found_by_account_name_and_number(store: Store) -> None:
    await store.write(tick_off, caller(BEN), CLIMB, ("week1",), "")
    await store.write(tick_off, caller(ANN), CLIMB, (), "")

    for typed in ("sandbox:2", "@ben", "Ben", "1", "member 1", "#1"):
        shown = await store.read(show_fellow, LearnerId(2), GroupId(1), CLIMB, typed)
        assert shown.state.progress.blocks["week1"].complete
        assert shown.pace is None
    with pytest.raises(UnknownMember):
        await store.read(show_fellow, LearnerId(2), GroupId(1), CLIMB, "3")
