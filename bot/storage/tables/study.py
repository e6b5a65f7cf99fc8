"""What learners do, and what it counts for."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from bot.storage.tables.base import Id, Instant, learner_key, metadata

ticks = Table(  # append-only; an undo is a row of `undos`, and a tick after it has the next turn
    "ticks",
    metadata,
    Column("id", Id, primary_key=True),
    learner_key(),
    Column("roadmap", String(64), nullable=False),
    Column("task", String(64), nullable=False),
    Column("turn", Integer, nullable=False),
    Column("source", String(16), nullable=False),
    Column("at", Instant, nullable=False),
    Column("zone", String(64), nullable=False),
    Column("day", Date, nullable=False),  # the study day, resolved once and for all
    Column("weight", Integer, nullable=False),
    Column("points", Integer, nullable=False),
    Column("evidence", Text, nullable=False, server_default=""),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="SET NULL")),
    UniqueConstraint("learner_id", "roadmap", "task", "turn"),
    CheckConstraint("source IN ('tick', 'placement', 'repair')", name="source"),
    CheckConstraint("points >= 0 AND points <= weight", name="points"),
    CheckConstraint("source = 'tick' OR points = 0", name="unpaid"),
    Index(None, "learner_id", "day"),
)

undos = Table(
    "undos",
    metadata,
    Column("tick_id", Id, ForeignKey("ticks.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
)

sessions = Table(  # study sessions and habits: they make a day "done", and are no progress
    "sessions",
    metadata,
    Column("id", Id, primary_key=True),
    learner_key(),
    Column("at", Instant, nullable=False),
    Column("zone", String(64), nullable=False),
    Column("day", Date, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("habit", String(64), nullable=False, server_default=""),
    Column("note", Text, nullable=False, server_default=""),
    Column("source", String(16), nullable=False, server_default="session"),
    Column("undone_at", Instant),
    CheckConstraint("minutes BETWEEN 0 AND 1440", name="minutes"),
    CheckConstraint("source IN ('session', 'repair')", name="source"),
    Index(None, "learner_id", "day"),
)

pauses = Table(
    "pauses",
    metadata,
    Column("id", Id, primary_key=True),
    learner_key(),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("at", Instant, nullable=False),
    CheckConstraint("last_day >= first_day", name="order"),
    Index(None, "learner_id"),
)

rest_changes = Table(  # which weekdays were rest days from which study day on
    "rest_changes",
    metadata,
    learner_key(primary=True),
    Column("from_day", Date, primary_key=True),
    Column("rest_days", Integer, nullable=False),
)

zone_changes = Table(  # how the study day was drawn, from which instant on; held_day is a date that a flight skipped
    "zone_changes",
    metadata,
    Column("id", Id, primary_key=True),
    learner_key(),
    Column("at", Instant, nullable=False),
    Column("effective_at", Instant, nullable=False),
    Column("zone", String(64), nullable=False),
    Column("day_end", Integer, nullable=False),
    Column("held_day", Date),
    Index(None, "learner_id"),
)

outages = Table(  # study days over whose last waking hours the bot itself was down
    "outages",
    metadata,
    Column("starts_at", Instant, primary_key=True),
    Column("ends_at", Instant, nullable=False),
)

day_points = Table(  # a counter by study day: the week's board sums it
    "day_points",
    metadata,
    learner_key(primary=True),
    Column("day", Date, primary_key=True),
    Column("points", Integer, nullable=False),
    CheckConstraint("points >= 0", name="points"),
    Index(None, "day"),
)

point_counts = Table(  # how many learners of the community board have so many points: a rank without counting them all
    "point_counts",
    metadata,
    Column("points", Integer, primary_key=True, autoincrement=False),
    Column("learners", Integer, nullable=False),
    CheckConstraint("learners >= 0", name="learners"),
)

choices = Table(
    "choices",
    metadata,
    learner_key(primary=True),
    Column("roadmap", String(64), primary_key=True),
    Column("choice", String(64), primary_key=True),
    Column("option", String(64), nullable=False),
    Column("at", Instant, nullable=False),
)

criteria = Table(
    "criteria",
    metadata,
    learner_key(primary=True),
    Column("roadmap", String(64), primary_key=True),
    Column("criterion", String(64), primary_key=True),
    Column("at", Instant, nullable=False),
)

milestones = Table(  # celebrated, or about to be; an undo within the grace takes the row away
    "milestones",
    metadata,
    learner_key(primary=True),
    Column("roadmap", String(64), primary_key=True),  # empty for streaks and comebacks
    Column("kind", String(16), primary_key=True),
    Column("slug", String(64), primary_key=True),
    Column("at", Instant, nullable=False),
    Column("posted", Boolean, nullable=False, server_default=false()),  # the world was told: kept for ever
    CheckConstraint(
        "kind IN ('block', 'month', 'level', 'victory', 'roadmap', 'streak', 'comeback')",
        name="kind",
    ),
)
