"""The milestones that a group reached lately."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.features.celebrations.actions.planning import GRACE
from bot.features.celebrations.queries.milestones import RecentMilestone, read_recent_milestones
from bot.identity import GroupId, LearnerId
from roadmap.model import Roadmap

LISTED = 10


def recent_milestones(
    db: Connection, group_id: GroupId, roadmap: Roadmap, viewer: LearnerId | None, now: datetime
) -> list[RecentMilestone]:
    """List the group's latest milestones, newest first.

    A milestone in its minute of grace is left out until its post is out.
    """
    return read_recent_milestones(db, group_id, roadmap.slug, viewer=viewer, until=now - GRACE, count=LISTED)
