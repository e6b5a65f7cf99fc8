"""Study partners of a group, and members who are never matched with each other."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table

from bot.database.columns import Id, Instant, learner_key, maker, metadata
from bot.database.rules import Connect, Disconnect, Forget, GroupRule, LearnerRule, Merge, ruled

avoidances = Table(
    "avoidances",
    metadata,
    # Privacy: only its learner reads it, and no answer to anybody else depends on it in words. It is deleted with
    # either learner and by forget, and moves with both when two learners become one. After an unlink each has their own
    # of before. What was said while they were one holds for both, and so does what was taken back.
    learner_key(primary=True),
    Column("other_id", Id, ForeignKey("learners.id", ondelete="CASCADE"), primary_key=True),
    # Of a linked learner: the platform of the account that said it before the link, and of the account of whom it was
    # said. None: it was said since, or of both before.
    Column("said_on", String(16)),
    Column("named_on", String(16)),
    maker(),
    Index(None, "other_id"),
    info=ruled(LearnerRule(Merge.OWN, Forget.DELETE, export="avoidances")),
)

pairings = Table(
    "pairings",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("renewed_at", Instant, nullable=False),  # the last matching at which these partners were to stay together
    Column("ended_at", Instant),
    CheckConstraint("renewed_at >= at", name="renewed"),
    Index(None, "group_id"),
    info=ruled(GroupRule(Connect.OPEN, Disconnect.MEMBERS)),
    sqlite_autoincrement=True,
)

paired = Table(  # a partner in a pairing
    "paired",
    metadata,
    # Privacy: the partners read of each other, and the group reads the introduction. It is deleted with the learner
    # and by forget, and moves with them when two learners become one, unless both are in the pairing.
    Column("pairing_id", Id, ForeignKey("pairings.id", ondelete="CASCADE"), primary_key=True),
    learner_key(primary=True),
    Column("left_at", Instant),
    maker(),
    Index(None, "learner_id"),
    info=ruled(LearnerRule(Merge.OWN, Forget.DELETE, export="paired")),
)
