"""Cheers that members gave to posts."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Table, true

from bot.database.columns import Id, Instant, learner_key, maker, metadata
from bot.database.rules import Forget, LearnerRule, Merge, ruled

cheers = Table(
    "cheers",
    metadata,
    # Privacy: counted in the post, and never named, to stewards neither. It is deleted with the post, with its learner
    # and by forget. When two learners become one, a cheer that is given stays, and the earlier of two such.
    Column("post_id", Id, ForeignKey("outbox.id", ondelete="CASCADE"), primary_key=True),
    learner_key(primary=True),
    Column("at", Instant, nullable=False),  # given, or taken back
    Column("given", Boolean, nullable=False, server_default=true()),  # False: taken back, kept to know a double tap
    maker(),
    Index(None, "learner_id", "at"),
    info=ruled(LearnerRule(Merge.MORE, Forget.DELETE, export="cheers", by="given")),
)
