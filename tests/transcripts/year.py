"""A year of two members in Europe/Berlin as a script, and what has to be true on each evening, reckoned by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

FIRST_DAY = date(2026, 3, 20)  # a Friday; the clocks change on days 9 and 219
DAYS = 365
TASK_EVERY = 15  # days: the sixteenth task of ZERO falls on day 225

ZERO = {
    "week1-linear-algebra": 1,
    "week1-statistics": 1,
    "week1-relationships": 2,
    "week2-python": 1,
    "week2-numpy": 2,
    "week2-script": 3,
    "week3-crash-course": 5,
    "week3-supervised": 2,
    "week3-training": 2,
    "week4-sklearn": 2,
    "week4-house-price": 3,
    "week4-train-test": 2,
    "week5-pandas": 2,
    "week5-cleaning": 2,
    "week5-visualization": 2,
    "week6-flexsync": 5,
}
ANAS_TASKS = {number * TASK_EVERY: slug for number, slug in enumerate(ZERO)}
LEVEL_DAY = max(ANAS_TASKS)

BENS_DAYS = {0, 1, 2, 3, 4, 7, 9, 10, 11, 60, 200}
BENS_TASKS = {0: "week1-statistics", 7: "week2-numpy", 60: "week1-linear-algebra", 200: "week4-house-price"}
BENS_STREAK = {0: 1, 1: 2, 2: 3, 3: 4, 4: 5, 7: 6, 9: 1, 10: 2, 11: 3, 13: 0, 60: 1, 63: 0, 200: 1, 203: 0}
"""From which day on his streak has which number.

Days 5 and 6 take his two freezes, so day 7 goes on from 5. Day 8 finds none and ends it. Day 60 is his tenth done day
and earns a freeze, which lets the number stand one day longer, twice, and is never spent: the gaps are too long for it.
"""


@dataclass(frozen=True, slots=True)
class Evening:
    """What the boards have to say on one evening: a number for each who has one."""

    week: dict[str, int]
    all_time: dict[str, int]
    streaks: dict[str, int]


def script() -> Iterator[str]:
    """Ben studies at noon, if he does; Ana at half past eleven at night, and then looks at all three boards."""
    yield f":to {FIRST_DAY} 09:00 Europe/Berlin"
    yield "Ana: /setup zone Europe/Berlin"
    yield "Ana: /join"
    for number in range(DAYS):
        day = FIRST_DAY + timedelta(number)
        if number in BENS_DAYS:
            yield f":to {day} 12:00 Europe/Berlin"
            yield f"Ben: {_study(BENS_TASKS.get(number))}"
        yield f":to {day} 23:30 Europe/Berlin"
        yield f"Ana: {_study(ANAS_TASKS.get(number))}"
        yield from ("Ana: /leaderboard", "Ana: /leaderboard all", "Ana: /leaderboard streaks")
        if number == max(BENS_DAYS - {60, 200}):
            yield "Ben: /streak days"
    yield ":advance 1h"
    yield "Ana: /progress"
    yield "Ana: /streak"


def _study(task: str | None) -> str:
    return f"/done {task}" if task else "/log 30m"


def evenings() -> Iterator[Evening]:
    """What must be true, day by day."""
    for number in range(DAYS):
        monday = number - (FIRST_DAY + timedelta(number)).weekday()
        bens_streak = BENS_STREAK[max(day for day in BENS_STREAK if day <= number)]
        yield Evening(
            week=_without_zeros({"Ana": _anas_points(monday, number), "Ben": _bens_points(monday, number)}),
            all_time=_without_zeros({"Ana": _anas_points(0, number), "Ben": _bens_points(0, number)}),
            streaks=_without_zeros({"Ana": number + 1, "Ben": bens_streak}),
        )


def _anas_points(first: int, last: int) -> int:
    days = range(max(first, 0), last + 1)
    return len(days) + sum(ZERO[ANAS_TASKS[day]] for day in days if day in ANAS_TASKS)


def _bens_points(first: int, last: int) -> int:
    days = [day for day in BENS_DAYS if first <= day <= last]
    return len(days) + sum(ZERO[BENS_TASKS[day]] for day in days if day in BENS_TASKS)


def _without_zeros(scores: dict[str, int]) -> dict[str, int]:
    return {name: score for name, score in scores.items() if score}
