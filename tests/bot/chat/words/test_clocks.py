"""Weekdays and hours as people type them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.chat.words import clocks
from bot.chat.words.clocks import read_clock_time, read_hour, read_weekday, read_weekdays, weekdays


@pytest.mark.parametrize(
    ("typed", "day"),
    [("mon", 0), ("Monday", 0), ("SUN", 6), ("mo", 0), ("t", None), ("", None), ("xyz", None), ("th", 3)],
)
def test_a_weekday_is_read_when_it_can_be_only_one(typed: str, day: int | None) -> None:
    assert read_weekday(typed, "en") == day


def test_weekdays_are_read_in_the_groups_language_and_in_english() -> None:
    assert 1 == read_weekday("Dienstag", "de")
    assert 1 == read_weekday("tuesday", "de")
    assert 0b1100001 == read_weekdays("Sat, Sun and mon", "en")
    assert read_weekdays("sat x", "en") is None
    assert read_weekdays(" ", "en") is None
    assert "Monday, Sunday" == weekdays(0b1000001, "en")


def test_hours_are_read_with_midnight_as_a_word() -> None:
    assert 0 == read_hour("Midnight")
    assert 1110 == read_hour("18:30")
    assert read_hour("late") is None


def test_a_time_is_said_in_its_zone_and_a_letter_is_no_weekday() -> None:
    assert "21:30" == clocks.local_time(datetime(2026, 3, 2, 12, 30, tzinfo=UTC), "Asia/Tokyo", "en")
    assert [None, None, 2] == [clocks.read_weekday(typed, "en") for typed in ("w", "t", "we")]


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("7", 420), ("07:05", 425), ("12 am", 0), ("12:30 pm", 750), ("1 p.m.", 780), ("23:59", 1439), ("00:00", 0)],
)
def test_times_of_day_are_read_as_people_write_them(typed: str, minutes: int) -> None:
    assert read_clock_time(typed) == minutes


@pytest.mark.parametrize("typed", ["24:00", "13 pm", "0 am", "7:60", "noon", "", "-1", "1:2"])
def test_what_is_no_time_of_day_is_none(typed: str) -> None:
    assert read_clock_time(typed) is None
