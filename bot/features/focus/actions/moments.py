"""The moments of a session: when its message changes next, and when it ends."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.features.focus.facts import FOCUS
from bot.features.focus.queries.focuses import Focus, read_running_focuses
from bot.identity import GroupId
from bot.posting import dues


def next_focus_moment(focus: Focus) -> datetime:
    """When a session is looked at next: at the next change of its message, or at its end."""
    return min(focus.ends_at, focus.timetable.next_change(focus.started_at, focus.edited_at))


def schedule_focuses(db: Connection, group_id: GroupId, now: datetime) -> None:
    """Set the due of a group at the first moment of the sessions that run in it."""
    at = min((next_focus_moment(focus) for focus in read_running_focuses(db, group_id)), default=None)
    if at is not None:
        dues.set_group_due(db, FOCUS, group_id, at, now)
