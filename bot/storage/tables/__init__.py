"""Every table, with the constraints that make each rule true.

Instants are UTC (`Instant` gives them back aware), dates are study days, times of day are minutes after midnight.
"""

from bot.storage.tables.base import Id, Instant, metadata
from bot.storage.tables.people import accounts, groups, learners, memberships, places
from bot.storage.tables.speaking import beats, checkins, dialogs, dues, inbound, outbox, promises, reports
from bot.storage.tables.study import (
    choices,
    criteria,
    day_points,
    milestones,
    outages,
    pauses,
    point_counts,
    rest_changes,
    sessions,
    ticks,
    undos,
    zone_changes,
)

__all__ = [
    "Id",
    "Instant",
    "accounts",
    "beats",
    "checkins",
    "choices",
    "criteria",
    "day_points",
    "dialogs",
    "dues",
    "groups",
    "inbound",
    "learners",
    "memberships",
    "metadata",
    "milestones",
    "outages",
    "outbox",
    "pauses",
    "places",
    "point_counts",
    "promises",
    "reports",
    "rest_changes",
    "sessions",
    "ticks",
    "undos",
    "zone_changes",
]
