"""Invites: the code in the link by which people join a group from their private chat."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, String, Table, UniqueConstraint

from bot.database.columns import Id, Instant, metadata
from bot.database.rules import Connect, Disconnect, GroupRule, ruled

invites = Table(
    "invites",
    metadata,
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("code", String(32), nullable=False),  # known to members and to those whom they invite
    Column("until", Instant, nullable=False),  # from then on it opens nothing
    UniqueConstraint("code"),
    info=ruled(GroupRule(Connect.STAY, Disconnect.STAY)),
)
