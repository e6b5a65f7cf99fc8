"""Days as people type them on Wednesday 4 March 2026: `|` is between the words and the days that they may mean."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.words.clocks import short_day
from bot.chat.words.dates import read_dates
from bot.chat.words.lengths import read_length

TODAY = date(2026, 3, 4)  # a Wednesday

AHEAD = """
2026-05-03 | 2026-05-03
2026-5-3 | 2026-05-03
2026/5/3 | 2026-05-03
20260503 | 2026-05-03
3 May | 2026-05-03
  3   MAY  | 2026-05-03
3May | 2026-05-03
May 3 | 2026-05-03
3rd of may | 2026-05-03
the 3rd of may |
May the 3rd | 2026-05-03
sept 1 | 2026-09-01
3 May 2027 | 2027-05-03
may 3rd, 2027 | 2027-05-03
3.5. | 2026-05-03
3.5.2027 | 2027-05-03
3.5.26 | 2026-05-03
３．５． | 2026-05-03
10/3/2026 | 2026-03-10 2026-10-03
10/3/26 | 2026-03-10 2026-10-03
10/3 | 2026-03-10 2026-10-03
10-3-2026 | 2026-03-10 2026-10-03
13/3/2026 | 2026-03-13
3/13/2026 | 2026-03-13
5/5/2026 | 2026-05-05
13/13/2026 |
yesterday | 2026-03-03
today | 2026-03-04
tonight | 2026-03-04
Tomorrow | 2026-03-05
tmrw | 2026-03-05
tomorrow evening | 2026-03-05
day after tomorrow | 2026-03-06
the day before yesterday | 2026-03-02
last night | 2026-03-03
thursday | 2026-03-05
thurs | 2026-03-05
thu | 2026-03-05
on Friday | 2026-03-06
friday night | 2026-03-06
tues | 2026-03-10
weds | 2026-03-04 2026-03-11
wed | 2026-03-04 2026-03-11
this wednesday | 2026-03-04
next friday | 2026-03-06 2026-03-13
next monday | 2026-03-09
next wednesday | 2026-03-11
this friday | 2026-03-06
last friday | 2026-02-27
Thu 5 Mar | 2026-03-05
Sun, 8 March 2026 | 2026-03-08
Tue 5 Mar | 2026-03-05 2026-03-10
the 10th | 2026-03-10
10th | 2026-03-10
on the 1st | 2026-04-01
the 4th | 2026-03-04
in 3 days | 2026-03-07
in three days | 2026-03-07
in two weeks | 2026-03-18
in a fortnight | 2026-03-18
3 days ago | 2026-03-01
a week ago | 2026-02-25
two weeks from now | 2026-03-18
end of the month | 2026-03-31
the end of april | 2026-04-30
end of the week | 2026-03-08
1 march | 2026-03-01
20 Dec | 2025-12-20
1 Dec | 2026-12-01
4 Dec | 2025-12-04
3 Dec | 2026-12-03
29 Feb | 2028-02-29
gestern | 2026-03-03
übermorgen | 2026-03-06
завтра | 2026-03-05
вчера | 2026-03-03
mañana | 2026-03-05
hier | 2026-03-03
5 марта | 2026-03-05
5. März | 2026-03-05
5 de marzo | 2026-03-05
lunes | 2026-03-09
Samstag | 2026-03-07
"""

BACK = """
friday | 2026-02-27
on Sunday | 2026-03-01
tuesday | 2026-03-03
tuesday evening | 2026-03-03
wed | 2026-03-04 2026-02-25
last wednesday | 2026-02-25
the 1st | 2026-03-01
the 10th | 2026-02-10
the 4th | 2026-03-04
yesterday | 2026-03-03
2 days ago | 2026-03-02
3 Mar | 2026-03-03
5/3 | 2026-03-05 2026-05-03
понедельник | 2026-03-02
"""

NONE = (
    "", "soon", "2026-02-30", "30 Feb", "0 May", "3 M", "3 Ju", "3 Mayy", "32.1.", "1w", "t", "99999-1-1", "😀", "²",
    "march", "may", "10", "next", "last", "the", "in", "ago", "in 5", "5 ago", "00/00", "31 april", "0000-01-01",
    "mo", "fr",
)  # fmt: skip


def _rows(table: str) -> list[tuple[str, tuple[date, ...]]]:
    pairs = (line.partition("|") for line in table.strip("\n").splitlines())
    return [(typed, tuple(map(date.fromisoformat, days.split()))) for typed, _, days in pairs]


@pytest.mark.parametrize(("typed", "meant"), _rows(AHEAD))
def test_a_day_is_read_as_people_type_it(typed: str, meant: tuple[date, ...]) -> None:
    assert meant == read_dates(typed, TODAY, "en")
    assert meant == read_dates(typed.upper(), TODAY, "en")


@pytest.mark.parametrize(("typed", "meant"), _rows(BACK))
def test_a_day_that_is_over_is_the_last_one(typed: str, meant: tuple[date, ...]) -> None:
    assert meant == read_dates(typed, TODAY, "en", past=True)


@pytest.mark.parametrize("typed", NONE)
def test_what_is_no_day_is_none(typed: str) -> None:
    assert () == read_dates(typed, TODAY, "en")


def test_months_and_weekdays_are_read_in_the_language_of_the_group_and_in_english() -> None:
    assert read_dates("3 mai", TODAY, "de") == read_dates("3 may", TODAY, "de") == (date(2026, 5, 3),)
    assert read_dates("don", TODAY, "de") == read_dates("thursday", TODAY, "de") == (date(2026, 3, 5),)


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
        ("three days", 3),
        ("ten days", 10),
        ("a fortnight", 14),
        ("two weeks and 3 days", 17),
        ("a week and a half", None),
        ("the next 3 days", 3),
        ("another week", None),
        ("another 3 days", 3),
        ("3 Tage", 3),
        ("2 недели", 14),
        ("", None),
        ("3h", None),
        ("w", None),
        ("1.5w", None),
        ("-3d", None),
        ("3 May", None),
        ("3 pages", None),
    ],
)
def test_a_length_is_read_in_days(typed: str, days: int | None) -> None:
    assert days == read_length(typed)


@given(st.text(max_size=40), st.sampled_from(["en", "de", "uk"]))
def test_nothing_that_is_typed_makes_it_fail(typed: str, language: str) -> None:
    read_dates(typed, TODAY, language)
    read_length(typed)


@given(st.dates(TODAY, TODAY + timedelta(days=250)))
def test_a_day_in_the_months_to_come_is_read_without_its_year(day: date) -> None:
    assert read_dates(f"{day.day} {day:%B}", TODAY, "en") == (day,)


@given(st.dates(TODAY - timedelta(days=80), TODAY + timedelta(days=250)), st.sampled_from(["en", "de", "ru", "pl"]))
def test_a_day_that_we_write_is_read_back(day: date, language: str) -> None:
    assert (day,) == read_dates(short_day(day, language), TODAY, language)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_month_is_never_taken_first_in_silence(day: date) -> None:
    read = read_dates(f"{day.month}/{day.day}/{day.year}", TODAY, "en")

    assert day in read
    assert len(read) == 1 or day.day <= 12
