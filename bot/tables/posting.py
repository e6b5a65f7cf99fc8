"""Tables of the post office: outbox, dues, heartbeat."""

from __future__ import annotations

from sqlalchemy import JSON, CheckConstraint, Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from bot.closed_sets import PostState, one_of
from bot.database.columns import Id, Instant, metadata
from bot.database.rules import Connect, Disconnect, Forget, GroupRule, LearnerRule, Merge, ruled

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
    Column("state", String(10), nullable=False, server_default=PostState.NEW),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("leased_until", Instant),
    Column("ended_at", Instant),  # sent, or given up for whatever reason
    Column("message_id", String(64)),
    Column("reason", String(64)),
    UniqueConstraint("key"),
    CheckConstraint(one_of("state", PostState), name="state"),
    CheckConstraint("(place_id IS NULL) <> (account_id IS NULL)", name="target"),
    CheckConstraint("night_from < night_until", name="night"),
    Index("ix_outbox_due", "state", "due_at"),
    Index(None, "account_id"),
    Index(None, "learner_id"),
    Index(None, "place_id"),
    info=ruled(LearnerRule(Merge.OWN, Forget.DELETE, export="posts")),
    sqlite_autoincrement=True,
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
    info=ruled(
        LearnerRule(
            Merge.EARLIER, Forget.DELETE, why_not="moments to look at the learner, made anew from the rest", by="at"
        ),
        GroupRule(Connect.DERIVED, Disconnect.DERIVED),
    ),
    sqlite_autoincrement=True,
)


beats = Table(  # one row: the last beat, so that an outage is known afterwards
    "beats",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    CheckConstraint("id = 1", name="one"),
)
