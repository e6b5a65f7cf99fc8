"""Weekdays and hours as people type them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.chat.words import clocks
from bot.chat.words.clocks import read_hour, read_weekday, read_weekdays, weekdays


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
