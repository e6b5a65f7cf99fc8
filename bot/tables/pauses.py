"""Planned absences."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, Index, Table

from bot.database.columns import Id, Instant, learner_key, maker, metadata
from bot.database.rules import Forget, LearnerRule, Merge, ruled

pauses = Table(
    "pauses",
    metadata,
    Column("id", Id, primary_key=True),
    learner_key(),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("at", Instant, nullable=False),
    maker(),
    CheckConstraint("last_day >= first_day", name="order"),
    Index(None, "learner_id"),
    info=ruled(LearnerRule(Merge.MOVE, Forget.DELETE, export="pauses")),
    sqlite_autoincrement=True,
)
