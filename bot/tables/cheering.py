"""Cheers that members gave to posts."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Table

from bot.database.columns import Id, Instant, learner_key, metadata

cheers = Table(
    "cheers",
    metadata,
    # Privacy: counted in the post, and never named, to stewards neither. It is deleted with the post, with its learner
    # and by forget. When two learners become one, the earlier of two cheers stays.
    Column("post_id", Id, ForeignKey("outbox.id", ondelete="CASCADE"), primary_key=True),
    learner_key(primary=True),
    Column("at", Instant, nullable=False),
    Index(None, "learner_id", "at"),
)
