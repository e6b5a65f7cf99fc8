from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap.model import Level, Month, Roadmap
from roadmap.pace import DAYS_OF_MONTH, SLACK, Pace, PaceState, planned_days, reckon_pace
from roadmap.progress import counted_tasks, measure
from roadmap.reading import shipped_roadmap
from tests.roadmap.samples import SMALL, WITHOUT_MONTHS, block

START = date(2025, 1, 1)
LEADING = {"path": "leading"}
EVERYTHING = "a b c d path design"


def pace(ticked: str, days: int, *, placed: str | None = None, away: int = 0) -> Pace:
    """The pace in SMALL, `days` after the start."""
    granted = None if placed is None else measure(SMALL, placed.split(), LEADING)
    progress = measure(SMALL, ticked.split(), LEADING)
    return reckon_pace(SMALL, START, START + timedelta(days=days), progress, placed=granted, away=away)


def test_blocks_share_their_month_and_a_span_lasts_as_long_as_named() -> None:
    assert {
        "week1": DAYS_OF_MONTH / 2,
        "week2": DAYS_OF_MONTH / 2,
        "week3": DAYS_OF_MONTH,
        "month3-path": DAYS_OF_MONTH * 2,
    } == planned_days(SMALL)


def test_without_months_a_block_takes_two_weeks() -> None:
    assert {"one": 14, "two": 14} == planned_days(WITHOUT_MONTHS)


def test_the_shipped_roadmap_takes_a_year() -> None:
    assert sum(planned_days(shipped_roadmap()).values()) == pytest.approx(365.25)


@pytest.mark.parametrize(
    ("ticked", "days", "state", "off"),
    [
        ("", 0, PaceState.BEGUN, 0),
        ("a", 0, PaceState.BEGUN, 5),
        ("", 1, PaceState.ON_PACE, -1),
        ("", SLACK, PaceState.ON_PACE, -7),
        ("", SLACK + 1, PaceState.BEHIND, -8),
        ("a b", 15, PaceState.ON_PACE, 0),
        ("a b", 8, PaceState.ON_PACE, 7),
        ("a b", 7, PaceState.AHEAD, 8),
        ("a b c", 61, PaceState.BEHIND, -31),
        ("d", 30, PaceState.ON_PACE, 0),  # done out of order is done all the same
        ("a b c d", 30, PaceState.AHEAD, 31),
    ],
)
def test_pace_is_planned_days_done_against_days_gone(ticked: str, days: int, state: PaceState, off: int) -> None:
    assert (pace(ticked, days).state, pace(ticked, days).days) == (state, off)


def test_placement_is_neither_work_nor_a_lead() -> None:
    fresh, placed = pace("", 0), pace("a b c", 0, placed="a b c")

    assert (placed.state, placed.days) == (fresh.state, fresh.days)
    assert pace("a b c", 20, placed="a b c").state is PaceState.BEHIND
    assert 0 == pace("a b c d", 30, placed="a b c").days


def test_days_of_pause_do_not_put_anybody_behind() -> None:
    assert 0 == pace("a b", 29, away=14).days
    assert 0 == pace("", 10, away=14).days


def test_who_has_done_everything_is_done_today() -> None:
    assert Pace(PaceState.DONE, 72) == pace(EVERYTHING, 50)


def test_a_start_in_the_future_is_no_lead() -> None:
    assert Pace(PaceState.BEGUN, 0) == pace("", -5)


def test_a_block_that_asks_for_nothing_gives_no_lead() -> None:
    months = (Month("month1", "One", (block("empty"), *SMALL.levels[0].months[0].blocks), 1, 1),)
    roadmap = Roadmap("r", "R", (replace(SMALL.levels[0], months=months),))

    assert 0 == reckon_pace(roadmap, START, START, measure(roadmap, [], {})).days


def test_a_month_without_blocks_takes_no_time() -> None:
    assert {} == planned_days(Roadmap("r", "R", (Level("l", "L", "L", (Month("month1", "One", (), 1, 1),)),)))


@given(st.lists(st.sampled_from(EVERYTHING.split()), unique=True), st.integers(0, 400), st.integers(1, 60))
def test_a_tick_never_puts_anybody_behind_and_time_never_ahead(ticked: list[str], days: int, more: int) -> None:
    now = pace(" ".join(ticked), days)

    assert pace(" ".join(ticked), days + more).days <= now.days
    for task in counted_tasks(SMALL, LEADING):
        ahead = pace(" ".join({*ticked, task.slug}), days)
        assert ahead.days >= now.days


def test_a_plan_without_a_calendar_has_no_pace_until_it_is_done() -> None:
    begun, done = measure(WITHOUT_MONTHS, ["x"], {}), measure(WITHOUT_MONTHS, ["x", "y"], {})
    later = START + timedelta(days=40)
    assert Pace(PaceState.OPEN, 0) == reckon_pace(WITHOUT_MONTHS, START, later, begun)
    assert PaceState.DONE is reckon_pace(WITHOUT_MONTHS, START, later, done).state
