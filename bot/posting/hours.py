"""When to look next: the same time on the clock every day, whatever the zone does, and never in the quiet hours unless
a learner set it so. Instants are aware UTC, times of day are minutes after midnight.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from statistics import median_low
from zoneinfo import ZoneInfo

from bot.identity import GroupId
from bot.posting.audiences import Audience, Listener
from roadmap.cadence import StudyClock, day_bounds, is_quiet, next_due, settled, study_day

DAY = 1440
JITTER = 600  # seconds over which groups of the same hour are spread
EVENING = 19 * 60  # the hour of who has never ticked anything off
BEFORE = 30  # minutes before the usual tick
MORNING = 8 * 60
NIGHT = 22 * 60
LATEST = 21 * 60 + 30  # what is too late in the evening is said then
LAST_CALL = 21 * 60 + 45  # the saver of somebody whose day ends in the quiet hours
SAVED_BEFORE = timedelta(hours=2)
NOON = 12 * 60
NEW = timedelta(hours=3)
"""Of a group or member so new nobody asks yet what they have done."""


def jitter(group_id: GroupId) -> timedelta:
    """How long after its hour a group is looked at: always the same for one, spread evenly over many."""
    return timedelta(seconds=group_id * 2654435761 % 2**32 % JITTER)


def local_date(instant: datetime, zone: str) -> date:
    """The date on the calendar of a zone."""
    return instant.astimezone(ZoneInfo(zone)).date()


def group_date(group: Audience, at: datetime) -> date:
    """The local date that a group's due moment belongs to."""
    return local_date(at - jitter(group.group_id), group.zone)


def next_nudge(group: Audience, after: datetime) -> datetime:
    """A group's next daily moment."""
    return next_group_hour(group, after, group.nudge_at)


def next_checkin(group: Audience, after: datetime) -> datetime:
    """When a group's next check-in opens."""
    return next_group_hour(group, after, group.checkin_at, frozenset({group.checkin_day}))


def put_off(group: Audience, at: datetime) -> datetime:
    """The hour of check-ins on the day after the one that a group's due moment belongs to."""
    tomorrow = group_date(group, at) + timedelta(days=1)
    return next_group_hour(group, at, group.checkin_at, frozenset({tomorrow.weekday()}))


def next_review(group: Audience, after: datetime) -> datetime:
    """A group's daily moment on the next first of a month, if it was there in the month before."""
    moment = next_nudge(group, after)
    while (day := group_date(group, moment)).day != 1 or local_date(group.created_at, group.zone) >= day:
        coming = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
        moment = next_nudge(group, moment + timedelta(days=max((coming - day).days - 2, 0)))
    return moment


def patience(at: datetime, zone: str, longest: timedelta) -> timedelta:
    """How late something meant for `at` may still be said: no longer than this, and not into the quiet hours."""
    return longest if is_quiet(at, zone) else min(longest, next_due(at, NIGHT, zone) - at)


def night_after(at: datetime, zone: str) -> tuple[datetime, datetime] | None:
    """The quiet hours into which something meant for the day may be held up; None: it is meant for them."""
    if is_quiet(at, zone):
        return None
    begins = next_due(at, NIGHT, zone)
    return begins, next_due(begins, MORNING, zone)


def wakes_somebody(at: datetime, now: datetime, zone: str) -> bool:
    """Whether something meant for the day would be said in the quiet hours."""
    return is_quiet(now, zone) and not is_quiet(at, zone)


def is_quiet_hour(at: int) -> bool:
    """Whether nobody is spoken to at this hour unless they set it so."""
    return at >= NIGHT or at < MORNING


def next_waking(now: datetime, zone: str) -> datetime:
    """When the quiet hours are over."""
    return next_due(now, MORNING, zone)


def next_group_hour(group: Audience, after: datetime, at: int, weekdays: frozenset[int] | None = None) -> datetime:
    """The next instant at which it is `at` where a group is, plus its jitter."""
    spread = jitter(group.group_id)
    return next_due(after - spread, at, group.zone, weekdays) + spread


def own_hour(one: Listener, latest_ticks: Sequence[datetime], now: datetime) -> int:
    """The hour that a learner set, else half an hour before the usual tick, else seven in the evening."""
    if one.nudge_at is not None:
        return one.nudge_at
    if not latest_ticks:
        return EVENING
    clock = settled(one.clock, now)
    usual = median_low(sorted(_into_the_day(instant, clock) for instant in latest_ticks)) - BEFORE
    return _awake((usual + clock.day_end) % DAY, clock.day_end)


def whereabouts(clock: StudyClock, at: datetime) -> str:
    """The zone by whose hours a learner is spoken to: one that they chose counts for this at once, not from their next
    study day on, for nobody who has just arrived wants to hear from us at the old hour, in the night.
    """
    now = settled(clock, at)
    return now.next_zone or now.zone


def next_own(one: Listener, at: int, after: datetime) -> datetime:
    """The next instant at which it is `at` where a learner is."""
    return next_due(after, at, whereabouts(one.clock, after))


def next_morning(one: Listener, after: datetime) -> datetime:
    """When a learner is told what the night did to their freezes: at eight, or at an own hour before noon."""
    day_end = settled(one.clock, after).day_end
    early = one.nudge_at is not None and day_end <= one.nudge_at < NOON
    return next_own(one, one.nudge_at if early and one.nudge_at is not None else MORNING, after)


def next_saver(one: Listener, after: datetime) -> datetime:
    """The next instant two hours before a study day ends; before the quiet hours, unless their own hour is in them."""
    clock = settled(one.clock, after)
    day = study_day(clock, after)
    return next(
        moment
        for moment in (_saver_on(one, clock, day + timedelta(days=ahead)) for ahead in (0, 1, 2))
        if moment > after
    )


def saver_day(one: Listener, at: datetime) -> date:
    """The study day that a saver is about."""
    return study_day(settled(one.clock, at), at)


def _saver_on(one: Listener, clock: StudyClock, day: date) -> datetime:
    ends_at = day_bounds(clock, day)[1]
    moment = ends_at - SAVED_BEFORE
    zone = whereabouts(clock, moment)
    if not is_quiet(moment, zone) or (one.nudge_at is not None and is_quiet_hour(one.nudge_at)):
        return moment
    evening = next_due(moment - timedelta(days=1), LAST_CALL, zone)
    return min(evening, moment)


def _into_the_day(instant: datetime, clock: StudyClock) -> int:
    local = instant.astimezone(ZoneInfo(clock.zone))
    return (local.hour * 60 + local.minute - clock.day_end) % DAY


def _awake(at: int, day_end: int) -> int:
    """An hour that was found, not set, brought out of the quiet hours: into the morning, or the evening before."""
    if not is_quiet_hour(at):
        return at
    return MORNING if day_end <= at < MORNING else LATEST
