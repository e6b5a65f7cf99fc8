"""Goals that stewards set for their groups, each for one week."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Integer, Table

from bot.database.columns import Id, Instant, metadata
from bot.database.rules import Connect, Disconnect, GroupRule, ruled

week_goals = Table(
    "week_goals",
    metadata,
    # Privacy: the group's own, and no learner's. It is deleted with the group; of two groups that become one, the
    # later goal stays.
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("week", Date, primary_key=True),  # its first day
    Column("tasks", Integer, nullable=False),
    Column("set_at", Instant, nullable=False),
    CheckConstraint("tasks BETWEEN 1 AND 999", name="tasks"),
    info=ruled(GroupRule(Connect.LATER, Disconnect.STAY)),
)
