"""Change the posts that ask a group about an obstacle, after it ended, or was taken down or put back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.features.helping.queries.asked_groups import AMEND_STUCK, find_changed, mark_changed, read_asked_groups
from bot.features.helping.stuck_facts import STUCK_GROUP
from bot.identity import GroupId, ObstacleId
from bot.posting.changing import plan_change
from bot.posting.posts import Post


def amend_questions(db: Connection, group_id: GroupId, obstacle_id: ObstacleId, now: datetime) -> None:
    """Plan the change of each post about an obstacle that is out. It is worded by what may be read then.

    A post that is being sent has no id yet: `amend_arrived` changes it later.
    """
    for asked in read_asked_groups(db, group_id, obstacle_id, STUCK_GROUP):
        if asked.sending:
            mark_changed(db, asked.post)
        elif not asked.changing:
            plan_change(db, AMEND_STUCK, asked.post, now)


def amend_arrived(db: Connection, post: Post) -> None:
    """Change a post that has just arrived, if its obstacle changed while it was being sent."""
    changed = find_changed(db, post.id)
    if changed is not None:
        plan_change(db, AMEND_STUCK, changed, post.due_at)
