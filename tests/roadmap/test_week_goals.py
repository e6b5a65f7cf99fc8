"""The sizes of a group's goal, and what pauses take from it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap.week_goals import FEWEST, lower_goal, offer_sizes


@pytest.mark.parametrize(
    ("weeks", "again", "sizes"),
    [
        ((18, 18, 18, 18), 0, (15, 20, 25)),
        ((18, 0, 0, 0), 0, (15, 20, 25)),
        ((5, 5, 5, 5), 0, (4, 6, 7)),
        ((1, 0, 0, 0), 0, (2, 3, 4)),
        ((100, 100), 0, (90, 110, 130)),
        ((9, 9), 0, (8, 10, 15)),
        ((18, 18), 20, (15, 20, 25)),
        ((18, 18), 22, (15, 22, 25)),
        ((18, 18), 60, (15, 20, 60)),
        ((0, 0, 0, 0), 20, ()),
        ((), 0, ()),
    ],
)
def test_a_goal_is_offered_in_three_sizes_by_the_last_weeks(
    weeks: tuple[int, ...], again: int, sizes: tuple[int, ...]
) -> None:
    assert sizes == offer_sizes(weeks, again=again)


@given(st.lists(st.integers(0, 700), max_size=4), st.integers(0, 999))
def test_three_sizes_differ_and_the_last_goal_is_among_them(weeks: list[int], again: int) -> None:
    sizes = offer_sizes(weeks, again=again)

    assert len(sizes) == (3 if any(weeks) else 0)
    assert sorted(set(sizes)) == list(sizes)
    assert not (sizes and again) or again in sizes
    assert all(size >= FEWEST for size in sizes if size != again)


@pytest.mark.parametrize(
    ("goal", "free", "days", "lowered"),
    [(20, 35, 35, 20), (20, 28, 35, 16), (20, 34, 35, 19), (1, 1, 35, 1), (20, 0, 35, 0), (20, 0, 0, 20)],
)
def test_pauses_lower_a_goal_by_their_share_of_the_days(goal: int, free: int, days: int, lowered: int) -> None:
    assert lowered == lower_goal(goal, free, days)
