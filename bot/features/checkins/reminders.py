"""The reminder of a check-in: private, once, to those who used to report and have not yet."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.features.checkins.facts import REMIND, Reminder
from bot.features.checkins.queries import Checkin, read_latest_checkin, regulars_missing
from bot.features.streaks.queries import study_days
from bot.library import Library
from bot.posting import audiences as store
from bot.posting import hours
from bot.posting.audience_rules import is_hushed, is_snoozed, is_wanted
from bot.posting.audiences import Listener
from bot.posting.budget import PlannedPost, has_learner_heard, plan_for_learner
from bot.posting.dues import GroupDue
from roadmap.cadence import is_quiet, settled, study_day

HOUR = timedelta(hours=1)
REMIND_BEFORE = timedelta(hours=4)
EARLIEST_REMINDER = timedelta(hours=14)
"""So long before the end the first are reminded: those whose night follows."""
REGULAR = 4
"""Who reported in one of the last so many check-ins is reminded of this one."""


def plan_remind(db: Connection, due: GroupDue, library: Library, now: datetime) -> datetime | None:
    """Remind those who used to report, each once, some hours before the end and not at night."""
    group = store.read_audience(db, due.group_id)
    checkin = find_open_checkin(db, group.group_id, now)
    if checkin is None or now >= checkin.closes_at or group.solo or group.removed or is_hushed(group, now):
        return None
    later: list[datetime] = []
    for learner_id in regulars_missing(db, checkin, REGULAR):
        one = store.read_listener(db, learner_id)
        moment = _moment_of(one, checkin)
        if moment > now:
            later.append(moment)
        elif may_hear(db, one, now):
            _remind(db, one, checkin, now)
    return min(later, default=None)


def is_reminded_later(db: Connection, one: Listener, group_id: int, now: datetime) -> bool:
    """Whether the reminder of this group's check-in is this learner's word of the day, and still to come."""
    checkin = find_open_checkin(db, group_id, now)
    if checkin is None:
        return False
    moment = _moment_of(one, checkin)
    zone = hours.whereabouts(one.clock, now)
    later_today = now < moment and hours.local_date(moment, zone) == hours.local_date(now, zone)
    return later_today and one.learner_id in regulars_missing(db, checkin, REGULAR)


def find_open_checkin(db: Connection, group_id: int, now: datetime) -> Checkin | None:
    """The check-in of a group that has not closed yet."""
    found = read_latest_checkin(db, group_id, now)
    return found if found and found.closed_at is None else None


def may_hear(db: Connection, one: Listener, now: datetime) -> bool:
    """Whether a learner wants to be spoken to, is not away, not asleep, and has not had their post of the day."""
    clock = settled(one.clock, now)
    day = study_day(clock, now)
    away = study_days.read_study_calendars(db, [one.learner_id], day)[one.learner_id].is_paused(day)
    silent = away or is_snoozed(one, now) or is_quiet(now, hours.whereabouts(one.clock, now))
    return is_wanted(one) and not silent and not has_learner_heard(db, one, now)


def _moment_of(one: Listener, checkin: Checkin) -> datetime:
    """When to remind a learner: hours before the end, or the last hour before their night."""
    moment = checkin.closes_at - REMIND_BEFORE
    zone = hours.whereabouts(one.clock, moment)
    while is_quiet(moment, zone) and moment > checkin.closes_at - EARLIEST_REMINDER:
        moment -= HOUR
    return moment


def _remind(db: Connection, one: Listener, checkin: Checkin, now: datetime) -> None:
    zone = hours.whereabouts(one.clock, now)
    facts = Reminder(now, checkin.week, checkin.closes_at, zone)
    grace = hours.patience(now, zone, checkin.closes_at - now)
    plan_for_learner(db, one.learner_id, PlannedPost(REMIND, f"{checkin.id}", facts, now, grace), now)
