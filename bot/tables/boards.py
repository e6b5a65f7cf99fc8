"""The community board."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Integer, Table

from bot.database.columns import metadata

point_counts = Table(  # how many learners of the community board have so many points: a rank without counting them all
    "point_counts",
    metadata,
    Column("points", Integer, primary_key=True, autoincrement=False),
    Column("learners", Integer, nullable=False),
    CheckConstraint("learners >= 0", name="learners"),
)
