"""Tables of privacy: the learners who are about to be forgotten, and the last runs of the daily job."""

from __future__ import annotations

from sqlalchemy import Column, Index, String, Table

from bot.database.columns import Instant, learner_key, metadata
from bot.database.rules import Forget, LearnerRule, Merge, ruled

forgettings = Table(
    "forgettings",
    metadata,
    # Privacy: only its learner reads of it. It goes with the learner. Of two learners that become one, the later wish
    # holds.
    learner_key(primary=True),
    Column("asked_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),  # until then the learner can undo it
    Index(None, "due_at"),
    info=ruled(LearnerRule(Merge.LATER, Forget.DELETE, export="forgettings", by="asked_at")),
)

upkeep = Table(  # when each part of the daily job was done last
    "upkeep",
    metadata,
    # Privacy: no learner is in it.
    Column("name", String(16), primary_key=True),
    Column("at", Instant, nullable=False),
)
