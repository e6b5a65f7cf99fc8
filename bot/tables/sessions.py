"""Study sessions and habits."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, Index, Integer, String, Table, Text

from bot.closed_sets import SessionSource, one_of
from bot.database.columns import Id, Instant, learner_key, maker, metadata
from bot.database.rules import Forget, LearnerRule, Merge, ruled
from bot.tables.acts import act_key

sessions = Table(  # study sessions and habits: they make a day "done", and are no progress
    "sessions",
    metadata,
    Column("id", Id, primary_key=True),
    learner_key(),
    Column("at", Instant, nullable=False),
    Column("zone", String(64), nullable=False),
    Column("day", Date, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("enough", Integer, nullable=False, server_default="15"),  # minutes that made the day done when it was logged
    Column("habit", String(64), nullable=False, server_default=""),
    Column("note", Text, nullable=False, server_default=""),
    Column("source", String(16), nullable=False, server_default="session"),
    Column("undone_at", Instant),
    act_key(),
    maker(),
    CheckConstraint("minutes BETWEEN 0 AND 1440", name="minutes"),
    CheckConstraint(one_of("source", SessionSource), name="source"),
    Index(None, "learner_id", "day"),
    info=ruled(LearnerRule(Merge.MOVE, Forget.DELETE, export="sessions")),
    sqlite_autoincrement=True,
)
