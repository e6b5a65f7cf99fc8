"""Values that are suggested while they are typed."""

from __future__ import annotations

import pytest

from bot.chat.words.suggesting import suggest_hours, suggest_weekdays, suggest_weekly_hours, suggest_words


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [
        ("7", ["07:00", "07:30", "07:15", "07:45"]),
        ("18", ["18:00", "18:30", "18:15", "18:45"]),
        ("18:1", ["18:15"]),
        ("18.3", ["18:30"]),
        ("6 pm", ["18:00"]),
        ("half past six", ["06:30", "18:30"]),
        ("25", []),
        ("soon", []),
    ],
)
def test_hours_are_suggested_as_they_are_meant_and_begun(typed: str, suggested: list[str]) -> None:
    assert suggested == [one.value for one in suggest_hours(typed)]


def test_full_hours_are_suggested_until_something_is_typed() -> None:
    assert [f"{at:02}:00" for at in range(24)] == [one.value for one in suggest_hours(" ")]
    assert ["00:00", "01:00", "02:00"] == [one.value for one in suggest_hours("", latest=150)]


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [
        ("", ["mon 18:00", "tue 18:00", "wed 18:00", "thu 18:00", "fri 18:00", "sat 18:00", "sun 18:00"]),
        ("Su", ["sun 18:00"]),
        ("sunday 7", ["sun 07:00", "sun 07:30", "sun 07:15", "sun 07:45"]),
        ("someday", []),
    ],
)
def test_a_weekday_is_suggested_with_an_hour(typed: str, suggested: list[str]) -> None:
    assert suggested == [one.value for one in suggest_weekly_hours(typed, "en", "18:00")]


def test_weekdays_are_suggested_by_their_names() -> None:
    assert [("Saturday", "sat"), ("Sunday", "sun")] == [(one.label, one.value) for one in suggest_weekdays("s", "en")]


def test_known_words_are_suggested_by_any_of_their_words() -> None:
    known = [("To my groups", "group"), ("By number", "number")]

    assert ["group"] == [one.value for one in suggest_words(known, "my")]
    assert ["number"] == [one.value for one in suggest_words(known, "numb")]
    assert ["group", "number"] == [one.value for one in suggest_words(known, "")]
