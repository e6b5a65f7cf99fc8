"""Change the posts that ask a group about an obstacle, after it was taken back, taken down or put back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.features.helping.queries.asked_groups import AMEND_STUCK, read_asked_groups
from bot.features.helping.stuck_facts import STUCK_GROUP
from bot.identity import GroupId, ObstacleId
from bot.posting.changing import plan_change


def amend_questions(db: Connection, group_id: GroupId, obstacle_id: ObstacleId, now: datetime) -> None:
    """Plan the change of each post about an obstacle that is out. It is worded by what may be read then."""
    for asked in read_asked_groups(db, group_id, obstacle_id, STUCK_GROUP):
        plan_change(db, AMEND_STUCK, asked, now)
