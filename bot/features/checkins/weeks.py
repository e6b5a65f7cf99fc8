"""Which week a report is about: the open check-in's, the one before, or the running week."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from bot.errors import Refused
from bot.features.checkins.facts import CHECKIN
from bot.features.checkins.queries.reporting import (
    await_checkin,
    find_checkin_of_week,
    find_report,
    is_awaited,
    make_awaited,
)
from bot.features.members.actions import presence
from bot.features.members.actions.places import find_group_of_caller
from bot.features.members.actions.presence import Present
from bot.features.members.queries import group_settings
from bot.features.promises.queries import Checkin, read_latest_checkin
from bot.features.promises.viewing import WEEK
from bot.identity import Caller, GroupId
from bot.posting import audiences, hours
from roadmap.cadence import StudyClock, day_bounds, first_of_week, last_of_week, study_day
from roadmap.model import Roadmap

OPEN_FOR = timedelta(hours=24)
LATE_FOR = timedelta(hours=24)  # after the digest, a member without a report means the week before
TAKEN_FOR = timedelta(days=8)  # the next one opens after a week; with none to come, a late report is too late then
_BEHIND = timedelta(days=3)  # that far into a week, most of the one before lies behind


class CheckinsOff(Refused):
    """Refusal: the group has no check-ins."""


class CheckinOver(Refused):
    """Refusal: that week's check-in takes no reports any more, or has not come yet."""


def enter_checkin(
    db: Connection, caller: Caller, roadmap: Roadmap, week: date | None = None
) -> tuple[Present, Checkin]:
    """Make the caller present, and return the check-in that they report to. Raises CheckinsOff, CheckinOver."""
    present = presence.enter(db, caller, roadmap.slug)
    checkin = find_checkin_for(db, present, caller.now, week)
    return present, checkin if checkin.id else await_checkin(db, checkin)


def find_checkin_for(db: Connection, present: Present, now: datetime, week: date | None = None) -> Checkin:
    """Find the check-in that a member reports to. One without reports that is not open yet has the id 0.

    1. A named week is that week's check-in, while it takes reports.
    2. An open check-in comes first.
    3. For a day after the digest, a member without a report reports late.
    4. Otherwise the report is early: it is about the running week, whose check-in opens next.

    Raises CheckinsOff, CheckinOver.
    """
    latest = _latest_taken(db, present.group_id, now)
    if latest and (latest.week == week if week else latest.closed_at is None):
        return latest
    if latest and not week and _is_late_time(latest, now) and not find_report(db, latest.id, present.learner_id):
        return latest
    running = find_running_checkin(db, present.group_id, now)
    if week and week != running.week:
        raise CheckinOver(offers=((f"/{CHECKIN}", CHECKIN),))
    return running


def find_running_checkin(db: Connection, group_id: GroupId, now: datetime) -> Checkin:
    """Find the check-in about the running week. Raises CheckinsOff.

    1. It is the one that opens next, also if no check-in opened for a group's last days of a week.
    2. Alone, a learner waits for no summary: a report is never about a week that has not begun.
    3. No report is about a week whose check-in opened already.
    """
    group = audiences.read_audience(db, group_id)
    if not group.checkin_on:
        raise CheckinsOff
    opens_at = hours.next_checkin(group, now) - hours.jitter(group_id)
    week_start = group_settings.read_week_start(db, group_id)
    opening = week_behind(hours.group_date(group, opens_at), week_start)
    clock = StudyClock(group.zone)
    running = first_of_week(study_day(clock, now), week_start)
    week = min(opening, running) if group.solo else opening
    latest = read_latest_checkin(db, group_id, now)
    week = max(week, latest.week + WEEK) if latest else week
    closes_at = opens_at + OPEN_FOR if week >= opening else day_bounds(clock, last_of_week(week))[1]
    return find_checkin_of_week(db, group_id, week) or make_awaited(group_id, week, closes_at)


def find_latest_week(db: Connection, caller: Caller) -> date | None:
    """Return the week of the check-in that the caller's group opened last, while it takes reports."""
    group = find_group_of_caller(db, caller.account, caller.place)
    latest = _latest_taken(db, group.group_id, caller.now) if group else None
    return latest.week if latest else None


def week_promised(db: Connection, present: Present, checkin: Checkin, now: datetime) -> date:
    """Return the week for which a report promises: the one after its own, or the running one if that is later."""
    group = group_settings.read_group_settings(db, present.group_id)
    return max(checkin.week + WEEK, first_of_week(study_day(StudyClock(group.zone), now), group.week_start))


def find_checkin_of_group(db: Connection, group_id: GroupId | None, now: datetime) -> Checkin:
    """Find the check-in to which a caller without a report would report. Raises CheckinsOff."""
    if group_id is None:
        raise CheckinsOff
    latest = _latest_taken(db, group_id, now)
    if latest and (latest.closed_at is None or _is_late_time(latest, now)):
        return latest
    return find_running_checkin(db, group_id, now)


def _is_late_time(checkin: Checkin, now: datetime) -> bool:
    """Return whether the digest came so lately that a first report means its week."""
    return checkin.closed_at is not None and now < checkin.closed_at + LATE_FOR


def _latest_taken(db: Connection, group_id: GroupId, now: datetime) -> Checkin | None:
    """Return the check-in opened last, while it still takes reports (`TAKEN_FOR` after it opened)."""
    found = read_latest_checkin(db, group_id, now)
    return found if found and now < found.opened_at + TAKEN_FOR else None


def find_opening(db: Connection, checkin: Checkin, now: datetime) -> datetime | None:
    """Return when the check-in opens, if it is not open yet and will be."""
    if not is_awaited(checkin):
        return None
    group = audiences.read_audience(db, checkin.group_id)
    opens_at = hours.next_checkin(group, now) - hours.jitter(checkin.group_id)
    week_start = group_settings.read_week_start(db, checkin.group_id)
    return None if week_behind(hours.group_date(group, opens_at), week_start) > checkin.week else opens_at


def is_report_late(checkin: Checkin) -> bool:
    """Return whether a report comes too late for the digest.

    The digest may be planned some minutes after `closes_at`. Until then a report is in time.
    """
    return checkin.closed_at is not None


def week_behind(day: date, week_start: int) -> date:
    """Return the first day of the week that a check-in opened on this day is about.

    Most of that week is over.
    """
    return first_of_week(day - _BEHIND, week_start)
