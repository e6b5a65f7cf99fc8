"""Change the posts that ask a group about an obstacle, after it ended, or was taken down or put back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.features.helping.queries.asked_groups import AMEND_STUCK, read_asked_groups
from bot.features.helping.stuck_facts import STUCK_GROUP
from bot.identity import GroupId, ObstacleId
from bot.posting.amending import amend_arrived, amend_posts
from bot.posting.posts import Post


def amend_questions(db: Connection, group_id: GroupId, obstacle_id: ObstacleId, now: datetime) -> None:
    """Plan the change of each post about an obstacle."""
    amend_posts(db, AMEND_STUCK, read_asked_groups(db, group_id, obstacle_id, STUCK_GROUP), now)


def amend_arrived_question(db: Connection, post: Post) -> None:
    """Change a post that has just arrived, if its obstacle changed while it was being sent."""
    amend_arrived(db, AMEND_STUCK, post)
