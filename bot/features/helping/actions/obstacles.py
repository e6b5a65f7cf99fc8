"""Obstacles: kept from reports when a digest publishes them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.features.helping.queries.obstacles import put_report_obstacle
from bot.identity import CheckinId, GroupId, LearnerId, ObstacleId


def keep_report_obstacle(
    db: Connection,
    checkin_id: CheckinId,
    learner_id: LearnerId,
    *,
    group_id: GroupId,
    roadmap_slug: str,
    words: str,
    now: datetime,
) -> ObstacleId:
    """Keep the obstacle of a published report, and return its id for the button *I can help*.

    A report has one obstacle, however often it is planned. A changed report gives it new words.
    """
    return put_report_obstacle(
        db, checkin_id, learner_id, group_id=group_id, roadmap_slug=roadmap_slug, words=words, now=now
    )
