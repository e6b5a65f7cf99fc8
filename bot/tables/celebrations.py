"""Milestones that were reached, and the learners that share a post about theirs."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, CheckConstraint, Column, ForeignKey, Index, String, Table, false

from bot.database.columns import Id, Instant, learner_key, maker, metadata
from bot.database.rules import Forget, LearnerRule, Merge, ruled

milestones = Table(  # celebrated, or about to be
    "milestones",
    metadata,
    learner_key(primary=True),
    Column("roadmap", String(64), primary_key=True),  # empty for streaks and comebacks
    Column("kind", String(16), primary_key=True),
    Column("slug", String(64), primary_key=True),
    Column("at", Instant, nullable=False),
    Column("posted", Boolean, nullable=False, server_default=false()),  # the celebration was posted: kept for ever
    Column("withdrawn", Boolean, nullable=False, server_default=false()),  # taken back: listed nowhere
    Column("act_id", Id),  # the act that reached it last; an undo of a later act leaves it
    maker(),
    CheckConstraint(
        "kind IN ('block', 'month', 'level', 'victory', 'roadmap', 'streak', 'comeback')",
        name="kind",
    ),
    info=ruled(LearnerRule(Merge.MORE, Forget.DELETE, export="milestones", by="posted")),
)

gathered = Table(  # a learner's part in a post that celebrates several
    "gathered",
    metadata,
    Column("post_id", Id, ForeignKey("outbox.id", ondelete="CASCADE"), primary_key=True),
    learner_key(primary=True),
    Column("facts", JSON, nullable=False),  # as those of a celebration of their own
    Column("due_at", Instant, nullable=False),  # the end of its minute of grace
    maker(),
    Index(None, "learner_id"),
    info=ruled(LearnerRule(Merge.EARLIER, Forget.DELETE, export="gathered", by="due_at")),
)
