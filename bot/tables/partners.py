"""Members who are never matched with each other."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Table

from bot.database.columns import Id, learner_key, metadata

avoidances = Table(
    "avoidances",
    metadata,
    # Privacy: only its learner reads it, and no answer to anybody else depends on it in words. It is deleted with
    # either learner and by forget, and moves with both when two learners become one.
    learner_key(primary=True),
    Column("other_id", Id, ForeignKey("learners.id", ondelete="CASCADE"), primary_key=True),
    Index(None, "other_id"),
)
