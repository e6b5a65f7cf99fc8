"""The day of a return: when fewer minutes make a study day done."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap.returning import DAYS_AWAY, ENOUGH_AT_RETURN, is_return, minutes_needed
from roadmap.streak import ENOUGH_MINUTES

SINCE = date(2026, 3, 2)
days = st.integers(-5, 60).map(lambda count: SINCE + timedelta(days=count))
spans = st.tuples(days, days).map(lambda pair: (min(pair), max(pair)))


def after(count: int) -> date:
    return SINCE + timedelta(days=count)


@pytest.mark.parametrize(
    ("away", "pauses", "expected"),
    [
        (0, (), False),
        (1, (), False),
        (9, (), False),
        (10, (), True),
        (40, (), True),
        (10, ((4, 4),), False),
        (11, ((4, 4),), True),
        (14, ((1, 14),), False),
        (23, ((1, 14),), False),
        (24, ((1, 14),), True),
        (24, ((1, 10), (5, 14)), True),  # a day of two pauses is one day
        (10, ((10, 20),), True),  # a pause that begins with the day itself takes nothing back
        (10, ((-9, 0),), True),
        (12, ((-3, 1), (11, 30)), True),
        (11, ((-3, 1), (10, 30)), False),
    ],
)
def test_a_return_comes_after_ten_days_without_the_days_of_a_pause(
    away: int, pauses: tuple[tuple[int, int], ...], expected: bool
) -> None:
    spans = [(after(first), after(last)) for first, last in pauses]

    assert expected is is_return(after(away), SINCE, spans)
    assert (ENOUGH_AT_RETURN if expected else ENOUGH_MINUTES) == minutes_needed(after(away), SINCE, spans)


@given(days, days, st.lists(spans, max_size=4))
def test_a_return_is_ten_days_counted_one_by_one(day: date, since: date, pauses: list[tuple[date, date]]) -> None:
    away, one = 1, since
    while (one := one + timedelta(days=1)) < day:
        away += not any(first <= one <= last for first, last in pauses)

    assert (away >= DAYS_AWAY) is is_return(day, since, pauses)


@given(days, days, st.lists(spans, max_size=4))
def test_what_holds_on_a_day_holds_until_the_next_entry(
    day: date, since: date, pauses: list[tuple[date, date]]
) -> None:
    if is_return(day, since, pauses):
        assert is_return(day + timedelta(days=1), since, pauses)


@given(days, days, st.lists(spans, max_size=4), spans)
def test_a_pause_from_today_on_takes_no_promise_back(
    day: date, since: date, pauses: list[tuple[date, date]], later: tuple[date, date]
) -> None:
    first, last = later
    begun = (max(first, day), max(last, day))

    assert is_return(day, since, pauses) is is_return(day, since, [*pauses, begun])
