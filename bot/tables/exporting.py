"""The last exports of learners."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Table

from bot.database.columns import Instant, learner_key, maker, metadata
from bot.database.rules import Forget, LearnerRule, Merge, ruled

exports = Table(  # when a learner was given their data last, in private chats and elsewhere
    "exports",
    metadata,
    # Privacy: only the next export of its learner reads it. It is deleted with the learner. Of two learners that become
    # one, the later one stays.
    learner_key(primary=True),
    Column("private", Boolean, primary_key=True),
    Column("at", Instant, nullable=False),
    maker(),
    info=ruled(LearnerRule(Merge.LATER, Forget.DELETE, export="exports", by="at")),
)
