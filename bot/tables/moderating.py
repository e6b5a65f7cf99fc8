"""Published texts that a steward took down."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, UniqueConstraint

from bot.database.columns import Id, Instant, learner_key, maker, metadata
from bot.database.rules import Connect, Disconnect, Forget, GroupRule, LearnerRule, Merge, ruled

takedowns = Table(  # a report or an obstacle that a steward took down, until it is put back
    "takedowns",
    metadata,
    # Privacy: stewards alone see it, and it does not say which of them took the text down. It is deleted with the
    # learner whose text it is and by forget, and moves with them when two learners become one.
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    learner_key(),
    Column("checkin_id", Id, ForeignKey("checkins.id", ondelete="CASCADE")),  # the report of that check-in
    Column("obstacle_id", Id, ForeignKey("obstacles.id", ondelete="CASCADE")),
    Column("at", Instant, nullable=False),
    maker(),
    CheckConstraint("(checkin_id IS NULL) <> (obstacle_id IS NULL)", name="text"),
    UniqueConstraint("checkin_id", "learner_id"),
    UniqueConstraint("obstacle_id"),
    Index(None, "group_id"),
    Index(None, "learner_id"),
    info=ruled(
        LearnerRule(Merge.EARLIER, Forget.DELETE, export="takedowns", by="at"),
        GroupRule(Connect.FOLLOW, Disconnect.FOLLOW),
    ),
    sqlite_autoincrement=True,
)
