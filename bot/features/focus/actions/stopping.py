"""Stop a session: by a call, or because no member is in it any more."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.features.focus.actions.moments import schedule_focuses
from bot.features.focus.queries.focuses import Focus, lock_focus, stop_at
from bot.features.focus.queries.stays import read_stays
from bot.identity import FocusId


def stop_now(db: Connection, focus: Focus, now: datetime) -> None:
    """Let a session end now. Its plan logs the minutes of all who stay, at once."""
    stop_at(db, focus.id, now)
    schedule_focuses(db, focus.group_id, now)


def stop_if_empty(db: Connection, focus_id: FocusId, now: datetime) -> None:
    """Let a session end now that no member stays in."""
    focus = lock_focus(db, focus_id)
    if focus is not None and not focus.is_over(now) and not any(one.staying for one in read_stays(db, focus_id)):
        stop_now(db, focus, now)
