"""SQL about members, their pauses and goals, for showing progress."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, delete, func, select, union_all

from bot.closed_sets import TickSource, Visibility
from bot.database.columns import constant
from bot.database.upsert import PerEngine
from bot.identity import GroupId, LearnerId
from bot.tables import goals, groups, learners, memberships, milestones, pauses, ticks, undos
from bot.tables.clocks import CLOCK, clock_of
from bot.tables.names import SHOWN_NAME, reader
from roadmap.cadence import StudyClock
from roadmap.milestones import MilestoneKind


@dataclass(frozen=True, slots=True)
class ViewedMember:
    """A member of a group with their visibility.

    `unasked_at`: when they finished a block last, if they were never asked whether they help others. None: no block, or
    there is no need to ask.
    """

    id: LearnerId
    name: str
    visibility: str
    number: int
    joined_at: datetime
    clock: StudyClock
    unasked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    """A part of a roadmap, by its slug, and the day by which a learner wants to finish it."""

    part: str
    day: date


@dataclass(frozen=True, slots=True)
class Planned:
    """The first and last days of all pauses of a learner, and their goal on a roadmap."""

    pauses: tuple[tuple[date, date], ...]
    goal: Goal | None = None


_UNASKED_AT = (
    select(func.max(milestones.c.at))
    .where(
        milestones.c.learner_id == learners.c.id,
        milestones.c.kind == constant(MilestoneKind.BLOCK),
        milestones.c.withdrawn.is_(False),
        learners.c.takes_questions.is_(None),
        learners.c.visibility == constant(Visibility.GROUP),
        select(groups.c.id)
        .where(groups.c.id == memberships.c.group_id, groups.c.solo.is_(False))
        .correlate(memberships)
        .exists(),
    )
    .correlate(learners, memberships)
    .scalar_subquery()
)
_MEMBERS = (
    select(
        *(learners.c.id, SHOWN_NAME, learners.c.visibility, memberships.c.number, memberships.c.joined_at),
        _UNASKED_AT.label("unasked_at"),
        *CLOCK,
    )
    .join(memberships, memberships.c.learner_id == learners.c.id)
    .where(memberships.c.group_id == bindparam("group"), memberships.c.left_at.is_(None))
)
_BY_ID = _MEMBERS.where(learners.c.id == bindparam("learner"))
_OF_GOAL = goals.c.learner_id == bindparam("learner"), goals.c.roadmap == bindparam("slug")
_PLANNED = union_all(
    select(constant("").label("part"), pauses.c.first_day.label("first"), pauses.c.last_day.label("last")).where(
        pauses.c.learner_id == bindparam("learner")
    ),
    select(goals.c.part, goals.c.day, goals.c.day).where(*_OF_GOAL),
)
_LATELY = (
    select(func.count())
    .select_from(ticks.outerjoin(undos, undos.c.tick_id == ticks.c.id))
    .where(
        ticks.c.learner_id == bindparam("learner"),
        ticks.c.roadmap == bindparam("slug"),
        ticks.c.day >= bindparam("since"),
        ticks.c.source != constant(TickSource.PLACEMENT),
        undos.c.tick_id.is_(None),
    )
)
_VALUES: dict[str, BindParameter[Any]] = {"part": bindparam("part"), "day": bindparam("day"), "at": bindparam("now")}
_KEEP_GOAL = PerEngine(
    lambda into: (
        into(goals)
        .values(learner_id=bindparam("learner"), roadmap=bindparam("slug"), **_VALUES)
        .on_conflict_do_update(index_elements=["learner_id", "roadmap"], set_=_VALUES)
    )
)
_DROP_GOAL = delete(goals).where(*_OF_GOAL)


def read_member(db: Connection, group_id: GroupId, learner_id: LearnerId) -> ViewedMember | None:
    """Read a present member. None if the learner is no member of the group."""
    row = db.execute(_BY_ID, {"group": group_id, "learner": learner_id, **reader(db)}).one_or_none()
    if row is None:
        return None
    return ViewedMember(
        row.id, row.name, row.visibility, row.number, row.joined_at, clock_of(row), unasked_at=row.unasked_at
    )


def read_planned(db: Connection, learner_id: LearnerId, roadmap_slug: str) -> Planned:
    """Read the pauses of a learner, and their goal on a roadmap."""
    rows = db.execute(_PLANNED, {"learner": learner_id, "slug": roadmap_slug}).all()
    return Planned(
        tuple((first, last) for part, first, last in rows if not part),
        next((Goal(part, day) for part, day, _ in rows if part), None),
    )


def count_ticks_since(db: Connection, learner_id: LearnerId, roadmap_slug: str, since: date) -> int:
    """Count the tasks that a learner ticked off on a roadmap from a day on, without those of placements."""
    return db.execute(_LATELY, {"learner": learner_id, "slug": roadmap_slug, "since": since}).scalar_one()


def keep_goal(db: Connection, learner_id: LearnerId, roadmap_slug: str, goal: Goal, now: datetime) -> None:
    """Keep a learner's goal on a roadmap in the place of any other."""
    values = {"learner": learner_id, "slug": roadmap_slug, "part": goal.part, "day": goal.day, "now": now}
    db.execute(_KEEP_GOAL(db), values)


def delete_goal(db: Connection, learner_id: LearnerId, roadmap_slug: str) -> None:
    """Delete a learner's goal on a roadmap."""
    db.execute(_DROP_GOAL, {"learner": learner_id, "slug": roadmap_slug})
