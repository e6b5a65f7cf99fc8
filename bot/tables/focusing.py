"""Shared study sessions, and the members who study in each."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
)

from bot.database.columns import Id, Instant, learner_key, maker, metadata
from bot.database.rules import Connect, Disconnect, Forget, GroupRule, LearnerRule, Merge, ruled
from bot.tables.acts import act_key

focuses = Table(
    "focuses",
    metadata,
    # Privacy: the members of its group see it, in each home. It goes with the place in which it was started, or with
    # the account of a learner who studies alone. The session stays if its starter is forgotten, without them.
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("place_id", Id, ForeignKey("places.id", ondelete="CASCADE")),  # the home in which it was started
    Column("account_id", Id, ForeignKey("accounts.id", ondelete="CASCADE")),  # alone, in a private chat
    Column("starter_id", Id, ForeignKey("learners.id", ondelete="SET NULL")),
    Column("timetable", String(64), nullable=False),  # minutes of study and of breaks in turn: "25,5,25"
    Column("started_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),  # earlier than planned once it is stopped
    Column("edited_at", Instant, nullable=False),  # the last change of its messages
    Column("ended_at", Instant),  # when its minutes were logged
    Column("running", Boolean),  # true until then, so that a place has one at most
    maker(),
    Column("parted_from", Id),  # the session of two groups of which it was a part until they parted
    CheckConstraint("(place_id IS NULL) <> (account_id IS NULL)", name="target"),
    CheckConstraint("(running IS NULL) = (ended_at IS NOT NULL)", name="running"),
    UniqueConstraint("place_id", "running"),
    UniqueConstraint("account_id", "running"),
    Index(None, "group_id", "running"),
    Index(None, "starter_id"),
    info=ruled(LearnerRule(Merge.MOVE, Forget.NAMELESS, export="focuses"), GroupRule(Connect.OPEN, Disconnect.PLACE)),
    sqlite_autoincrement=True,
)

focus_members = Table(
    "focus_members",
    metadata,
    # Privacy: the group sees the members by name, unless they are hidden. It is deleted with the learner, and moves
    # with them when two learners become one. Of two rows the one stays whose member still studies, else the one with
    # more minutes.
    Column("focus_id", Id, ForeignKey("focuses.id", ondelete="CASCADE"), nullable=False),
    learner_key(),
    Column("joined_at", Instant, nullable=False),  # the last time
    Column("left_at", Instant),
    Column("staying", Boolean),  # true until they leave or it ends, so that a learner is in one at most
    Column("minutes", Integer, nullable=False, server_default="0"),  # logged so far
    act_key(),  # the last act that logged some
    maker(),
    CheckConstraint("(staying IS NULL) = (left_at IS NOT NULL)", name="staying"),
    CheckConstraint("minutes >= 0", name="minutes"),
    PrimaryKeyConstraint("focus_id", "learner_id"),
    UniqueConstraint("learner_id", "staying"),
    info=ruled(LearnerRule(Merge.OWN, Forget.DELETE, export="focus_members")),
)
