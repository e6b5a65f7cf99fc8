"""The monthly review, on the first: look back, adjust, show your work."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from bot.features.checkins.reminders import may_hear
from bot.features.nudges.group_nudges import fall_silent
from bot.features.reviews.facts import Review
from bot.features.streaks.queries import study_days
from bot.library import Library
from bot.posting import audiences, dues, hours
from bot.posting import audiences as store
from bot.posting.audience_rules import is_forsaken, is_hushed, roadmap_of
from bot.posting.audiences import Audience
from bot.posting.budget import CHECKIN, CLOSE, REVIEW, PlannedPost, has_group_heard, plan_for_group, plan_for_learner
from bot.posting.dues import Due
from roadmap.model import Cadence

GRACE = timedelta(hours=24)
LAST_DAY = 7
"""The day of the month until which a review waits for one without a check-in or digest."""


def plan_review(db: Connection, due: Due, library: Library, now: datetime) -> datetime | None:
    """Ask a group to look back on its month; on a day that has its post already, tomorrow. Returns the next moment."""
    group = store.read_audience(db, due.group_id or 0)
    if not group.review_on or group.asleep or group.removed:
        return None
    following = hours.next_review(group, max(due.at, now))
    day = hours.group_date(group, due.at)
    if now - due.at > GRACE or is_hushed(group, now):
        return following
    if hours.wakes_somebody(due.at, now, group.zone):
        return hours.next_waking(now, group.zone)
    if _is_taken(db, group, day, now):
        return hours.next_nudge(group, max(due.at, now)) if day.day < LAST_DAY else following
    if is_forsaken(group, now):
        fall_silent(db, group, library, at=due.at, now=now)
        return None
    month = (day.replace(day=1) - timedelta(days=1)).replace(day=1)
    night = hours.night_after(due.at, group.zone)
    word = PlannedPost(REVIEW, f"{month:%Y-%m}", _facts(db, group, library, month, at=due.at), due.at, GRACE, night)
    _tell(db, group, word, now)
    return following


def _tell(db: Connection, group: Audience, word: PlannedPost, now: datetime) -> None:
    """Say it to the group; to a group of one, in private and only if they want to hear it."""
    if not group.solo:
        plan_for_group(db, group.group_id, word, now)
        return
    for learner_id in audiences.read_member_ids(db, group.group_id):
        if may_hear(db, store.read_listener(db, learner_id), now):
            plan_for_learner(db, learner_id, word, now)


def _is_taken(db: Connection, group: Audience, day: date, now: datetime) -> bool:
    """Whether a check-in or a digest has this day, or something was said on it."""
    coming = dues.read_group_dues(db, group.group_id)
    return has_group_heard(db, group, now) or any(
        hours.group_date(group, coming[kind]) == day for kind in (CHECKIN, CLOSE) if kind in coming
    )


def _facts(db: Connection, group: Audience, library: Library, month: date, *, at: datetime) -> Review:
    roadmap = roadmap_of(library, group.roadmap_slug)
    last = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    tasks, learners = study_days.count_ticks(db, group.group_id, roadmap.slug, month, last)
    habits = tuple(habit.slug for habit in roadmap.habits if habit.cadence is Cadence.MONTHLY)
    return Review(at=at, month=month, roadmap=roadmap.slug, tasks=tasks, learners=learners, habits=habits)
