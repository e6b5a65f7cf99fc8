from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.words.dates import DateSpan, read_day, read_span
from bot.chat.words.lengths import read_length

TODAY = date(2026, 3, 4)  # a Wednesday


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-05-03", date(2026, 5, 3)),
        ("2026-5-3", date(2026, 5, 3)),
        ("3 May", date(2026, 5, 3)),
        ("  3   MAY ", date(2026, 5, 3)),
        ("May 3", date(2026, 5, 3)),
        ("3rd of may", date(2026, 5, 3)),
        ("sept 1", date(2026, 9, 1)),
        ("3 May 2027", date(2027, 5, 3)),
        ("may 3rd, 2027", date(2027, 5, 3)),
        ("3.5.", date(2026, 5, 3)),
        ("3.5.2027", date(2027, 5, 3)),
        ("yesterday", date(2026, 3, 3)),
        ("today", TODAY),
        ("Tomorrow", date(2026, 3, 5)),
        ("thursday", date(2026, 3, 5)),
        ("next friday", date(2026, 3, 6)),
        ("wed", date(2026, 3, 11)),
        ("1 march", date(2026, 3, 1)),
        ("20 Dec", date(2025, 12, 20)),
        ("1 Dec", date(2026, 12, 1)),
        ("4 Dec", date(2025, 12, 4)),
        ("3 Dec", date(2026, 12, 3)),
        ("29 Feb", date(2028, 2, 29)),
    ],
)
def test_a_day_is_read_as_people_type_it(typed: str, meant: date) -> None:
    assert read_day(typed, TODAY, "en") == meant


@pytest.mark.parametrize(
    "typed",
    ["", "soon", "2026-02-30", "30 Feb", "0 May", "3 M", "3 Ju", "3 Mayy", "32.1.", "1w", "t", "99999-1-1", "😀", "²"],
)
def test_what_is_no_day_is_none(typed: str) -> None:
    assert read_day(typed, TODAY, "en") is None


def test_months_and_weekdays_are_read_in_the_language_of_the_group_and_in_english() -> None:
    assert read_day("3 mai", TODAY, "de") == read_day("3 may", TODAY, "de") == date(2026, 5, 3)
    assert read_day("donnerstag", TODAY, "de") == read_day("thursday", TODAY, "de") == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("3d", 3),
        ("1w", 7),
        ("2 weeks", 14),
        ("a week", 7),
        ("for 10 days", 10),
        ("2wks", 14),
        ("9999w", 3660),
        ("7", 7),
        (" 30 ", 30),
    ],
)
def test_a_length_is_read_in_days(typed: str, days: int) -> None:
    assert read_length(typed) == days


@pytest.mark.parametrize("typed", ["", "3h", "w", "1.5w", "-3d", "99999d", "3 May"])
def test_what_is_no_length_is_none(typed: str) -> None:
    assert read_length(typed) is None


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("1w", TODAY, date(2026, 3, 10)),
        ("until 3 May", TODAY, date(2026, 5, 3)),
        ("till friday", TODAY, date(2026, 3, 6)),
        ("2026-05-03..2026-05-10", date(2026, 5, 3), date(2026, 5, 10)),
        ("3 May .. 10 May", date(2026, 5, 3), date(2026, 5, 10)),
        ("from 3 May to 10 May", date(2026, 5, 3), date(2026, 5, 10)),
        ("3 May - 10 May", date(2026, 5, 3), date(2026, 5, 10)),
        ("friday to monday", date(2026, 3, 6), date(2026, 3, 9)),
        ("tomorrow..1w", date(2026, 3, 5), date(2026, 3, 11)),
        ("20 Dec 2026 to 4 Jan", date(2026, 12, 20), date(2027, 1, 4)),
        ("10 May..3 May", date(2026, 5, 10), date(2026, 5, 3)),
        ("tomorrow", date(2026, 3, 5), date(2026, 3, 5)),
        ("9999-12-31..1w", date(9999, 12, 31), date(9999, 12, 31)),
        ("9999-12-31 to monday", date(9999, 12, 31), date(9999, 12, 31)),
    ],
)
def test_a_stretch_is_read_with_both_its_ends(typed: str, first: date, last: date) -> None:
    assert read_span(typed, TODAY, "en") == DateSpan(first, last)


@pytest.mark.parametrize("change", [str.title, str.upper])
@pytest.mark.parametrize("typed", ["1w", "until 3 May", "from 3 May to 10 May", "from friday until monday"])
def test_case_does_not_count_in_a_stretch(typed: str, change: Callable[[str], str]) -> None:
    assert read_span(change(typed), TODAY, "en") == read_span(typed, TODAY, "en") is not None


@pytest.mark.parametrize(
    "typed", ["", "until", "until never", "soon..later", "3 May..soon", "3 May..10", "1..2..3", "from", "a..b..c"]
)
def test_what_is_no_stretch_is_none(typed: str) -> None:
    assert read_span(typed, TODAY, "en") is None


@given(st.text(max_size=40), st.sampled_from(["en", "de", "uk"]))
def test_nothing_that_is_typed_makes_it_fail(typed: str, language: str) -> None:
    read_span(typed, TODAY, language)
    read_length(typed)


@given(st.dates(TODAY, TODAY + timedelta(days=250)))
def test_a_day_in_the_months_to_come_is_read_without_its_year(day: date) -> None:
    assert read_day(f"{day.day} {day:%B}", TODAY, "en") == day
