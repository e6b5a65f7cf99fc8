"""What clocks on the wall show, reckoned from nothing but the zones' offsets: for tests of what is due when.

A zone is a list of stretches of even time. The moment of a date is the first instant in them whose clock shows this
date and a time of day not before the one that is asked for.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

DAY = timedelta(days=1)
BEGIN, END = datetime(2025, 12, 20, tzinfo=UTC), datetime(2028, 1, 12, tzinfo=UTC)
"""2026 and 2027, and some days around them."""


@dataclass(frozen=True)
class Stretch:
    """Time from one instant to another during which a zone is so far from UTC."""

    begin: datetime
    end: datetime
    offset: timedelta

    def moment(self, day: date, at: int) -> datetime | None:
        """The first instant in it at which its clock shows this date and this time of day, or a later one."""
        midnight = datetime(day.year, day.month, day.day, tzinfo=UTC) - self.offset
        found = max(midnight + timedelta(minutes=at), self.begin)
        return found if found < min(self.end, midnight + DAY) else None


def offset(zone: ZoneInfo, instant: datetime) -> timedelta:
    return instant.astimezone(zone).utcoffset() or timedelta()


@cache
def stretches(name: str) -> tuple[Stretch, ...]:
    """The even times of a zone over these years."""
    zone = ZoneInfo(name)
    marks = [BEGIN, *_changes(zone), END]
    return tuple(Stretch(one, other, offset(zone, one)) for one, other in pairwise(marks))


def _changes(zone: ZoneInfo) -> Iterator[datetime]:
    """No zone changes its clock twice within a week in these years."""
    weeks = [BEGIN + 7 * DAY * number for number in range((END - BEGIN).days // 7 + 1)]
    for low, high in pairwise(weeks):
        if (old := offset(zone, low)) != offset(zone, high):
            seconds = range(int((high - low).total_seconds()))
            first = bisect_left(seconds, True, key=lambda gone: offset(zone, low + timedelta(seconds=gone)) != old)
            yield low + timedelta(seconds=first)


@cache
def zones() -> tuple[str, ...]:
    """One zone for each way in which clocks go over these years; all others go exactly like one of them."""
    return tuple({stretches(name): name for name in sorted(available_timezones())}.values())


def changes(name: str) -> bool:
    return len(stretches(name)) > 1


def nights(name: str) -> Iterator[date]:
    """The dates, by either clock, on which a zone's clock is changed."""
    for old, new in pairwise(stretches(name)):
        yield from sorted({(new.begin + old.offset).date(), (new.begin + new.offset).date()})


def expected(name: str, days: Sequence[date], at: int) -> list[datetime]:
    """On each of these dates the one instant at which something is due, `at` minutes after midnight by the clock."""
    return [_moment(stretches(name), day, at) for day in days]


def _moment(even: Sequence[Stretch], day: date, at: int) -> datetime:
    found = min(filter(None, (one.moment(day, at) for one in even)), default=None)
    return found or _moment(even, day, at - 60) + timedelta(minutes=59 - at % 60)  # Nuuk once leaps from 23:00 to 00:00


def dates(first: date, last: date) -> list[date]:
    return [first + DAY * number for number in range((last - first).days + 1)]
