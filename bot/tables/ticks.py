"""Ticks, undos, choices and criteria."""

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

from bot.closed_sets import TickSource, one_of
from bot.database.columns import Id, Instant, learner_key, maker, metadata
from bot.database.rules import Connect, Disconnect, Forget, GroupRule, LearnerRule, Merge, ruled
from bot.tables.acts import act_key

ticks = Table(  # append-only but for the evidence; an undo is a row of `undos`, a tick after it has the next turn
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
    # Privacy: fellow members see the evidence as far as its learner allows (`SHOWN_WORK`). It goes with the tick.
    Column("evidence", Text, nullable=False, server_default=""),
    Column("evidence_at", Instant),  # when it was added or replaced; none: with the tick
    Column("file", Text),  # the reference of an attachment, which the platform keeps
    Column("hidden_at", Instant),  # its learner or a steward took the evidence out of what others see
    Column("taken_down", Boolean, nullable=False, server_default=false()),  # by a steward: its learner cannot show it
    Column("group_id", Id, ForeignKey("groups.id", ondelete="SET NULL")),
    act_key(),
    maker(),
    UniqueConstraint("learner_id", "roadmap", "task", "turn"),
    CheckConstraint(one_of("source", TickSource), name="source"),
    CheckConstraint("points >= 0 AND points <= weight", name="points"),
    CheckConstraint(f"source = '{TickSource.TICK}' OR points = 0", name="unpaid"),
    Index(None, "learner_id", "day"),
    info=ruled(LearnerRule(Merge.OWN, Forget.DELETE, export="ticks"), GroupRule(Connect.STAY, Disconnect.STAY)),
    sqlite_autoincrement=True,
)


undos = Table(
    "undos",
    metadata,
    Column("tick_id", Id, ForeignKey("ticks.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    info=ruled(LearnerRule(Merge.FOLLOW, Forget.DELETE, export="undos")),
)

former_evidence = Table(  # the evidence of a tick before an act put other words in its place
    "former_evidence",
    metadata,
    # Privacy: only an undo of the act reads it. It is deleted with the act and with the tick, and so by forget.
    Column("act_id", Id, ForeignKey("acts.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("tick_id", Id, ForeignKey("ticks.id", ondelete="CASCADE"), nullable=False),
    Column("words", Text, nullable=False),
    Column("file", Text),
    Column("given_at", Instant, nullable=False),
    Index(None, "tick_id"),
    info=ruled(LearnerRule(Merge.FOLLOW, Forget.DELETE, export="former_evidence")),
)


choices = Table(
    "choices",
    metadata,
    learner_key(primary=True),
    Column("roadmap", String(64), primary_key=True),
    Column("choice", String(64), primary_key=True),
    Column("option", String(64), nullable=False),
    Column("at", Instant, nullable=False),
    maker(),
    info=ruled(LearnerRule(Merge.OWN, Forget.DELETE, export="choices")),
)


criteria = Table(
    "criteria",
    metadata,
    learner_key(primary=True),
    Column("roadmap", String(64), primary_key=True),
    Column("criterion", String(64), primary_key=True),
    Column("at", Instant, nullable=False),
    maker(),
    info=ruled(LearnerRule(Merge.EARLIER, Forget.DELETE, export="criteria", by="at")),
)
