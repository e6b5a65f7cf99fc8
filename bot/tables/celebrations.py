"""Milestones that were reached."""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, String, Table, false

from bot.database.columns import Instant, learner_key, metadata

milestones = Table(  # celebrated, or about to be; an undo within the grace takes the row away
    "milestones",
    metadata,
    learner_key(primary=True),
    Column("roadmap", String(64), primary_key=True),  # empty for streaks and comebacks
    Column("kind", String(16), primary_key=True),
    Column("slug", String(64), primary_key=True),
    Column("at", Instant, nullable=False),
    Column("posted", Boolean, nullable=False, server_default=false()),  # the celebration was posted: kept for ever
    CheckConstraint(
        "kind IN ('block', 'month', 'level', 'victory', 'roadmap', 'streak', 'comeback')",
        name="kind",
    ),
)
