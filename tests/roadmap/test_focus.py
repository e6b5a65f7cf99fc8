"""Timetables of shared sessions: stretches, minutes studied, and when the message changes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap.focus import EVERY, LONGEST, Timetable, is_possible

START = datetime(2026, 3, 29, 0, 50, tzinfo=UTC)  # clocks of Berlin change ten minutes later
MINUTE = timedelta(minutes=1)
TABLES = st.lists(st.integers(1, 60), min_size=1, max_size=9).filter(lambda found: len(found) % 2).map(tuple)


@pytest.mark.parametrize(
    ("minutes", "possible"),
    [
        ((25,), True),
        ((5,), True),
        ((180,), True),
        ((4,), False),
        ((181,), False),
        ((25, 5, 25), True),
        ((25, 5), False),
        ((25, 31, 25), False),
        ((25, 0, 25), False),
        ((90, 5, 90), False),
        ((5, *(1, 5) * 11), True),
        ((5, *(1, 5) * 12), False),
        ((), False),
    ],
)
def test_which_timetables_are_possible(minutes: tuple[int, ...], possible: bool) -> None:
    assert possible is is_possible(Timetable(minutes))


@pytest.mark.parametrize(
    ("minutes", "typed"),
    [((25,), "25"), ((25, 5, 25), "2x25"), ((50, 10, 25), "50 break 10 25"), ((9, 5, 8), "9 break 5 8")],
)
def test_how_a_timetable_is_typed_and_kept(minutes: tuple[int, ...], typed: str) -> None:
    assert typed == Timetable(minutes).typed
    assert Timetable(minutes) == Timetable.read(Timetable(minutes).kept)


def test_breaks_are_no_study_and_half_a_minute_counts() -> None:
    table = Timetable((25, 5, 25))

    def studied(since: float, until: float) -> int:
        return table.count_studied(START, START + since * MINUTE, START + until * MINUTE)

    assert (50, 25, 25, 0, 30) == (studied(0, 55), studied(0, 25), studied(0, 30), studied(25, 30), studied(20, 60))
    assert (24, 25, 0) == (studied(0.6, 25), studied(0.4, 25), studied(30, 20))


def test_each_instant_falls_into_a_stretch() -> None:
    table = Timetable((25, 5, 25))
    found = [table.find_stretch(START, START + at * MINUTE) for at in (-5, 0, 24, 25, 29, 30, 54, 55, 99)]
    assert [1, 1, 1, 1, 1, 2, 2, 2, 2] == [one.number for one in found]
    assert [25, 29] == [at for at, one in zip((-5, 0, 24, 25, 29, 30, 54, 55, 99), found, strict=True) if one.pause]


@given(TABLES)
def test_changes_lie_five_to_ten_minutes_apart_and_the_parts_of_a_stay_add_up(minutes: tuple[int, ...]) -> None:
    table = Timetable(minutes)
    changes = [START]
    while changes[-1] < START + table.whole * MINUTE:
        changes.append(table.next_change(START, changes[-1]))

    assert all(EVERY <= later - sooner < 2 * EVERY for sooner, later in pairwise(changes))
    parts = [table.count_studied(START, sooner, later) for sooner, later in pairwise(changes)]
    assert table.study == sum(parts) == table.count_studied(START, START, changes[-1])
    assert table.whole == sum((one.end - one.start) // MINUTE for one in table.lay_out(START))
    assert LONGEST >= table.whole or not is_possible(table)


def test_the_first_of_two_near_turns_is_shown_at_once() -> None:
    assert START + 5 * MINUTE == Timetable((5, 3, 5)).next_change(START, START)
