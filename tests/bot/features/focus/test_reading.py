"""How people write the timetable of a session."""

from __future__ import annotations

import pytest

from bot.features.focus.reading import read_timetable
from bot.tables import focuses
from roadmap.focus import is_possible


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("", (25,)),
        ("25", (25,)),
        ("50m", (50,)),
        ("45 minutes", (45,)),
        ("for 25 minutes please", (25,)),
        ("1h", (60,)),
        ("1h30", (90,)),
        ("1 hour 15 min", (75,)),
        ("2x25", (25, 5, 25)),
        ("2 × 25 min", (25, 5, 25)),
        ("3*20m break 10", (20, 10, 20, 10, 20)),
        ("2x50 with a break of 10", (50, 10, 50)),
        ("2x25/10", (25, 10, 25)),
        ("25 break 5 25", (25, 5, 25)),
        ("25, 5, 25", (25, 5, 25)),
        ("50 min, break 10 min, then 30 min", (50, 10, 30)),
        ("25 break 5", (25,)),
        ("pomodoro", (25,)),
        ("a pomodoro", (25,)),
        ("2 pomodoros", (25, 5, 25)),
        ("4 Pomodoros", (25, 5, 25, 5, 25, 5, 25)),
        ("3", (3,)),
        ("900", (900,)),
        ("for 25 minutes", (25,)),
    ],
)
def test_what_is_read(typed: str, minutes: tuple[int, ...]) -> None:
    read = read_timetable(typed)
    assert read is not None
    assert minutes == read.minutes


@pytest.mark.parametrize(
    "typed",
    [
        *("tomorrow", "25 pages", "numpy", "2x", "x25", "0x25", "99x25", "2x25 5 25", "-", "25 at noon", "99999", "½"),
        "5 1 " * 12 + "5",
    ],
)
def test_what_is_not_read(typed: str) -> None:
    assert read_timetable(typed) is None


def test_the_longest_timetable_fits_its_column() -> None:
    """Of all that are possible: each further digit would make it too long."""
    longest = read_timetable("10 10 " * 5 + "10 1 " * 6 + "10")
    assert longest
    assert is_possible(longest)
    assert len(longest.kept) <= (focuses.c.timetable.type.length or 0)  # type: ignore[attr-defined]
