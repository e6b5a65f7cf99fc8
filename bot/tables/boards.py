"""The community board."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Integer, Table

from bot.database.columns import metadata

point_counts = Table(  # how many learners on the community board have each number of points; a rank adds these up
    "point_counts",
    metadata,
    Column("points", Integer, primary_key=True, autoincrement=False),
    Column("learners", Integer, nullable=False),
    CheckConstraint("learners >= 0", name="learners"),
)
