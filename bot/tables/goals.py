"""Goals: the day by which a learner wants to finish a part of a roadmap."""

from __future__ import annotations

from sqlalchemy import Column, Date, PrimaryKeyConstraint, String, Table

from bot.database.columns import Instant, learner_key, maker, metadata
from bot.database.rules import Forget, LearnerRule, Merge, ruled

goals = Table(
    "goals",
    metadata,
    learner_key(),
    Column("roadmap", String(64), nullable=False),
    Column("part", String(64), nullable=False),  # the slug of a level, month or block
    Column("day", Date, nullable=False),
    Column("at", Instant, nullable=False),
    maker(),
    PrimaryKeyConstraint("learner_id", "roadmap"),
    info=ruled(LearnerRule(Merge.LATER, Forget.DELETE, export="goals", by="at")),
)
