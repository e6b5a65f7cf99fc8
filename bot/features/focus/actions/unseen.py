"""Tell the starter of a session that its message does not arrive in the group."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.features.focus.facts import FOCUS_UNSEEN, FocusFacts
from bot.features.focus.queries.focuses import find_focus
from bot.posting.budget import PlannedPost, plan_for_learner
from bot.posting.posts import Post


def inform_starter(db: Connection, opening: Post, now: datetime) -> None:
    """Tell the starter in private that their own chat cannot see their session. They are told once, while it runs.

    A message that does not arrive in another home is for the stewards to mend.
    """
    focus = find_focus(db, FocusFacts.from_json(opening.facts).focus)
    if focus is None or focus.starter_id is None or focus.is_over(now) or opening.place_id != focus.place_id:
        return
    word = PlannedPost(FOCUS_UNSEEN, f"{focus.id}", FocusFacts(focus.id), now, focus.ends_at - now)
    plan_for_learner(db, focus.starter_id, word, now)
