"""Weekdays and hours as people type them."""

from __future__ import annotations

import pytest

from bot.chat.words.clocks import read_hour, read_weekday, read_weekdays, weekdays


@pytest.mark.parametrize(
    ("typed", "day"),
    [("mon", 0), ("Monday", 0), ("SUN", 6), ("mo", 0), ("t", None), ("", None), ("xyz", None), ("th", 3)],
)
def test_a_weekday_is_read_when_it_can_be_only_one(typed: str, day: int | None) -> None:
    assert read_weekday(typed, "en") == day


def test_weekdays_are_read_in_the_groups_language_and_in_english() -> None:
    assert read_weekday("Dienstag", "de") == 1
    assert read_weekday("tuesday", "de") == 1
    assert read_weekdays("Sat, Sun and mon", "en") == 0b1100001
    assert read_weekdays("sat x", "en") is None
    assert read_weekdays(" ", "en") is None
    assert weekdays(0b1000001, "en") == "Monday, Sunday"


def test_hours_are_read_with_midnight_as_a_word() -> None:
    assert read_hour("Midnight") == 0
    assert read_hour("18:30") == 1110
    assert read_hour("late") is None
