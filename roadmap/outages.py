"""Outages of the bot, and the study days that they take from a learner.

A study day is an outage if the bot was down for an hour or more of its last eight. It is resolved by the clock that the
learner had then. So no later change of the clock changes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from roadmap.cadence import StudyClock, change_clock, day_bounds, study_day

EVENING = timedelta(hours=8)
"""The last waking hours of a study day."""
LOST = timedelta(hours=1)
"""The downtime within an evening that makes the study day an outage."""
BEGINNING = datetime.min.replace(tzinfo=UTC)
END_OF_TIME = datetime.max.replace(tzinfo=UTC)

_DAY = timedelta(days=1)


class Outage(NamedTuple):
    """A time for which the bot was down. An outage that never was has no length."""

    starts_at: datetime
    ends_at: datetime


class ClockChange(NamedTuple):
    """A change of a learner's clock, as it was asked for at an instant, and when it took effect."""

    made_at: datetime
    effective_at: datetime
    zone: str
    day_end: int


class ClockPeriod(NamedTuple):
    """A clock that a learner had from an instant on, with its change to come."""

    since: datetime
    clock: StudyClock


def trace_clock(clock: StudyClock, first_zone: str, changes: Sequence[ClockChange]) -> tuple[ClockPeriod, ...]:
    """Return the clocks that a learner has had, oldest first, by taking the recorded changes once more.

    Without a change it is always `clock`. `first_zone` is the zone before the first change.
    """
    if not changes:
        return (ClockPeriod(BEGINNING, clock),)
    periods = [ClockPeriod(BEGINNING, StudyClock(first_zone))]
    for change in changes:
        periods.append(ClockPeriod(change.made_at, _take(change, periods[-1].clock)))
    return tuple(periods)


def find_day_end(periods: Sequence[ClockPeriod], day: date) -> datetime:
    """Return the instant at which a study day ended or will end, by the clock that the learner had then."""
    ends = (end for end in (_end_in(period, day, following) for period, following in _in_turn(periods)) if end)
    return next(ends, day_bounds(periods[-1].clock, day)[1])


def is_lived(periods: Sequence[ClockPeriod], day: date) -> bool:
    """Return whether a learner had a date that is over as a study day. A flight may have skipped it."""
    clocks = [period.clock for period, following in _in_turn(periods) if _end_in(period, day, following)]
    return any(begin < end for begin, end in (day_bounds(clock, day) for clock in clocks))


def find_outage_days(periods: Sequence[ClockPeriod], outage: Outage) -> tuple[date, date] | None:
    """Return the first and last study day that an outage takes from a learner, or None."""
    found = [
        day
        for period, following in _in_turn(periods)
        for day in _darkened(period.clock, outage)
        if _end_in(period, day, following)
    ]
    return (min(found), max(found)) if found else None


def _in_turn(periods: Sequence[ClockPeriod]) -> Iterator[tuple[ClockPeriod, ClockPeriod]]:
    """Yield each period with the one that follows. The last has no end."""
    return pairwise([*periods, ClockPeriod(END_OF_TIME, periods[-1].clock)])


def _end_in(period: ClockPeriod, day: date, following: ClockPeriod) -> datetime | None:
    """Return when a study day ends by a period's clock, if it ends within the period."""
    end = day_bounds(period.clock, day)[1]
    return end if period.since < end <= following.since else None


def _take(change: ClockChange, clock: StudyClock) -> StudyClock:
    if change.effective_at == change.made_at:
        return StudyClock(change.zone, change.day_end)
    return change_clock(clock, change.made_at, change.zone, change.day_end).clock


def _darkened(clock: StudyClock, outage: Outage) -> list[date]:
    """Return the study days whose last waking hours fell into an outage."""
    first, last = study_day(clock, outage.starts_at), study_day(clock, outage.ends_at)
    span = (first + _DAY * count for count in range((last - first).days + 1))
    return [day for day in span if _overlap(outage, day_bounds(clock, day)[1]) >= LOST]


def _overlap(outage: Outage, day_end: datetime) -> timedelta:
    return min(outage.ends_at, day_end) - max(outage.starts_at, day_end - EVENING)
