"""Weekly check-ins: reports, promises, and the dialog that asks for a report."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    String,
    Table,
    Text,
    UniqueConstraint,
    and_,
    bindparam,
    false,
)

from bot.closed_sets import PromiseState, Publishing, one_of
from bot.database.columns import Id, Instant, learner_key, maker, metadata
from bot.database.rules import Connect, Disconnect, Forget, GroupRule, LearnerRule, Merge, ruled

checkins = Table(  # a group's weekly round: opened, reported on, closed with a digest
    "checkins",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("week", Date, nullable=False),  # the first day of the week that it is about
    Column("opened_at", Instant, nullable=False),  # NOT_YET: it has early reports, and opens later
    Column("closes_at", Instant, nullable=False),
    Column("closed_at", Instant),
    UniqueConstraint("group_id", "week"),
    info=ruled(GroupRule(Connect.STAY, Disconnect.STAY)),
    sqlite_autoincrement=True,
)

NOT_YET = datetime(9999, 1, 1, tzinfo=UTC)
"""The opening of a check-in that has early reports, but is not open yet."""

OPENED_CHECKINS = and_(checkins.c.group_id == bindparam("group"), checkins.c.opened_at <= bindparam("now"))
"""The check-ins that `group` has opened by `now`."""


reports = Table(
    "reports",
    metadata,
    Column("checkin_id", Id, ForeignKey("checkins.id", ondelete="CASCADE"), primary_key=True),
    learner_key(primary=True),
    Column("finished", Text, nullable=False, server_default=""),
    Column("obstacle", Text, nullable=False, server_default=""),
    Column("at", Instant, nullable=False),
    Column("late", Boolean, nullable=False, server_default=false()),
    Column("publishing", String(8)),  # how much of it the group reads; none: nothing, as the learner was not asked
    Column("hidden_at", Instant),  # a steward or its learner took it out of what is published
    maker(),
    CheckConstraint(one_of("publishing", Publishing), name="publishing"),
    Index(None, "learner_id"),
    info=ruled(LearnerRule(Merge.LATER, Forget.DELETE, export="reports", by="at")),
)


promises = Table(
    "promises",
    metadata,
    learner_key(primary=True),
    Column("roadmap", String(64), primary_key=True),
    Column("week", Date, primary_key=True),  # the first day of the week in which it is to be kept
    Column("task", String(64), primary_key=True),
    Column("state", String(8), nullable=False, server_default=PromiseState.OPEN),
    Column("at", Instant, nullable=False),
    maker(),
    CheckConstraint(one_of("state", PromiseState), name="state"),
    info=ruled(LearnerRule(Merge.OWN, Forget.DELETE, export="promises")),
)


dialogs = Table(  # a guided conversation that a restart must not end
    "dialogs",
    metadata,
    learner_key(primary=True),
    Column("kind", String(16), nullable=False),
    Column("step", String(16), nullable=False),
    Column("answers", JSON, nullable=False),
    Column("at", Instant, nullable=False),
    maker(),
    info=ruled(LearnerRule(Merge.LATER, Forget.DELETE, export="dialogs", by="at")),
)
