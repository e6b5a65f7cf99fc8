"""Moments of dues: the same time on the clock every day, whatever the zone does.

A moment lies outside the quiet hours unless it was set to lie in them. Instants are aware UTC, times of day are
minutes after midnight.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from statistics import median_low
from zoneinfo import ZoneInfo

from bot.identity import GroupId
from bot.posting.audiences import Audience, Listener
from roadmap.cadence import StudyClock, clock_at, day_bounds, is_quiet, next_due, study_day
from roadmap.weekdays import weekdays_of

DAY = 1440
JITTER = 600  # seconds over which groups of the same hour are spread
EVENING = 19 * 60 + 30  # of a learner who has studied on fewer than FEWEST_DAYS: clear of a group's nudge at 18:00
FEWEST_DAYS = 5
BEFORE = 30  # minutes before the usual study
MORNING = 8 * 60
NIGHT = 22 * 60
LATEST = 21 * 60 + 30  # an hour found too late in the evening moves here
LAST_CALL = 21 * 60 + 45  # the saver of a learner whose study day ends in the quiet hours
SAVED_BEFORE = timedelta(hours=2)
NOON = 12 * 60
NEW = timedelta(hours=3)
"""The age below which a group or member is too new to be asked about their work."""
_MOMENT = timedelta.resolution


def jitter(group_id: GroupId) -> timedelta:
    """The delay after its hour at which a group is looked at: under ten minutes.

    It is always the same for a group, and spread evenly over many groups.
    """
    return timedelta(seconds=group_id * 2654435761 % 2**32 % JITTER)


def local_date(instant: datetime, zone: str) -> date:
    """The date on the calendar of a zone."""
    return instant.astimezone(ZoneInfo(zone)).date()


def group_date(group: Audience, at: datetime) -> date:
    """The local date that a group's due moment belongs to."""
    return local_date(at - jitter(group.group_id), group.zone)


def next_nudge(group: Audience, after: datetime) -> datetime:
    """A group's next moment of a nudge, on a weekday that its steward chose."""
    return next_group_hour(group, after, group.nudge_at, frozenset(weekdays_of(group.nudge_days)))


def next_checkin(group: Audience, after: datetime) -> datetime:
    """When a group's next check-in opens."""
    return next_group_hour(group, after, group.checkin_at, frozenset({group.checkin_day}))


def find_silence_end(
    now: datetime, zone: str, *, day: datetime | None, time: timedelta, at: int | None
) -> datetime | None:
    """Find the end of a silence that begins now. None if nothing is given.

    1. A `time` ends it after so long.
    2. `at` ends it when it is so many minutes after midnight: of the `day` that begins then if it is given, else next.
    3. Otherwise it ends when the `day` begins.
    """
    if time:
        return now + time
    return day if at is None else next_due(day - _MOMENT if day else now, at, zone)


def put_off(group: Audience, at: datetime) -> datetime:
    """The group's hour of check-ins on the day after its due moment's local date."""
    tomorrow = group_date(group, at) + timedelta(days=1)
    return next_group_hour(group, at, group.checkin_at, frozenset({tomorrow.weekday()}))


def next_review(group: Audience, after: datetime) -> datetime:
    """A group's daily moment on the next first of a month after the day it was created."""
    moment = next_group_hour(group, after, group.nudge_at)
    while (day := group_date(group, moment)).day != 1 or local_date(group.created_at, group.zone) >= day:
        coming = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
        moment = next_group_hour(group, moment + timedelta(days=max((coming - day).days - 2, 0)), group.nudge_at)
    return moment


def patience(at: datetime, zone: str, longest: timedelta) -> timedelta:
    """How late a post meant for `at` may still be said: at most `longest`, and not into the quiet hours.

    A post meant for the quiet hours has only the limit `longest`.
    """
    return longest if is_quiet(at, zone) else min(longest, next_due(at, NIGHT, zone) - at)


def night_after(at: datetime, zone: str) -> tuple[datetime, datetime] | None:
    """The next quiet hours after `at`, begin and end; None if `at` lies in the quiet hours."""
    if is_quiet(at, zone):
        return None
    begins = next_due(at, NIGHT, zone)
    return begins, next_due(begins, MORNING, zone)


def falls_into_night(at: datetime, now: datetime, zone: str) -> bool:
    """Whether a post meant for the day would be said in the quiet hours."""
    return is_quiet(now, zone) and not is_quiet(at, zone)


def is_quiet_hour(at: int) -> bool:
    """Whether a time of day lies in the quiet hours, 22:00 to 08:00."""
    return at >= NIGHT or at < MORNING


def next_waking(now: datetime, zone: str) -> datetime:
    """The next end of the quiet hours."""
    return next_due(now, MORNING, zone)


def next_group_hour(group: Audience, after: datetime, at: int, weekdays: frozenset[int] | None = None) -> datetime:
    """The next instant at which it is `at` in a group's zone, plus the group's jitter."""
    spread = jitter(group.group_id)
    return next_due(after - spread, at, group.zone, weekdays) + spread


def own_hour(learner: Listener, studied_at: Sequence[datetime], now: datetime) -> int:
    """The hour of a learner's nudge: the one they set, else half an hour before they usually study.

    `studied_at` has an instant of each of their latest days with study. With fewer than five it is 19:30. An hour
    that is found is moved out of the quiet hours.
    """
    if learner.nudge_at is not None:
        return learner.nudge_at
    if len(studied_at) < FEWEST_DAYS:
        return EVENING
    clock = clock_at(learner.clock, now)
    usual = median_low(sorted(_into_the_day(instant, clock) for instant in studied_at)) - BEFORE
    return _awake((usual + clock.day_end) % DAY, clock.day_end)


def whereabouts(clock: StudyClock, at: datetime) -> str:
    """The zone by whose hours a learner hears posts.

    A zone that they chose counts for this at once, not from their next study day on. A learner who has just arrived
    wants no post at night because of the old zone.
    """
    now = clock_at(clock, at)
    return now.next_zone or now.zone


def next_own(learner: Listener, at: int, after: datetime) -> datetime:
    """The next instant at which it is `at` in a learner's zone."""
    return next_due(after, at, whereabouts(learner.clock, after))


def next_morning(learner: Listener, after: datetime) -> datetime:
    """The next moment at which a learner hears of freezes that the night used.

    It is 08:00, or their own hour if that lies between their day end and noon.
    """
    day_end = clock_at(learner.clock, after).day_end
    early = learner.nudge_at is not None and day_end <= learner.nudge_at < NOON
    return next_own(learner, learner.nudge_at if early and learner.nudge_at is not None else MORNING, after)


def next_saver(learner: Listener, after: datetime) -> datetime:
    """The next moment of a learner's saver: two hours before a study day ends.

    A moment in the quiet hours moves to 21:45 before them. It stays if the learner's own hour is in them.
    """
    clock = clock_at(learner.clock, after)
    day = study_day(clock, after)
    return next(
        moment
        for moment in (_saver_on(learner, clock, day + timedelta(days=ahead)) for ahead in (0, 1, 2))
        if moment > after
    )


def saver_day(learner: Listener, at: datetime) -> date:
    """The study day that a saver is about."""
    return study_day(clock_at(learner.clock, at), at)


def _saver_on(learner: Listener, clock: StudyClock, day: date) -> datetime:
    ends_at = day_bounds(clock, day)[1]
    moment = ends_at - SAVED_BEFORE
    zone = whereabouts(clock, moment)
    if not is_quiet(moment, zone) or (learner.nudge_at is not None and is_quiet_hour(learner.nudge_at)):
        return moment
    evening = next_due(moment - timedelta(days=1), LAST_CALL, zone)
    return min(evening, moment)


def _into_the_day(instant: datetime, clock: StudyClock) -> int:
    local = instant.astimezone(ZoneInfo(clock.zone))
    return (local.hour * 60 + local.minute - clock.day_end) % DAY


def _awake(at: int, day_end: int) -> int:
    """Move an hour that was found, not set, out of the quiet hours.

    Between the day end and 08:00 it becomes 08:00, otherwise 21:30.
    """
    if not is_quiet_hour(at):
        return at
    return MORNING if day_end <= at < MORNING else LATEST
