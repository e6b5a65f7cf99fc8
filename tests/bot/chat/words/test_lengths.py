"""Times as people type them and as they are written."""

from __future__ import annotations

import pytest

from bot.chat.words.lengths import TimedNote, length_in_words, read_duration


@pytest.mark.parametrize(
    ("line", "minutes", "rest"),
    [
        ("30m read a paper", 30, "read a paper"),
        ("30 min: read a paper", 30, "read a paper"),
        ("1h30", 90, ""),
        ("1h30m course", 90, "course"),
        ("1h 30 min course", 90, "course"),
        ("1 hour and 5 minutes course", 65, "course"),
        ("1.5h course", 90, "course"),
        ("1,5 hours course", 90, "course"),
        ("2 hours", 120, ""),
        ("1:15 course", 75, "course"),
        ("45", 45, ""),
        ("45 reading", 45, "reading"),
        ("90 minutes - slides", 90, "slides"),
        ("read a paper 20m", 20, "read a paper"),
        ("read a paper for 1h", 60, "read a paper"),
        ("read a paper (25 min)", 25, "read a paper"),
        ("read week2", None, "read week2"),
        ("3d printing", None, "3d printing"),
        ("30mm lens", None, "30mm lens"),
        ("-5m", 0, ""),
        ("", None, ""),
    ],
)
def test_a_time_is_read_as_people_write_it(line: str, minutes: int | None, rest: str) -> None:
    assert read_duration(line) == TimedNote(minutes, rest)


@pytest.mark.parametrize(("minutes", "text"), [(5, "5 min"), (60, "1 h"), (90, "1 h 30 min"), (0, "0 min")])
def test_minutes_in_words(minutes: int, text: str) -> None:
    assert length_in_words(minutes, "en") == text


def test_lengths_are_written_as_each_language_does() -> None:
    assert "1 Std. 30 Min." == length_in_words(90, "de").replace("\xa0", " ")
