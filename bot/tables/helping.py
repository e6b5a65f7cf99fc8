"""Obstacles, and the fellow members who were asked to help with one or offered to."""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Index, String, Table, Text, UniqueConstraint, false

from bot.closed_sets import HelpState, ObstacleSource, ObstacleState, Outreach, one_of
from bot.database.columns import Id, Instant, learner_key, maker, metadata
from bot.database.rules import Connect, Disconnect, Forget, GroupRule, LearnerRule, Merge, ruled

obstacles = Table(
    "obstacles",
    metadata,
    # Privacy: the group reads it as far as its learner allows. It moves with them when two learners become one. Forget
    # deletes it. If a helper was thanked for it, the row stays for that count, without its learner and words.
    Column("id", Id, primary_key=True),
    Column("learner_id", Id, ForeignKey("learners.id", ondelete="SET NULL")),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("roadmap", String(64), nullable=False),
    Column("task", String(64)),  # the slug; none: about no task
    Column("words", Text, nullable=False),  # the learner's own
    Column("source", String(8), nullable=False),
    Column("checkin_id", Id, ForeignKey("checkins.id", ondelete="CASCADE")),  # of a report's obstacle
    Column("state", String(8), nullable=False, server_default=ObstacleState.OPEN),
    Column("at", Instant, nullable=False),
    Column("ended_at", Instant),  # or when its answer was kept, if that was later
    Column("solution", Text, nullable=False, server_default=""),  # kept with the task for the next learner
    Column("hidden_at", Instant),  # a steward or its learner took it down: shown nowhere
    Column("outreach", String(8)),  # the people to ask for help, as its learner chose; none: nobody is asked
    Column("posted_at", Instant),  # when the group was asked
    maker(),
    CheckConstraint(one_of("source", ObstacleSource), name="source"),
    CheckConstraint(one_of("state", ObstacleState), name="state"),
    CheckConstraint(one_of("outreach", Outreach), name="outreach"),
    CheckConstraint(f"(ended_at IS NULL) = (state = '{ObstacleState.OPEN}')", name="ended"),
    UniqueConstraint("checkin_id", "learner_id"),
    Index(None, "learner_id"),
    Index(None, "group_id", "task"),
    info=ruled(
        LearnerRule(Merge.LATER, Forget.NAMELESS, export="obstacles", by="at"),
        GroupRule(Connect.OPEN, Disconnect.MEMBERS),
    ),
    sqlite_autoincrement=True,
)

helps = Table(  # a fellow member's part in an obstacle
    "helps",
    metadata,
    # Privacy: the asker reads of those who offered help alone. It is deleted with the obstacle, with the helper and by
    # forget; the thanks go with it.
    Column("obstacle_id", Id, ForeignKey("obstacles.id", ondelete="CASCADE"), primary_key=True),
    learner_key(primary=True),
    Column("state", String(10), nullable=False),
    Column("at", Instant, nullable=False),  # when they were asked, or offered
    Column("offered_at", Instant),
    Column("thanked_at", Instant),
    Column("taken_down", Boolean, nullable=False, server_default=false()),  # the thanks, by a steward: counted nowhere
    maker(),
    CheckConstraint(one_of("state", HelpState), name="state"),
    Index(None, "learner_id"),
    info=ruled(LearnerRule(Merge.OWN, Forget.DELETE, export="helps")),
)
