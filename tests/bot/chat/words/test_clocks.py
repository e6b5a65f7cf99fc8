"""Weekdays and hours as people type them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.words import clocks
from bot.chat.words.clocks import hour, read_clock_time, read_hour, read_hours, read_weekday_and_hour, weekdays
from bot.chat.words.weekdays import read_weekday, read_weekdays

HOURS = """
18:00 | 18:00
18：００ | 18:00
１８:30 | 18:30
at 18:00 | 18:00
At 6pm | 18:00
6pm | 18:00
6 pm | 18:00
6 p.m. | 18:00
6:30pm | 18:30
６pm | 18:00
6p | 18:00
6am | 06:00
12 am | 00:00
12 pm | 12:00
12:30 am | 00:30
18h | 18:00
18 h | 18:00
18h30 | 18:30
18.30 | 18:30
18 Uhr | 18:00
um 18 Uhr | 18:00
à 18h | 18:00
в 18:00 | 18:00
1830 | 18:30
0600 | 06:00
7 | 07:00
07:05 | 07:05
0 | 00:00
23:59 | 23:59
noon | 12:00
at noon | 12:00
midday | 12:00
12 noon | 12:00
midnight | 00:00
Midnight | 00:00
24:00 | 00:00
24h | 00:00
half past six | 06:30 18:30
half past 6 | 06:30 18:30
half past six in the evening | 18:30
half past 6 in the morning | 06:30
quarter past six | 06:15 18:15
a quarter to seven | 06:45 18:45
twenty past six | 06:20 18:20
ten to 7 | 06:50 18:50
10 minutes to 7 | 06:50 18:50
quarter to one | 00:45 12:45
six | 06:00 18:00
twelve | 00:00 12:00
6 o'clock | 06:00 18:00
six o’clock | 06:00 18:00
7 in the evening | 19:00
7 in the morning | 07:00
3 in the afternoon | 15:00
11 at night | 23:00
2 at night | 02:00
6 at night | 18:00
12 at night | 00:00
2:30 in the afternoon | 14:30
12:15 at night | 00:15
18:30 in the evening |
half six | 06:30 18:30 05:30 17:30
half 6 | 06:30 18:30 05:30 17:30
half twelve | 00:30 12:30 11:30 23:30
half six in the evening | 18:30 17:30
halb sechs | 05:30 17:30
halb 7 abends | 18:30
half past 7 pm | 19:30
quarter to 7 p.m. | 18:45
twenty-five past six am | 06:25
six pm | 18:00
twelve am | 00:00
7 o'clock pm | 19:00
sechs Uhr | 06:00 18:00
acht Uhr abends | 20:00
7 вечера | 19:00
в 7 часов вечера | 19:00
3 часа дня | 15:00
8 du soir | 20:00
8 de la tarde | 20:00
10 de la noche | 22:00
half pages |
halb voll |
13 o'clock pm |
25:00 |
24:30 |
18:60 |
13 pm |
0 am |
13 in the evening |
7m |
90 |
1860 |
late |
evening |
half |
half past |
past six |
-1 |
1:2 |
18:00 please |
"""

DAYS_AND_HOURS = """
Sunday at 18:00 | 6 18:00
Sunday 18:00 | 6 18:00
sun,18:00 | 6 18:00
Sundays at 18：00 | 6 18:00
every Sunday at 6pm | 6 18:00
on Sundays at noon | 6 12:00
18:00 on sunday | 6 18:00
at 18:00 on Sunday | 6 18:00
weds 7 | 2 07:00
thurs 18h | 3 18:00
Samstag um 18 Uhr | 5 18:00
sunday at half past six | 6 06:30 18:30
sunday midnight | 6 00:00
sunday | 6
weds | 2
18:00 | - 18:00
noon | - 12:00
sunday 18:00 please | -
sunday monday | -
soon | -
 | -
"""

WEEKDAYS = """
sat sun | 56
Sat, Sun and mon | 056
sat/sun | 56
sat & sun | 56
sat-sun | 56
sat – sun | 56
weekend | 56
weekends | 56
the weekend | 56
on weekends | 56
mon-fri | 01234
mon to fri | 01234
Monday through Friday | 01234
weekdays | 01234
workdays | 01234
mon-wed, fri | 0124
fri-mon | 0456
fri to sun | 456
Sundays | 6
every Sunday | 6
on sundays | 6
weds thurs | 23
tues | 1
Samstag, Sonntag | 56
понедельник | 0
every day | 0123456
mon tue wed thu fri sat sun | 0123456
sat x | -
blursday | -
t | -
mon-x | -
 | -
"""


def _rows(table: str) -> list[list[str]]:
    return [[part.strip() for part in line.split("|")] for line in table.strip("\n").splitlines()]


@pytest.mark.parametrize(("typed", "times"), _rows(HOURS))
def test_a_time_of_day_is_read_as_people_type_it(typed: str, times: str) -> None:
    assert times.split() == [hour(at) for at in read_hours(typed)]


@pytest.mark.parametrize(("typed", "meant"), _rows(DAYS_AND_HOURS))
def test_a_weekday_and_an_hour_are_read_in_any_order(typed: str, meant: str) -> None:
    day, times = read_weekday_and_hour(typed, "en")

    assert meant.split() == ["-" if day is None else str(day), *(hour(at) for at in times)]


@pytest.mark.parametrize(("typed", "days"), _rows(WEEKDAYS))
def test_weekdays_are_read_as_lists_and_ranges(typed: str, days: str) -> None:
    assert read_weekdays(typed, "en") == (None if days == "-" else sum(1 << int(day) for day in days))


@given(st.integers(0, 1439))
def test_an_hour_that_we_write_is_read_back(at: int) -> None:
    assert at == read_hour(hour(at))


@given(st.text(max_size=30))
def test_no_typed_hour_makes_it_fail(typed: str) -> None:
    assert all(0 <= at < 1440 for at in read_hours(typed))
    read_weekdays(typed, "en")
    read_weekday_and_hour(typed, "de")


@pytest.mark.parametrize(
    ("typed", "day"),
    [("mon", 0), ("Monday", 0), ("SUN", 6), ("mo", 0), ("t", None), ("", None), ("xyz", None), ("th", 3), ("we", 2)],
)
def test_a_weekday_is_read_when_it_can_be_only_one(typed: str, day: int | None) -> None:
    assert read_weekday(typed, "en") == day


def test_weekdays_are_read_in_the_groups_language_and_in_english() -> None:
    assert 1 == read_weekday("Die", "de")
    assert 1 == read_weekday("tuesday", "de")
    assert "Monday, Sunday" == weekdays(0b1000001, "en")


def test_two_hours_are_no_certain_hour() -> None:
    assert read_hour("half past six") is None


def test_a_time_is_said_in_its_zone() -> None:
    assert "21:30" == clocks.local_time(datetime(2026, 3, 2, 12, 30, tzinfo=UTC), "Asia/Tokyo", "en")


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("7", 420), ("07:05", 425), ("12 am", 0), ("12:30 pm", 750), ("1 p.m.", 780), ("23:59", 1439), ("00:00", 0)],
)
def test_times_of_day_are_read_as_people_write_them(typed: str, minutes: int) -> None:
    assert read_clock_time(typed) == minutes


@pytest.mark.parametrize("typed", ["24:00", "13 pm", "0 am", "7:60", "noon", "", "-1", "1:2"])
def test_what_is_no_time_of_day_is_none(typed: str) -> None:
    assert read_clock_time(typed) is None
