"""The balance of a learner's pauses: the days that a quarter has room for, and those that pauses take."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.features.pauses.queries import PauseSpan

MOST_DAYS = 28
QUARTER = 91  # days; any 91 days in a row have at most 28 days of pause


@dataclass(frozen=True, slots=True)
class Away:
    """The study days of a pause, from `first` to `last`, both included."""

    first: date
    last: date


def days_beside(known: Iterable[PauseSpan], first: date, today: date) -> set[date]:
    """List the days of pause beside a new pause.

    If the new pause begins today, the rest of a running pause does not count.
    """
    days = ((one, day) for one in known for day in list_days(one))
    return {day for one, day in days if not (one.first <= today <= one.last and first <= today <= day)}


def merge_pauses(touched: Iterable[PauseSpan], first: date, last: date, today: date) -> Away:
    """Merge a wanted pause with the pauses that it touches.

    A pause that begins today sets the end of a running pause.
    """
    ahead = [one for one in touched if first > today or one.first > today]
    return Away(min((first, *(one.first for one in touched))), max((last, *(one.last for one in ahead))))


def fits_balance(others: Collection[date], wanted: Away) -> bool:
    """Return whether every quarter would have at most 28 days of pause.

    Quarters that end before the wanted pause begins are not checked.
    """
    days = {*others, *list_days(wanted)}
    ends = (day for day in days if day >= wanted.first)
    return all(sum(end - timedelta(days=QUARTER) < day <= end for day in days) <= MOST_DAYS for end in ends)


def find_room(others: Collection[date], first: date) -> int:
    """Return the most days that a pause from `first` on could have."""
    lengths = range(MOST_DAYS, 0, -1)
    return next((days for days in lengths if fits_balance(others, Away(first, first + timedelta(days=days - 1)))), 0)


def list_days(away: Away | PauseSpan) -> list[date]:
    """List the study days of a time away, both ends included."""
    return [away.first + timedelta(days=count) for count in range((away.last - away.first).days + 1)]
