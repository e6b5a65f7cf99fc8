"""The weekly check-in on time: opened at the group's hour, one reminder to who used to come, closed with a digest."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.storage import checkins as checkins_store
from bot.storage import dues, group_settings, study_days
from bot.storage import speaking as store
from bot.storage.checkins import Checkin
from bot.storage.dues import Due
from bot.storage.speaking import Audience, Listener
from bot.usecases import checkins, digests, promising
from bot.usecases.speaking import hours
from bot.usecases.speaking.budget import (
    CHECKIN,
    CLOSE,
    DIGEST,
    REMIND,
    Word,
    group_was_told,
    learner_was_told,
    tell_group,
    tell_learner,
)
from bot.usecases.speaking.calendar import Library, is_wanted
from bot.usecases.speaking.checkin_facts import CheckinOpened, Reminder
from bot.usecases.speaking.group_nudges import is_hushed, roadmap_of
from bot.usecases.speaking.personal_nudges import is_snoozed
from roadmap.cadence import is_quiet, next_due, settled, study_day
from roadmap.model import Cadence

GRACE = timedelta(hours=12)
DIGEST_GRACE = timedelta(hours=24)
FORGOTTEN = timedelta(days=3)
"""A digest so late is of no interest to anybody."""
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
REMIND_BEFORE = timedelta(hours=4)
EARLIEST_REMINDER = timedelta(hours=14)
"""So long before the end the first are reminded: those whose night follows."""
REGULAR = 4
"""Who reported in one of the last so many check-ins is reminded of this one."""


def plan_checkin(db: Connection, due: Due, library: Library, now: datetime) -> datetime | None:
    """Open a group's check-in and return when the next one opens.

    At night, after an outage, it waits for the morning; on a day that has its post already, and while another one is
    open, for the next day.
    """
    group = store.read_audience(db, due.group_id or 0)
    if not group.checkin_on or group.asleep or group.removed:
        return None
    following = hours.next_checkin(group, max(now, due.at))
    if now - due.at > GRACE or is_hushed(group, now) or now - group.created_at < hours.NEW:
        return following
    if is_quiet(now, group.zone) and not is_quiet(due.at, group.zone):
        return next_due(now, hours.MORNING, group.zone)
    if _open_one(db, group, now) is not None or (not group.solo and group_was_told(db, group, now)):
        return due.at + DAY
    _open(db, group, library, at=due.at, now=now)
    return following


def plan_close(db: Connection, due: Due, library: Library, now: datetime) -> datetime | None:
    """Close a group's check-in and tell what came of it."""
    group = store.read_audience(db, due.group_id or 0)
    checkin = _open_one(db, group, now)
    if checkin is None:
        return None
    if now < checkin.closes_at:
        return checkin.closes_at
    speaks = not (group.solo or group.removed or is_hushed(group, now) or now - checkin.closes_at > FORGOTTEN)
    if speaks and group_was_told(db, group, now):
        return due.at + DAY
    roadmap = roadmap_of(library, group.roadmap)
    promising.settle_promises(db, group_settings.member_ids(db, group.group_id), roadmap, checkin.week)
    if speaks:
        facts = digests.digest(db, checkin, roadmap, at=due.at, now=now)
        if facts.reports or not group.asleep:
            tell_group(db, group.group_id, Word(DIGEST, checkin.week.isoformat(), facts, due.at, DIGEST_GRACE), now)
    checkins_store.close_all(db, group.group_id, now)
    return None


def plan_remind(db: Connection, due: Due, library: Library, now: datetime) -> datetime | None:
    """Remind those who used to report, each once, some hours before the end and not at night."""
    group = store.read_audience(db, due.group_id or 0)
    checkin = _open_one(db, group, now)
    if checkin is None or now >= checkin.closes_at or group.solo or group.removed or is_hushed(group, now):
        return None
    later: list[datetime] = []
    for learner_id in checkins_store.regulars_missing(db, checkin, REGULAR):
        one = store.read_listener(db, learner_id)
        moment = _moment_of(one, checkin)
        if moment > now:
            later.append(moment)
        elif _may_hear(db, one, now):
            _remind(db, one, checkin, now)
    return min(later, default=None)


def _open(db: Connection, group: Audience, library: Library, *, at: datetime, now: datetime) -> None:
    week_start = group_settings.week_start(db, group.group_id)
    week = checkins.week_behind(hours.group_date(group, at), week_start)
    closes_at = at - hours.jitter(group.group_id) + checkins.OPEN_FOR
    if checkins_store.open_checkin(db, group.group_id, week, now, closes_at) is None:
        return
    dues.set_group_due(db, CLOSE, group.group_id, at + checkins.OPEN_FOR, now)
    dues.set_group_due(db, REMIND, group.group_id, max(closes_at - EARLIEST_REMINDER, now), now)
    roadmap = roadmap_of(library, group.roadmap)
    habits = tuple(habit.slug for habit in roadmap.habits if habit.cadence is Cadence.WEEKLY)
    facts = CheckinOpened(at, week, roadmap.slug, closes_at, group.zone, habits)
    _tell(db, group, Word(CHECKIN, week.isoformat(), facts, at, GRACE), now)


def _tell(db: Connection, group: Audience, word: Word, now: datetime) -> None:
    """Say it to the group; to a group of one, in private and only if they asked to be spoken to."""
    if not group.solo:
        tell_group(db, group.group_id, word, now)
        return
    for learner_id in group_settings.member_ids(db, group.group_id):
        one = store.read_listener(db, learner_id)
        if _may_hear(db, one, now):
            tell_learner(db, learner_id, word, now)


def _open_one(db: Connection, group: Audience, now: datetime) -> Checkin | None:
    found = checkins_store.latest(db, group.group_id, now)
    return found if found and found.closed_at is None else None


def _moment_of(one: Listener, checkin: Checkin) -> datetime:
    """When to remind a learner: hours before the end, or the last hour before their night."""
    moment = checkin.closes_at - REMIND_BEFORE
    zone = hours.whereabouts(one.clock, moment)
    while is_quiet(moment, zone) and moment > checkin.closes_at - EARLIEST_REMINDER:
        moment -= HOUR
    return moment


def _may_hear(db: Connection, one: Listener, now: datetime) -> bool:
    """Whether a learner wants to be spoken to, is not away, not asleep, and has not had their post of the day."""
    clock = settled(one.clock, now)
    day = study_day(clock, now)
    away = study_days.read_calendars(db, [one.learner_id], day)[one.learner_id].is_paused(day)
    silent = away or is_snoozed(one, now) or is_quiet(now, hours.whereabouts(one.clock, now))
    return is_wanted(one) and not silent and not learner_was_told(db, one, now)


def _remind(db: Connection, one: Listener, checkin: Checkin, now: datetime) -> None:
    facts = Reminder(now, checkin.week, checkin.closes_at, hours.whereabouts(one.clock, now))
    left = checkin.closes_at - now
    tell_learner(db, one.learner_id, Word(REMIND, f"{checkin.id}", facts, now, left), now)
