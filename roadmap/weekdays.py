"""Several weekdays as one number: bits, Monday is bit 0 and so counts 1. A single weekday is 0 for Monday to 6."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

DAYS_IN_WEEK = 7
WHOLE_WEEK = (1 << DAYS_IN_WEEK) - 1


def bits_of(weekdays: Iterable[int]) -> int:
    """Return the bits of some weekdays."""
    return sum(1 << weekday for weekday in set(weekdays))


def weekdays_of(bits: int) -> Iterator[int]:
    """Yield the weekdays of some bits, Monday first."""
    return (weekday for weekday in range(DAYS_IN_WEEK) if has_weekday(bits, weekday))


def has_weekday(bits: int, weekday: int) -> bool:
    """Tell whether a weekday is among some bits."""
    return bool(bits >> weekday & 1)
