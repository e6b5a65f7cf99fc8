"""SQL that finds where two members of a group can meet, and whether a learner is on a pause."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, bindparam, case, exists, func, select

from bot.database.platforms import runs
from bot.features.helping.queries.obstacles import Obstacle
from bot.features.streaks.queries.study_days import read_study_calendars
from bot.identity import GroupId, LearnerId, PlaceId
from bot.posting.audience_rules import is_hushed
from bot.posting.audiences import Listener, read_audience, read_listener
from bot.tables import accounts, places
from bot.tables.members import TAKES_POSTS
from roadmap.cadence import clock_at, day_bounds, study_day


def _has_account(of: str) -> ColumnElement[bool]:
    return exists().where(accounts.c.learner_id == bindparam(of), accounts.c.platform == places.c.platform)


_SHARED = (
    select(places.c.id)
    .where(
        places.c.group_id == bindparam("group"),
        places.c.private.is_(False),
        places.c.off_reason.is_(None),
        _has_account("asker"),
        _has_account("helper"),
    )
    .order_by(case((places.c.platform == bindparam("here"), 0), else_=1), places.c.id)
    .limit(1)
)

_ON_BOTH = (
    select(accounts.c.platform)
    .where(accounts.c.learner_id.in_([bindparam("asker"), bindparam("helper")]))
    .group_by(accounts.c.platform)
    .having(func.count(accounts.c.learner_id.distinct()) > 1)
    .order_by(accounts.c.platform)
)
_CHATS = (
    select(places.c.platform)
    .where(places.c.group_id == bindparam("group"), places.c.private.is_(False), TAKES_POSTS)
    .order_by(places.c.id)
)


def find_meeting_place(
    db: Connection, obstacle: Obstacle, fellow: LearnerId, platform: str, now: datetime
) -> PlaceId | None:
    """Find the place of the group in which both can be mentioned, first on the platform of the helper's tap.

    None: they have no running platform in common, or the group takes no posts for now.
    """
    group = read_audience(db, obstacle.group_id)
    if group.removed or is_hushed(group, now):
        return None
    values = {"group": obstacle.group_id, "asker": obstacle.learner_id, "helper": fellow, "here": platform}
    return db.scalar(_SHARED.where(runs(db, places.c.platform)), values)


def find_shared_platforms(db: Connection, asker: LearnerId, fellow: LearnerId) -> tuple[str, ...]:
    """Find the platforms on which two learners both have an account."""
    return tuple(db.scalars(_ON_BOTH, {"asker": asker, "helper": fellow}))


def find_chat_platforms(db: Connection, group_id: GroupId) -> tuple[str, ...]:
    """Find the platforms on which a group has a chat that takes posts."""
    return tuple(db.scalars(_CHATS, {"group": group_id}))


def find_pause_end(db: Connection, listener: Listener, now: datetime) -> datetime | None:
    """Find when the pause of a learner ends that covers today. None: no pause does."""
    clock = clock_at(listener.clock, now)
    day = study_day(clock, now)
    pauses = read_study_calendars(db, [listener.learner_id], day)[listener.learner_id].pauses
    last = max((last for first, last in pauses if first <= day <= last), default=None)
    return day_bounds(clock, last)[1] if last else None


def is_on_pause(db: Connection, learner_id: LearnerId, now: datetime) -> bool:
    """Whether a pause of a learner covers today."""
    return find_pause_end(db, read_listener(db, learner_id), now) is not None
