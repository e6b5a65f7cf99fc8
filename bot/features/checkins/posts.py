"""The weekly check-in on time: opened at the group's hour, closed with a digest."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.features.checkins import digests
from bot.features.checkins.actions import OPEN_FOR, week_behind
from bot.features.checkins.facts import CheckinOpened
from bot.features.checkins.queries import add_checkin, close_checkins, read_latest_checkin
from bot.features.checkins.reminders import EARLIEST_REMINDER, find_open_checkin, may_hear
from bot.features.members.queries import group_settings
from bot.features.nudges.group_nudges import fall_silent
from bot.features.pauses.absences import is_deserted
from bot.features.promises.actions import settle_promises
from bot.library import Library
from bot.posting import audiences, dues, hours
from bot.posting import audiences as store
from bot.posting.audience_rules import is_forsaken, is_hushed, roadmap_of
from bot.posting.audiences import Audience
from bot.posting.budget import (
    CHECKIN,
    CLOSE,
    DIGEST,
    REMIND,
    PlannedPost,
    has_group_heard,
    plan_for_group,
    plan_for_learner,
)
from bot.posting.dues import Due
from roadmap.cadence import is_quiet
from roadmap.model import Cadence

GRACE = timedelta(hours=12)
DIGEST_GRACE = timedelta(hours=24)
FORGOTTEN = timedelta(days=3)
"""A digest so late is of no interest to anybody."""
FEWEST_DAYS = 5
"""From one check-in to the next, whatever was changed between them."""


def plan_checkin(db: Connection, due: Due, library: Library, now: datetime) -> datetime | None:
    """Open a group's check-in and return when the next one opens.

    At night, after an outage, it waits for the morning; on a day that has its post already, for the next day. A group
    to which nobody came for long hears instead that we fall silent.
    """
    group = store.read_audience(db, due.group_id or 0)
    if not group.checkin_on or group.asleep or group.removed:
        return None
    following = hours.next_checkin(group, max(now, due.at))
    if now - due.at > GRACE or is_hushed(group, now) or _is_needless(db, group, due.at, now):
        return following
    if hours.wakes_somebody(due.at, now, group.zone):
        return hours.next_waking(now, group.zone)
    if has_group_heard(db, group, now):
        return hours.put_off(group, due.at)
    if is_forsaken(group, now):
        fall_silent(db, group, library, at=due.at, now=now)
        return None
    _open(db, group, library, at=due.at, now=now)
    return following


def plan_close(db: Connection, due: Due, library: Library, now: datetime) -> datetime | None:
    """Close a group's check-in and tell what came of it; what comes out late at night, in the morning."""
    group = store.read_audience(db, due.group_id or 0)
    checkin = find_open_checkin(db, group.group_id, now)
    if checkin is None:
        return None
    if now < checkin.closes_at:
        return checkin.closes_at
    speaks = not (group.solo or group.removed or is_hushed(group, now) or now - checkin.closes_at > FORGOTTEN)
    if speaks and has_group_heard(db, group, now):
        return hours.put_off(group, due.at)
    if speaks and is_quiet(now, group.zone) and not hours.is_quiet_hour(group.checkin_at):
        return hours.next_waking(now, group.zone)
    roadmap = roadmap_of(library, group.roadmap_slug)
    settle_promises(db, audiences.read_member_ids(db, group.group_id), roadmap, checkin.week)
    if speaks:
        facts = digests.digest(db, checkin, roadmap, at=due.at, now=now)
        if facts.reports or not group.asleep:
            night = hours.night_after(due.at, group.zone)
            word = PlannedPost(DIGEST, checkin.week.isoformat(), facts, due.at, DIGEST_GRACE, night)
            plan_for_group(db, group.group_id, word, now)
    close_checkins(db, group.group_id, now)
    return None


def _is_needless(db: Connection, group: Audience, at: datetime, now: datetime) -> bool:
    """Whether a group is too new for a check-in, has had one few days ago, or nobody is there."""
    day = hours.group_date(group, at)
    latest = read_latest_checkin(db, group.group_id, now)
    too_soon = latest is not None and (day - hours.group_date(group, latest.opened_at)).days < FEWEST_DAYS
    week = week_behind(day, group_settings.read_week_start(db, group.group_id))
    return now - group.created_at < hours.NEW or too_soon or is_deserted(db, group, week, at)


def _open(db: Connection, group: Audience, library: Library, *, at: datetime, now: datetime) -> None:
    week_start = group_settings.read_week_start(db, group.group_id)
    week = week_behind(hours.group_date(group, at), week_start)
    closes_at = at - hours.jitter(group.group_id) + OPEN_FOR
    if add_checkin(db, group.group_id, week, now, closes_at) is None:
        return
    dues.set_group_due(db, CLOSE, group.group_id, at + OPEN_FOR, now)
    dues.set_group_due(db, REMIND, group.group_id, max(closes_at - EARLIEST_REMINDER, now), now)
    roadmap = roadmap_of(library, group.roadmap_slug)
    habits = tuple(habit.slug for habit in roadmap.habits if habit.cadence is Cadence.WEEKLY)
    facts = CheckinOpened(at, week, roadmap.slug, closes_at, group.zone, habits)
    _tell(db, group, PlannedPost(CHECKIN, week.isoformat(), facts, at, GRACE, hours.night_after(at, group.zone)), now)


def _tell(db: Connection, group: Audience, word: PlannedPost, now: datetime) -> None:
    """Say it to the group; to a group of one, in private and only if they asked to be spoken to."""
    if not group.solo:
        plan_for_group(db, group.group_id, word, now)
        return
    for learner_id in audiences.read_member_ids(db, group.group_id):
        one = store.read_listener(db, learner_id)
        if may_hear(db, one, now):
            plan_for_learner(db, learner_id, word, now)
