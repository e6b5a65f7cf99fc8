"""Connections of groups: two homes that become one group."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    String,
    Table,
    UniqueConstraint,
    bindparam,
    select,
    union,
)

from bot.database.columns import Id, Instant, metadata
from bot.database.rules import Connect, Disconnect, GroupRule, ruled
from bot.tables.checkins import checkins

connections = Table(
    "connections",
    metadata,
    # Privacy: no learner is in it. Stewards of both homes read of it. It is deleted with either group.
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),  # it takes the other in
    Column("other_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("roadmap", String(64), nullable=False),  # the one that both follow from then on
    Column("at", Instant, nullable=False),  # when a steward confirmed it
    Column("due_at", Instant, nullable=False),  # when the two become one
    Column("joined_at", Instant),  # when they became one
    Column("ended_at", Instant),  # cancelled or disconnected
    Column("open", Boolean),  # true until then, so that a group has one at most
    CheckConstraint("(open IS NULL) = (ended_at IS NOT NULL)", name="open"),
    UniqueConstraint("group_id", "open"),
    UniqueConstraint("other_id", "open"),
    Index(None, "open", "due_at"),
    info=ruled(GroupRule(Connect.STAY, Disconnect.STAY)),
    sqlite_autoincrement=True,
)

_OWNER = select(checkins.c.group_id).where(checkins.c.id == bindparam("checkin"))
CHECKIN_GROUPS = union(
    _OWNER,
    select(connections.c.group_id).where(connections.c.other_id.in_(_OWNER)),
    select(connections.c.other_id).where(connections.c.group_id.in_(_OWNER)),
)
"""The group of `checkin`, and those with which it is or was connected: its digests may be in their places."""
