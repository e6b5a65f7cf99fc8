"""Deserted groups: a group whose active members are all on a pause gets no check-in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from bot.features.streaks.queries import study_days
from bot.features.streaks.queries.study_days import StudyCalendar
from bot.posting import audiences, hours
from bot.posting.audience_rules import FORSAKEN
from bot.posting.audiences import Audience


def is_deserted(db: Connection, group: Audience, week: date, at: datetime) -> bool:
    """Return whether every active member has been away since `week` began, and is on a pause now.

    Members inactive for two weeks do not count, but at least one member must be away.
    A member that studied on a day of a pause was not away.
    """
    members = audiences.read_member_ids(db, group.group_id)
    calendars = study_days.read_study_calendars(db, members, week)
    days = [week + timedelta(days=count) for count in range((hours.group_date(group, at) - week).days + 1)]
    others = [learner_id for learner_id in members if not _is_away(calendars[learner_id], days)]
    return len(others) < len(members) and not any(
        at - audiences.read_listener(db, learner_id).active_at < FORSAKEN for learner_id in others
    )


def _is_away(calendar: StudyCalendar, days: Sequence[date]) -> bool:
    """Return whether a learner is on a pause on the last of these days.

    Each day before must be a pause or rest day, and none may be done.
    """
    free = (calendar.is_paused(day) or calendar.is_rest(day) for day in days)
    return calendar.is_paused(days[-1]) and all(free) and calendar.done.isdisjoint(days)
