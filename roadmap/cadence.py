"""Study days, weeks and due moments, by a learner's or a group's own clock.

A study day begins at the first instant at which the wall clock shows its day end. It lasts until the next study day
begins. So it never goes back, not even if the hour of the day end comes twice. Instants are aware UTC, times of day
are minutes after midnight.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import count
from zoneinfo import ZoneInfo

LATEST_DAY_END = 360
WAKING = timedelta(hours=16)
"""The shortest study day that a change of zone may leave. Two shorter ones could be earned in one waking day."""

_DAY = timedelta(days=1)
_LAST_DAY = timedelta(days=6)
_MINUTE = timedelta(minutes=1)
_MOMENT = timedelta.resolution
_zone = lru_cache(maxsize=1024)(ZoneInfo)


@dataclass(frozen=True, slots=True)
class StudyClock:
    """How a learner's study days are drawn: IANA zone and day end, and from `next_from` on their successors."""

    zone: str
    day_end: int = 240
    next_zone: str | None = None
    next_day_end: int | None = None
    next_from: datetime | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """A clock with its change to come. `held` is a date that the change skips or cuts short.

    A held date that is not done is no miss. If there are two (a flight from Pago Pago to Kiritimati), `held` is the
    skipped one.
    """

    clock: StudyClock
    held: date | None = None


def study_day(clock: StudyClock, instant: datetime) -> date:
    """The study day of an instant: its local date, counted from the day end. Never goes back as time goes on."""
    change = _change_of(clock)
    if change is None:
        return _day_at(clock, instant)
    if instant >= change.at:
        return _day_at(change.clock, instant)
    return min(_day_at(clock, instant), change.last_day)


def day_bounds(clock: StudyClock, day: date) -> tuple[datetime, datetime]:
    """The first instant of a study day and the first instant after it.

    Both are the same if a change skips the day.
    """
    return _begin(clock, day), _begin(clock, day + _DAY)


def clock_at(clock: StudyClock, now: datetime) -> StudyClock:
    """The clock with its pending change folded in, once that has come into effect."""
    change = _change_of(clock)
    return change.clock if change and now >= change.at else clock


def change_clock(clock: StudyClock, now: datetime, zone: str, day_end: int, *, fresh: bool = False) -> Changed:
    """Take a new zone and day end from the next study day on, in place of a pending change.

    A `fresh` learner, without any entry, takes them at once: no study day of theirs is to be kept.

    1. The day in course ends at the later of its two ends, and no date is given twice.
    2. If the next date then has less than a waking day left, it is skipped. The day in course goes on until the
       date after that begins.
    3. Held dates stay held, whatever is changed later.
    4. A second leap over a date within one study day is not taken: the clock comes back as it was.
    5. The present zone and day end only drop a pending change, unless that already stretches the day in course.

    Raises ValueError for a day end after 06:00, and the errors of ZoneInfo for an unknown zone.
    """
    if not 0 <= day_end <= LATEST_DAY_END:
        raise ValueError(f"a day ends between 00:00 and 06:00, not {day_end} minutes after midnight")
    if fresh:
        _zone(zone)
        return Changed(StudyClock(zone, day_end))
    clock = clock_at(clock, now)
    today, present, wish = study_day(clock, now), StudyClock(clock.zone, clock.day_end), StudyClock(zone, day_end)
    stretched = _day_at(present, now) > today  # over by its own clock, but a pending change makes it last
    if wish == present and not stretched:
        return Changed(present)
    at = _take_over(wish, today, _begin(clock, today + _DAY) if stretched else _start(present, today + _DAY))
    for base in (present, StudyClock(clock.next_zone or zone, clock.next_day_end or 0)):
        changed = replace(base, next_zone=zone, next_day_end=day_end, next_from=at)
        if at and study_day(changed, now) == study_day(changed, at - _MOMENT) == today:
            return Changed(changed, _first_lost(changed, known=_lost(clock)))
    return Changed(clock, _first_lost(clock))


def first_of_week(day: date, week_start: int) -> date:
    """The first day of the week that a day is in. `week_start` is Monday = 0."""
    return day - timedelta(days=(day.weekday() - week_start) % 7)


def last_of_week(first: date) -> date:
    """Return the last day of the week that begins on a day."""
    return first + _LAST_DAY


def next_due(after: datetime, at: int, zone: str, weekdays: frozenset[int] | None = None) -> datetime:
    """The next instant later than `after` at which it is `at` in the zone.

    `weekdays` limits it to some weekdays (Monday = 0). Each local date has exactly one. If the clock shows it
    twice, the first counts. In a gap, the first instant after it counts. If the gap ends on the next date, the last
    minute before it counts. Raises ValueError if no weekday is given.
    """
    if weekdays is not None and not weekdays:
        raise ValueError("something due on no day of the week is never due")
    first = after.astimezone(_zone(zone)).date()
    dues = (_due_on(first + timedelta(days=days), at, _zone(zone)) for days in count())
    return next(due for day, due in dues if due and due > after and (weekdays is None or day.weekday() in weekdays))


def is_quiet(instant: datetime, zone: str, start: int = 1320, end: int = 480) -> bool:
    """Whether the local time lies in the quiet hours, which may run over midnight; equal bounds mean none."""
    local = instant.astimezone(_zone(zone))
    minutes = local.hour * 60 + local.minute
    return start <= minutes < end if start <= end else minutes >= start or minutes < end


@dataclass(frozen=True, slots=True)
class _Change:
    """A pending change of zone or day end.

    `last_day` is the last day before it, by the old clock. `first_day` is the first after it, by the new `clock`.
    """

    clock: StudyClock
    at: datetime
    last_day: date
    first_day: date


def _change_of(clock: StudyClock) -> _Change | None:
    if clock.next_from is None or clock.next_zone is None or clock.next_day_end is None:
        return None
    coming = StudyClock(clock.next_zone, clock.next_day_end)
    first = _day_at(coming, clock.next_from)
    skips = _start(clock, first) > clock.next_from  # had it begun by the old clock, no date would be skipped
    return _Change(coming, clock.next_from, first - _DAY * (2 if skips else 1), first)


def _lost(clock: StudyClock) -> list[date]:
    """The dates that the pending change skips or cuts short."""
    change = _change_of(clock)
    if change is None:
        return []
    skipped = [change.last_day + _DAY] if change.first_day - change.last_day > _DAY else []
    return skipped + ([change.first_day] if change.at > _start(change.clock, change.first_day) else [])


def _first_lost(clock: StudyClock, known: Collection[date] = ()) -> date | None:
    return next((day for day in _lost(clock) if day not in known), None)


def _take_over(wish: StudyClock, today: date, over: datetime) -> datetime | None:
    first = _day_at(wish, over)
    if first <= today:
        return _start(wish, today + _DAY)
    following = _start(wish, first + _DAY)
    if following - over >= WAKING:
        return over
    return following if first == today + _DAY else None


def _begin(clock: StudyClock, day: date) -> datetime:
    change = _change_of(clock)
    if change is None or day <= change.last_day:
        return _start(clock, day)
    return change.at if day <= change.first_day else _start(change.clock, day)


def _start(clock: StudyClock, day: date) -> datetime:
    return _first_instant(day, clock.day_end, _zone(clock.zone))


def _day_at(clock: StudyClock, instant: datetime) -> date:
    wall = instant.astimezone(_zone(clock.zone)).replace(tzinfo=None)
    day = (wall - timedelta(minutes=clock.day_end)).date()
    return day + _DAY if _start(clock, day + _DAY) <= instant else day  # the day end has been, and comes again


def _due_on(day: date, at: int, zone: ZoneInfo) -> tuple[date, datetime | None]:
    due = _first_instant(day, at, zone)
    for instant in (due, due - _MINUTE):
        if instant.astimezone(zone).date() == day:
            return day, instant
    return day, None  # a date that the zone has not: Apia, 30 December 2011


def _first_instant(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    wall = datetime.combine(day, time()) + timedelta(minutes=minutes)
    instant = wall.replace(tzinfo=zone).astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == wall:
        return instant
    return _end_of_gap(wall.replace(tzinfo=zone, fold=1).astimezone(UTC), instant, zone)


def _end_of_gap(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    offset = after.astimezone(zone).utcoffset()
    seconds = range(int((after - before).total_seconds()))
    passed = bisect_left(
        seconds, True, key=lambda second: (before + timedelta(seconds=second)).astimezone(zone).utcoffset() == offset
    )
    return before + timedelta(seconds=passed)
