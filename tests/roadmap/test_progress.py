from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap.milestones import MilestoneKind, reached
from roadmap.model import Block, Choice, Level, Month, Roadmap, Task
from roadmap.progress import (
    Share,
    chosen_option,
    counted_tasks,
    current_block,
    implied_choice,
    measure,
    next_tasks,
    open_choice,
    tasks_before,
)
from roadmap.reading import shipped_roadmap
from tests.roadmap.samples import PATH, SMALL, block, option, required_total, roadmaps, task
from tests.sampling import examples

ZERO = ("a", "b", "c", "d")


def slugs(tasks: tuple[Task, ...]) -> list[str]:
    return [task.slug for task in tasks]


def test_progress_is_ticked_weight_over_required_weight_for_every_part() -> None:
    progress = measure(SMALL, ["a", "c"], {"path": "leading"})

    assert progress.blocks["week1"] == Share(1, 3, 1, 2)
    assert progress.blocks["week2"] == Share(3, 3, 1, 1)
    assert progress.months["month1"] == Share(4, 6, 2, 3)
    assert progress.levels["zero"] == Share(4, 11, 2, 4)
    assert progress.levels["mid"] == Share(0, 3, 0, 2)
    assert progress.whole == Share(4, 14, 2, 6)
    assert progress.whole.percent == 28


@pytest.mark.parametrize(
    ("share", "percent"),
    [
        (Share(0, 200, 0, 100), 0),
        (Share(1, 200, 1, 100), 1),
        (Share(199, 200, 99, 100), 99),
        (Share(2, 3, 2, 3), 66),
        (Share(200, 200, 100, 100), 100),
        (Share(), 100),
        (Share(0, 0, 0, 1), 0),
        (Share(7, 7, 1, 2), 99),
    ],
)
def test_percent_rounds_down_but_shows_the_first_tick_and_keeps_100_for_the_end(share: Share, percent: int) -> None:
    assert share.percent == percent


def test_an_open_choice_requires_its_heaviest_option_and_counts_none_of_its_ticks() -> None:
    assert measure(SMALL, ["paper", "talk", "design"], {}).blocks["month3-path"] == Share(0, 9, 0, 3)


def test_one_chosen_option_is_the_whole_of_a_choice() -> None:
    progress = measure(SMALL, ["path", "design"], {"path": "leading"})

    assert progress.blocks["month3-path"].percent == 100


def test_changing_the_choice_keeps_old_ticks_but_does_not_count_them_twice() -> None:
    ticked = ["path", "shop", "advice", "paper"]

    assert measure(SMALL, ticked, {"path": "applied"}).blocks["month3-path"] == Share(5, 5, 3, 3)
    assert measure(SMALL, ticked, {"path": "research"}).blocks["month3-path"] == Share(6, 9, 2, 3)
    assert measure(SMALL, ticked, {"path": "leading"}).blocks["month3-path"] == Share(1, 3, 1, 2)


def test_an_option_that_the_roadmap_has_no_more_leaves_the_choice_open() -> None:
    assert measure(SMALL, [], {"path": "gone"}) == measure(SMALL, [], {})
    assert chosen_option(PATH, {"path": "gone"}) is None


def test_a_tick_under_a_former_slug_counts_once_and_unknown_slugs_never() -> None:
    roadmap = _one_block(block("week1", task("new", 2, "old", "older"), task("other", 2)))

    assert measure(roadmap, ["old", "older", "new", "nothing"], {}).whole == Share(2, 4, 1, 2)
    assert slugs(next_tasks(roadmap, ["older"], {})) == ["other"]


def test_months_that_only_hold_blocks_together_are_known_as_such() -> None:
    assert measure(SMALL, [], {}).unnamed == frozenset()
    assert measure(_one_block(block("week1", task("a"))), [], {}).unnamed == {"m"}


@pytest.mark.parametrize(
    ("slug", "chosen", "implied"),
    [
        ("paper", {}, ("path", "research")),
        ("shop", {"path": "gone"}, ("path", "applied")),
        ("paper", {"path": "leading"}, None),
        ("a", {}, None),
        ("path", {}, None),
        ("nothing", {}, None),
    ],
)
def test_ticking_a_task_of_an_open_choice_chooses(
    slug: str, chosen: dict[str, str], implied: tuple[str, str] | None
) -> None:
    assert implied_choice(SMALL, slug, chosen) == implied


def test_what_counts_for_a_learner_is_everything_but_the_options_not_chosen() -> None:
    assert slugs(counted_tasks(SMALL, {})) == [*ZERO, "path"]
    assert slugs(counted_tasks(SMALL, {"path": "applied"})) == [*ZERO, "path", "shop", "advice"]


def test_tasks_that_count_come_in_the_order_of_the_file() -> None:
    choice = Choice("c", "C", (option("o", Task("inside", "Inside", line=7)),))
    roadmap = _one_block(Block("week1", "W", (Task("first", "F", line=5), Task("last", "L", line=9)), (choice,)))

    assert slugs(counted_tasks(roadmap, {"c": "o"})) == ["first", "inside", "last"]


def test_next_are_the_first_tasks_that_are_not_ticked() -> None:
    assert slugs(next_tasks(SMALL, ["a", "c"], {})) == ["b", "d", "path"]
    assert slugs(next_tasks(SMALL, ["a", "c"], {}, 1)) == ["b"]
    assert next_tasks(SMALL, [*ZERO, "path"], {}) == ()


def test_the_current_block_is_the_first_one_not_complete() -> None:
    assert current_block(SMALL, ["a", "d"], {}) == SMALL.block("week1")
    assert current_block(SMALL, ["a", "b", "d"], {}) == SMALL.block("week2")
    assert current_block(SMALL, [*ZERO, "path"], {}) == SMALL.block("month3-path")
    assert current_block(SMALL, [*ZERO, "path", "design"], {"path": "leading"}) is None


def test_a_choice_is_open_in_the_current_block_until_it_is_made() -> None:
    assert open_choice(SMALL, ["a"], {}) is None
    assert open_choice(SMALL, ZERO, {}) == PATH
    assert open_choice(SMALL, ZERO, {"path": "leading"}) is None
    assert open_choice(SMALL, [*ZERO, "path", "design"], {"path": "leading"}) is None


def test_starting_in_the_middle_grants_what_counts_before_it() -> None:
    week2, mid = SMALL.block("week2"), SMALL.levels[1]

    assert week2
    assert slugs(tasks_before(SMALL, SMALL.levels[0], {})) == []
    assert slugs(tasks_before(SMALL, week2, {})) == ["a", "b"]
    assert slugs(tasks_before(SMALL, SMALL.levels[0].months[1], {})) == ["a", "b", "c"]
    assert slugs(tasks_before(SMALL, mid, {})) == list(ZERO)


def test_starting_at_a_part_of_another_roadmap_is_refused_rather_than_granting_everything() -> None:
    with pytest.raises(ValueError, match="elsewhere has no blocks in small"):
        tasks_before(SMALL, block("elsewhere"), {})


def test_a_task_split_in_two_or_merged_from_two_keeps_the_learners_progress() -> None:
    before = _one_block(block("week1", task("whole", 4), task("left", 2), task("right", 2)))
    after = _one_block(
        block("week1", task("first", 2, "whole"), task("second", 2, "whole"), task("both", 4, "left", "right"))
    )

    for ticked in (["whole"], ["left"], ["left", "right"], ["whole", "right"], ["whole", "left", "right"]):
        assert measure(after, ticked, {}).whole.percent >= measure(before, ticked, {}).whole.percent


@pytest.mark.parametrize("research", [0, 1, 2])
@pytest.mark.parametrize("domain", [0, 1, 2])
def test_in_the_shipped_roadmap_every_way_reaches_100_percent_and_every_level(research: int, domain: int) -> None:
    roadmap = shipped_roadmap()
    first, second = roadmap.choices()
    chosen = {first.slug: first.options[domain].slug, second.slug: second.options[research].slug}
    ticked: list[str] = []
    milestones: list[MilestoneKind] = []
    for each in counted_tasks(roadmap, chosen):
        before = measure(roadmap, ticked, chosen)
        assert current_block(roadmap, ticked, chosen) == roadmap.place_of(each.slug)[2]
        ticked.append(each.slug)
        milestones += [milestone.kind for milestone in reached(before, measure(roadmap, ticked, chosen))]

    assert measure(roadmap, ticked, chosen).whole.percent == 100
    assert Counter(milestones) == {
        MilestoneKind.BLOCK: len(list(roadmap.blocks())),
        MilestoneKind.MONTH: sum(len(level.months) for level in roadmap.levels),
        MilestoneKind.LEVEL: 3,
        MilestoneKind.ROADMAP: 1,
    }


def test_in_the_shipped_roadmap_all_tasks_without_a_choice_are_not_yet_everything() -> None:
    roadmap = shipped_roadmap()
    ticked = [task.slug for task in roadmap.tasks()]

    assert 90 <= measure(roadmap, ticked, {}).whole.percent < 100


@examples(1.6)
@given(st.data())
def test_progress_never_falls_under_ticks_and_reaches_exactly_100(data: st.DataObject) -> None:
    roadmap = data.draw(roadmaps())
    chosen: dict[str, str] = {}
    ticked: set[str] = set()
    last = measure(roadmap, ticked, chosen)
    for each in data.draw(st.permutations(list(roadmap.tasks()))):
        chosen.update([implied] if (implied := implied_choice(roadmap, each.slug, chosen)) else [])
        ticked.add(each.slug)
        now = measure(roadmap, ticked, chosen)
        assert _fraction(now.whole) >= _fraction(last.whole)
        assert now.whole.percent >= last.whole.percent
        last = now
    assert all(share.complete for slug, share in last.blocks.items() if not _waits_for_choice(roadmap, slug, chosen))
    for choice in roadmap.choices():
        chosen.setdefault(choice.slug, choice.options[0].slug)
    assert measure(roadmap, ticked, chosen).whole.percent == 100


@examples(1.6)
@given(roadmaps(), st.data())
def test_100_percent_is_reached_by_ticking_what_counts_and_not_before(roadmap: Roadmap, data: st.DataObject) -> None:
    chosen = _choose(roadmap, data)
    counted = [task.slug for task in counted_tasks(roadmap, chosen)]

    assert measure(roadmap, counted, chosen).whole.percent == 100
    for missing in counted:
        assert measure(roadmap, set(counted) - {missing}, chosen).whole.percent < 100


@examples(1.6)
@given(roadmaps(), st.data())
def test_choosing_never_lowers_progress(roadmap: Roadmap, data: st.DataObject) -> None:
    ticked = data.draw(st.sets(st.sampled_from([task.slug for task in roadmap.tasks()] or ["none"])))
    chosen: dict[str, str] = {}
    for slug, option_slug in _choose(roadmap, data).items():
        before = measure(roadmap, ticked, chosen)
        chosen[slug] = option_slug
        after = measure(roadmap, ticked, chosen)
        assert _fraction(after.whole) >= _fraction(before.whole)
        assert all(_fraction(after.blocks[name]) >= _fraction(share) for name, share in before.blocks.items())


@examples(1.6)
@given(roadmaps(), st.data())
def test_no_tick_counts_twice_and_the_parts_add_up(roadmap: Roadmap, data: st.DataObject) -> None:
    ticked = data.draw(st.lists(st.sampled_from([task.slug for task in roadmap.tasks()] or ["none"])))
    chosen = _choose(roadmap, data)
    progress = measure(roadmap, ticked, chosen)
    options = [chosen_option(choice, chosen) for choice in roadmap.choices()]
    weight_chosen = sum(task.weight for option in options if option for task in option.tasks)

    assert progress.whole.ticked <= progress.whole.required == required_total(roadmap) + weight_chosen
    for parts in (progress.levels, progress.months, progress.blocks):
        assert sum(share.ticked for share in parts.values()) == progress.whole.ticked
        assert sum(share.tasks_required for share in parts.values()) == progress.whole.tasks_required
    assert progress == measure(roadmap, set(ticked), chosen)


@examples(1.6)
@given(roadmaps(), st.data())
def test_undo_after_do_is_the_identity(roadmap: Roadmap, data: st.DataObject) -> None:
    every = [task.slug for task in roadmap.tasks()]
    ticked = data.draw(st.sets(st.sampled_from(every or ["none"])))
    before = measure(roadmap, ticked, {})
    for slug in set(every) - ticked:
        implied = implied_choice(roadmap, slug, {})
        done = measure(roadmap, ticked | {slug}, dict([implied] if implied else []))
        assert done.whole.tasks_ticked >= before.whole.tasks_ticked
        assert measure(roadmap, (ticked | {slug}) - {slug}, {}) == before


@examples(1.6)
@given(roadmaps(), st.data())
def test_placement_and_what_is_left_are_all_that_counts(roadmap: Roadmap, data: st.DataObject) -> None:
    chosen = _choose(roadmap, data)
    parts: list[Level | Block] = [*roadmap.levels, *roadmap.blocks()]
    part = data.draw(st.sampled_from(parts))
    granted = tasks_before(roadmap, part, chosen)

    assert counted_tasks(roadmap, chosen)[: len(granted)] == granted
    current = current_block(roadmap, slugs(granted), chosen)
    assert current is None or current.slug not in {roadmap.place_of(task.slug)[2].slug for task in granted}


def _one_block(only: Block) -> Roadmap:
    return Roadmap("one", "One", (Level("l", "L", "L", (Month("m", "", (only,)),)),))


def _choose(roadmap: Roadmap, data: st.DataObject) -> dict[str, str]:
    return {choice.slug: data.draw(st.sampled_from(choice.options)).slug for choice in roadmap.choices()}


def _fraction(share: Share) -> float:
    return share.ticked / share.required if share.required else 1.0


def _waits_for_choice(roadmap: Roadmap, slug: str, chosen: dict[str, str]) -> bool:
    found = roadmap.block(slug)
    assert found
    return any(choice.slug not in chosen for choice in found.choices)
