from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from roadmap.milestones import (
    Milestone,
    MilestoneKind,
    is_comeback,
    is_victory,
    leave_out_parts,
    reached,
    streak_reached,
    streaks_held,
)
from roadmap.progress import Progress, measure
from roadmap.streak import StreakFacts, reckon_streak
from tests.roadmap.samples import SMALL, WITHOUT_MONTHS

BLOCK, MONTH, LEVEL = MilestoneKind.BLOCK, MilestoneKind.MONTH, MilestoneKind.LEVEL
ZERO = "a b c d"


def progress(ticked: str, option: str = "") -> Progress:
    return measure(SMALL, ticked.split(), {"path": option} if option else {})


@pytest.mark.parametrize(
    ("before", "after", "milestones"),
    [
        ("", "a", []),
        ("a", "a b", [(BLOCK, "week1")]),
        ("a b", "a b c", [(BLOCK, "week2"), (MONTH, "month1")]),
        ("a b c", ZERO, [(BLOCK, "week3"), (MONTH, "month2"), (LEVEL, "zero")]),
        ("a c d", ZERO, [(BLOCK, "week1"), (MONTH, "month1"), (LEVEL, "zero")]),
        (ZERO, ZERO, []),
        (ZERO, "a b c", []),  # an undo reaches nothing
        ("", "path design", []),  # not while the choice is open
    ],
)
def test_a_tick_reaches_what_it_completes(before: str, after: str, milestones: list[tuple[MilestoneKind, str]]) -> None:
    assert list(reached(progress(before), progress(after))) == [Milestone(kind, slug) for kind, slug in milestones]


def test_making_the_choice_can_be_what_completes_a_block() -> None:
    done = "path design"

    assert Milestone(BLOCK, "month3-path") == reached(progress(done), progress(done, "leading"))[0]


def test_the_last_tick_reaches_the_roadmap_after_all_its_parts() -> None:
    before, after = progress(f"{ZERO} path", "leading"), progress(f"{ZERO} path design", "leading")
    kinds = [milestone.kind for milestone in reached(before, after)]

    assert [BLOCK, MONTH, LEVEL, MilestoneKind.ROADMAP] == kinds
    assert "" == reached(before, after)[-1].slug


def test_a_roadmap_without_months_has_no_month_to_celebrate() -> None:
    before, after = measure(WITHOUT_MONTHS, ["x"], {}), measure(WITHOUT_MONTHS, ["x", "y"], {})

    assert [BLOCK, LEVEL, MilestoneKind.ROADMAP] == [milestone.kind for milestone in reached(before, after)]


def test_a_part_that_was_not_there_before_is_not_reached() -> None:
    assert () == reached(measure(WITHOUT_MONTHS, ["x", "y"], {}), progress(ZERO))


@pytest.mark.parametrize(
    ("before", "after", "slug"),
    [
        (6, 7, "7"),
        (7, 8, ""),
        (5, 6, ""),
        (29, 30, "30"),
        (99, 100, "100"),
        (364, 365, "365"),
        (0, 40, "30"),
        (7, 6, ""),
    ],
)
def test_a_streak_reaches_numbers_of_days(before: int, after: int, slug: str) -> None:
    assert streak_reached(before, after) == (Milestone(MilestoneKind.STREAK, slug) if slug else None)


@pytest.mark.parametrize(
    ("marks", "comeback"),
    [
        ("DDD", False),
        ("D.......DD", False),
        ("D.......DDD", True),
        ("D......DDD", False),  # six days are no break
        ("D....DDD", False),
        ("D.......DDD.", False),
        ("D.......DDD.", False),
        ("D.......D.DD", True),  # a freeze between does not undo it
        ("DD.D", False),  # a freeze is no break
        (".", False),
    ],
)
def test_the_third_done_day_after_a_break_is_a_comeback(marks: str, comeback: bool) -> None:
    first = date(2025, 6, 2)
    done = frozenset(first + timedelta(days=number) for number, mark in enumerate(marks) if mark == "D")
    streak = reckon_streak(StreakFacts(first, first + timedelta(days=len(marks) - 1), done))

    assert is_comeback(streak.days) is comeback


def test_no_days_are_no_comeback() -> None:
    assert not is_comeback(())


@pytest.mark.parametrize(
    ("ticked", "affirmed", "victory"),
    [
        (ZERO, {"explain", "build"}, True),
        (ZERO, {"explain"}, False),
        (ZERO, set(), False),
        ("a b c", {"explain", "build"}, False),
    ],
)
def test_a_victory_is_a_level_ticked_and_affirmed(ticked: str, affirmed: set[str], victory: bool) -> None:
    assert is_victory(SMALL.levels[0], progress(ticked), affirmed) is victory


def test_milestones_have_an_order_to_be_listed_in() -> None:
    assert "a" == sorted([Milestone(LEVEL, "zero"), Milestone(BLOCK, "b"), Milestone(BLOCK, "a")])[0].slug


@pytest.mark.parametrize(
    ("done", "held"),
    [
        ((), []),
        (range(6), []),
        (range(7), [(MilestoneKind.STREAK, "7")]),
        (range(31), [(MilestoneKind.STREAK, "7"), (MilestoneKind.STREAK, "30")]),
        ((0, 6, 7), []),  # two done days after a break
        ((0, 6, 7, 8), [(MilestoneKind.COMEBACK, "2026-03-03")]),
        ((0, 6, 7, 8, 9), [(MilestoneKind.COMEBACK, "2026-03-03")]),
        ((0, 6, 7, 8, 14, 15, 16), [(MilestoneKind.COMEBACK, "2026-03-03"), (MilestoneKind.COMEBACK, "2026-03-11")]),
        ((*range(7), 12), [(MilestoneKind.STREAK, "7")]),  # a streak that is over still was
    ],
)
def test_a_ledger_holds_each_streak_and_comeback_that_was_in_it(
    done: Sequence[int], held: list[tuple[MilestoneKind, str]]
) -> None:
    first = date(2026, 3, 2)
    days = frozenset(first + timedelta(days=number) for number in done)
    streak = reckon_streak(StreakFacts(joined=first, today=max(days, default=first), done=days))

    assert {Milestone(kind, slug) for kind, slug in held} == streaks_held(streak.best, streak.days)


@pytest.mark.parametrize(
    ("milestones", "left"),
    [
        ([(BLOCK, "week1"), (MONTH, "month1"), (BLOCK, "week3")], [(MONTH, "month1"), (BLOCK, "week3")]),
        ([(BLOCK, "week3"), (MONTH, "month2"), (LEVEL, "zero")], [(LEVEL, "zero")]),
        ([(BLOCK, "week3"), (LEVEL, "zero")], [(LEVEL, "zero")]),
        ([(BLOCK, "week1"), (MilestoneKind.STREAK, "7")], [(BLOCK, "week1"), (MilestoneKind.STREAK, "7")]),
    ],
)
def test_a_part_of_a_greater_part_is_left_out(
    milestones: list[tuple[MilestoneKind, str]], left: list[tuple[MilestoneKind, str]]
) -> None:
    found = [Milestone(*one) for one in milestones]

    assert [Milestone(*one) for one in left] == leave_out_parts(SMALL.levels, found)
