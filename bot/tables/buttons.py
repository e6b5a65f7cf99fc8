"""Lines of buttons that no platform can carry."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, String, Table, Text

from bot.database.columns import Id, Instant, metadata
from bot.database.rules import Forget, LearnerRule, Merge, ruled

kept_lines = Table(  # the line behind a button, with a note or link that its person typed
    "kept_lines",
    metadata,
    # Privacy: only a tap of this account reads it. It is deleted after 30 days, and by forget: with the learner, and
    # by account if they were no learner yet when they were asked.
    Column("key", String(12), primary_key=True),
    Column("platform", String(16), nullable=False),
    Column("user_id", BigInteger, nullable=False),  # the account that was asked
    Column("learner_id", Id, ForeignKey("learners.id", ondelete="CASCADE")),
    Column("space_id", BigInteger, nullable=False),  # where it was asked
    Column("line", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Index(None, "at"),
    Index(None, "learner_id"),
    Index(None, "platform", "user_id"),
    info=ruled(LearnerRule(Merge.MOVE, Forget.ACCOUNT, export="kept_lines")),
)
