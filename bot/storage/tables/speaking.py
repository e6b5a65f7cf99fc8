"""What is said and heard: the outbox, due moments, check-ins, promises, dialogs, the heartbeat."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from bot.storage.tables.base import Id, Instant, learner_key, metadata

outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("key", String(128), nullable=False),
    Column("place_id", Id, ForeignKey("places.id", ondelete="CASCADE")),
    Column("account_id", Id, ForeignKey("accounts.id", ondelete="CASCADE")),  # a private post, instead of a place
    Column("learner_id", Id, ForeignKey("learners.id", ondelete="CASCADE")),
    Column("facts", JSON, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),  # not before; moved on by a retry
    Column("stale_at", Instant),  # not after: the end of its grace
    Column("night_from", Instant),  # from here on it waits for `night_until`, if it has waited so long
    Column("night_until", Instant),
    Column("state", String(10), nullable=False, server_default="new"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("leased_until", Instant),
    Column("ended_at", Instant),  # sent, or given up for whatever reason
    Column("message_id", String(64)),
    Column("reason", String(64)),
    UniqueConstraint("key"),
    CheckConstraint("state IN ('new', 'sending', 'sent', 'ambiguous', 'dead', 'cancelled')", name="state"),
    CheckConstraint("(place_id IS NULL) <> (account_id IS NULL)", name="target"),
    CheckConstraint("night_from < night_until", name="night"),
    Index("ix_outbox_due", "state", "due_at"),
    Index(None, "account_id"),
    Index(None, "learner_id"),
    Index(None, "place_id"),
)

dues = Table(  # when to look at a group or learner next, and why; one row for each kind
    "dues",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE")),
    Column("learner_id", Id, ForeignKey("learners.id", ondelete="CASCADE")),
    Column("at", Instant, nullable=False),
    UniqueConstraint("kind", "group_id"),
    UniqueConstraint("kind", "learner_id"),
    CheckConstraint("(group_id IS NULL) <> (learner_id IS NULL)", name="owner"),
    Index(None, "at"),
    Index(None, "group_id"),
    Index(None, "learner_id"),
)

checkins = Table(  # a group's weekly round: opened, reported on, closed with a digest
    "checkins",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("week", Date, nullable=False),  # the first day of the week that it is about
    Column("opened_at", Instant, nullable=False),
    Column("closes_at", Instant, nullable=False),
    Column("closed_at", Instant),
    UniqueConstraint("group_id", "week"),
)

reports = Table(
    "reports",
    metadata,
    Column("checkin_id", Id, ForeignKey("checkins.id", ondelete="CASCADE"), primary_key=True),
    learner_key(primary=True),
    Column("finished", Text, nullable=False, server_default=""),
    Column("obstacle", Text, nullable=False, server_default=""),
    Column("at", Instant, nullable=False),
    Column("late", Boolean, nullable=False, server_default=false()),
    Index(None, "learner_id"),
)

promises = Table(
    "promises",
    metadata,
    learner_key(primary=True),
    Column("roadmap", String(64), primary_key=True),
    Column("week", Date, primary_key=True),  # the first day of the week in which it is to be kept
    Column("task", String(64), primary_key=True),
    Column("state", String(8), nullable=False, server_default="open"),
    Column("at", Instant, nullable=False),
    CheckConstraint("state IN ('open', 'kept', 'part', 'moved')", name="state"),
)

dialogs = Table(  # a guided conversation that a restart must not end
    "dialogs",
    metadata,
    learner_key(primary=True),
    Column("kind", String(16), nullable=False),
    Column("step", String(16), nullable=False),
    Column("answers", JSON, nullable=False),
    Column("at", Instant, nullable=False),
)

beats = Table(  # one row: when the program was last seen alive, so that an outage is known afterwards
    "beats",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    CheckConstraint("id = 1", name="one"),
)

inbound = Table(  # every call that wrote something: a second delivery finds its result here
    "inbound",
    metadata,
    Column("id", String(96), nullable=False),  # telegram:update:123
    Column("at", Instant, nullable=False),
    Column("result", JSON, nullable=False),
    PrimaryKeyConstraint("id"),
    Index(None, "at"),
)
