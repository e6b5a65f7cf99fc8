from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from roadmap.goals import (
    FARTHEST,
    WINDOW,
    GoalPace,
    GoalState,
    Lately,
    count_left,
    days_lately,
    find_later_day,
    finish_at,
    judge_goal,
    lighten_week,
    need_a_week,
    starts_before,
)
from roadmap.lookup.parts import find_part
from roadmap.model import Level, Month, Roadmap
from roadmap.progress import measure
from tests.roadmap.samples import SMALL, WITHOUT_MONTHS

TODAY = date(2026, 3, 2)
TASKS = st.integers(1, 400)
AHEAD = st.integers(0, 900)


def left(slug: str, ticked: str = "", roadmap: Roadmap = SMALL) -> int:
    part = find_part(roadmap, slug)
    assert part
    return count_left(roadmap, part, measure(roadmap, ticked.split(), {}))


def starts(slug: str, ticked: str = "", roadmap: Roadmap = SMALL) -> list[str]:
    part = find_part(roadmap, slug)
    assert part
    return [one.slug for one in starts_before(roadmap, part, measure(roadmap, ticked.split(), {}))]


def day(ahead: int) -> date:
    return TODAY + timedelta(days=ahead)


@pytest.mark.parametrize(
    ("slug", "ticked", "count"),
    [
        ("zero", "", 4),
        ("zero", "a d", 2),
        ("zero", "a b c d", 0),
        ("mid", "", 7),  # the heaviest option of an open choice has two tasks
        ("mid", "a b c d", 3),
        ("month1", "a", 2),
        ("month2", "a", 3),
        ("week1", "", 2),
        ("month2", "d", 0),  # done out of order is done all the same
    ],
)
def test_tasks_are_left_up_to_the_end_of_a_part(slug: str, ticked: str, count: int) -> None:
    assert count == left(slug, ticked)


def test_a_part_without_blocks_has_nothing_left() -> None:
    empty = Roadmap("r", "R", (Level("l", "L", "L", (Month("month1", "One", (), 1, 1),)),))

    assert 0 == left("month1", roadmap=empty)
    assert [] == starts("l", roadmap=empty)


@pytest.mark.parametrize(
    ("slug", "ticked", "found"),
    [
        ("zero", "", ["month2"]),
        ("mid", "", ["month2", "month3"]),
        ("mid", "a b c", ["month3"]),  # nothing lies open before month2
        ("month1", "", []),
        ("mid", "a b c d", []),
    ],
)
def test_a_later_start_leaves_fewer_tasks(slug: str, ticked: str, found: list[str]) -> None:
    assert found == starts(slug, ticked)


def test_a_plan_without_months_can_be_started_at_its_blocks() -> None:
    assert ["two"] == starts("all", roadmap=WITHOUT_MONTHS)


@pytest.mark.parametrize(
    ("tasks", "days", "a_week"), [(0, 28, 0), (1, 28, 1), (5, 28, 1), (6, 28, 2), (8, 28, 2), (3, 7, 3), (3, 14, 2)]
)
def test_a_rate_is_a_whole_number_of_tasks(tasks: int, days: int, a_week: int) -> None:
    assert a_week == Lately(tasks, days).a_week


@pytest.mark.parametrize(
    ("ago", "away", "days"), [(0, 0, 7), (9, 0, 10), (27, 0, 28), (300, 0, 28), (300, 10, 18), (300, 28, 7)]
)
def test_the_days_of_a_rate_are_those_that_a_learner_had(ago: int, away: int, days: int) -> None:
    assert days == days_lately(day(-ago), TODAY, away)


@pytest.mark.parametrize(
    ("tasks", "ahead", "needed"),
    [(8, 27, 2), (9, 27, 3), (1, 27, 1), (5, 6, 5), (5, 2, 5), (5, 0, 5), (5, -1, 5), (0, 9, 0)],
)
def test_what_a_week_needs_is_rounded_up_and_never_more_than_is_left(tasks: int, ahead: int, needed: int) -> None:
    assert needed == need_a_week(tasks, TODAY, day(ahead))


@pytest.mark.parametrize(
    ("tasks", "ahead", "lately", "state"),
    [
        (0, -5, Lately(), GoalState.REACHED),
        (3, -1, Lately(8), GoalState.OVER),
        (3, 0, Lately(12), GoalState.ON_TRACK),
        (8, 27, Lately(8), GoalState.ON_TRACK),
        (8, 27, Lately(6), GoalState.ON_TRACK),  # two a week, as people read it
        (8, 27, Lately(5), GoalState.SHORT),
        (8, 27, Lately(), GoalState.QUIET),
    ],
)
def test_a_goal_stands_as_the_two_rates_compare(tasks: int, ahead: int, lately: Lately, state: GoalState) -> None:
    found = judge_goal(tasks, TODAY, day(ahead), lately)

    assert GoalPace(state, tasks, need_a_week(tasks, TODAY, day(ahead)), lately.a_week) == found


@given(TASKS, st.integers(1, 50))
def test_the_day_of_a_rate_needs_that_rate_and_the_day_before_needs_more(tasks: int, a_week: int) -> None:
    found = finish_at(tasks, a_week, TODAY)
    assert found

    assert need_a_week(tasks, TODAY, found) <= a_week
    assume(found > TODAY)
    assert tasks * 7 > a_week * (found - TODAY).days


def test_no_day_is_named_that_is_farther_than_ten_years() -> None:
    assert TODAY + FARTHEST == finish_at(3654, 7, TODAY)
    assert finish_at(3655, 7, TODAY) is None
    assert find_later_day(judge_goal(3655, TODAY, TODAY, Lately(4)), TODAY, TODAY) is None


@given(TASKS, AHEAD, st.integers(0, 100))
def test_a_later_day_is_later_and_suits_the_rate(tasks: int, ahead: int, done: int) -> None:
    lately = Lately(done, WINDOW)
    pace = judge_goal(tasks, TODAY, day(ahead), lately)
    later = find_later_day(pace, TODAY, day(ahead))

    if later is None:
        assert pace.state is not GoalState.SHORT or finish_at(tasks, lately.a_week, TODAY) is None
    else:
        assert later > day(ahead)
        assert pace.state is not GoalState.ON_TRACK
        assert judge_goal(tasks, TODAY, later, lately).state is not GoalState.SHORT


def test_a_goal_whose_own_day_suits_the_usual_rate_has_no_later_day() -> None:
    assert find_later_day(judge_goal(4, TODAY, day(13), Lately(0)), TODAY, day(13)) is None
    assert find_later_day(judge_goal(4, TODAY, day(12), Lately(0)), TODAY, day(12)) == day(13)


def test_a_goal_that_is_reached_has_no_other_plan() -> None:
    pace = judge_goal(0, TODAY, day(30), Lately())

    assert find_later_day(pace, TODAY, day(-30)) is None
    assert lighten_week(pace, TODAY, day(30)) is None


def test_the_last_week_of_a_goal_cannot_be_lighter() -> None:
    assert lighten_week(judge_goal(4, TODAY, day(6), Lately()), TODAY, day(6)) is None
    assert lighten_week(judge_goal(4, TODAY, day(7), Lately()), TODAY, day(7)) is not None


@given(TASKS, st.integers(7, 900))
def test_a_lighter_week_halves_the_tasks_and_makes_no_later_week_heavier(tasks: int, ahead: int) -> None:
    pace = judge_goal(tasks, TODAY, day(ahead), Lately())
    light = lighten_week(pace, TODAY, day(ahead))
    assert light

    assert light.tasks == pace.needed // 2
    assert light.until == day(6)
    assert day(ahead + 3) < light.day <= day(ahead + 7)
    assert need_a_week(tasks - light.tasks, light.until + timedelta(days=1), light.day) <= pace.needed
