"""Change the posts that ask a group about an obstacle, after it was taken back, taken down or put back."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.features.helping.queries.asked_groups import AMEND_STUCK, read_asked_groups
from bot.features.helping.stuck_facts import STUCK_GROUP
from bot.identity import GroupId, ObstacleId
from bot.posting import outbox

WORTH_CHANGING = timedelta(days=7)
"""The time for which a change is tried."""


def amend_questions(db: Connection, group_id: GroupId, obstacle_id: ObstacleId, now: datetime) -> None:
    """Plan the change of each post about an obstacle that is out. It is worded by what may be read then."""
    for asked in read_asked_groups(db, group_id, obstacle_id, STUCK_GROUP):
        outbox.put_post(
            db,
            kind=AMEND_STUCK,
            key=f"{AMEND_STUCK}:{asked.post_id}:{asked.changes}",
            place_id=asked.place_id,
            learner_id=None,
            facts={**asked.facts, "post": asked.post_id, "message_id": asked.message_id},
            now=now,
            due_at=now,
            stale_at=now + WORTH_CHANGING,
        )
