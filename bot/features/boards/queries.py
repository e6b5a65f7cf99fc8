"""SQL about leaderboards. Hidden learners are left out of the members and of the community."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Select, and_, bindparam, case, false, func, or_, select

from bot.closed_sets import Visibility
from bot.identity import GroupId, LearnerId
from bot.tables import day_points, groups, learners, memberships, point_counts
from bot.tables.clocks import CLOCK, clock_of
from bot.tables.members import PRESENT_MEMBERS
from bot.tables.names import SHOWN_NAME, reader
from roadmap.cadence import StudyClock


@dataclass(frozen=True, slots=True)
class MemberScore:
    """A learner that may be shown, with their counters. `number` is their number in the group, else 0."""

    learner_id: LearnerId
    name: str
    by_number: bool
    number: int
    points: int
    points_at: datetime
    streak: int
    streak_through: date | None
    clock: StudyClock


class CommunityCounts(NamedTuple):
    """Numbers of learners on the community leaderboard, compared with a learner's points.

    `more` have more points, and `as_many` have as many. `next_more` have as many as the neighbour above.
    `any` have any points at all.
    """

    more: int
    as_many: int
    next_more: int
    any: int


_COLUMNS = (
    learners.c.id,
    SHOWN_NAME,
    learners.c.visibility,
    learners.c.points,
    learners.c.points_at,
    learners.c.streak,
    learners.c.streak_through,
    *CLOCK,
)
_MEMBERS = (
    select(*_COLUMNS, memberships.c.number)
    .join(memberships, memberships.c.learner_id == learners.c.id)
    .where(PRESENT_MEMBERS, learners.c.visibility != Visibility.HIDDEN)
)
_HIDDEN = (
    select(*_COLUMNS)
    .join(memberships, memberships.c.learner_id == learners.c.id)
    .where(PRESENT_MEMBERS, learners.c.visibility == Visibility.HIDDEN, learners.c.id == bindparam("me"))
)
_WEEK = (
    select(day_points.c.learner_id, func.sum(day_points.c.points))
    .join(memberships, memberships.c.learner_id == day_points.c.learner_id)
    .where(PRESENT_MEMBERS, day_points.c.day.between(bindparam("first"), bindparam("last")))
    .group_by(day_points.c.learner_id)
)

_LISTED = select(*_COLUMNS).where(learners.c.in_community, learners.c.points > 0)
_LEFT = select(learners.c.id).where(learners.c.id == bindparam("me"), learners.c.community_on == false())
_TOP = _LISTED.order_by(learners.c.points.desc(), learners.c.points_at, learners.c.id).limit(bindparam("count"))
_ME = _LISTED.where(learners.c.id == bindparam("me"))
_COUNTS = select(
    *(
        func.coalesce(func.sum(case((fits, point_counts.c.learners), else_=0)), 0)
        for fits in (
            point_counts.c.points > bindparam("mine"),
            point_counts.c.points == bindparam("mine"),
            point_counts.c.points == bindparam("above"),
            point_counts.c.points > 0,
        )
    )
)
_TIED = (learners.c.in_community, learners.c.points == bindparam("points"))


def _beside(*, above: bool) -> tuple[Select[Any], Select[Any]]:
    """Build two queries for the neighbour above or below: with as many points, and with the nearest points.

    Each is one step in the index.
    """
    at, id_ = learners.c.points_at, learners.c.id
    tied = select(*_COLUMNS).where(*_TIED)
    nearest = func.min(learners.c.points) if above else func.max(learners.c.points)
    further = learners.c.points > bindparam("points") if above else learners.c.points < bindparam("points")
    level = select(nearest).where(learners.c.in_community, further, learners.c.points > 0).scalar_subquery()
    apart = select(*_COLUMNS).where(learners.c.in_community, learners.c.points == level)
    if above:
        before = and_(at <= bindparam("at"), or_(at < bindparam("at"), id_ < bindparam("me")))
        return tied.where(before).order_by(at.desc(), id_.desc()).limit(1), apart.order_by(at.desc(), id_.desc()).limit(
            1
        )
    after = and_(at >= bindparam("at"), or_(at > bindparam("at"), id_ > bindparam("me")))
    return tied.where(after).order_by(at, id_).limit(1), apart.order_by(at, id_).limit(1)


_ABOVE = _beside(above=True)
_BELOW = _beside(above=False)
_NUMBERS = (
    select(memberships.c.learner_id, func.min(memberships.c.number))
    .join(groups, groups.c.id == memberships.c.group_id)
    .where(
        memberships.c.learner_id.in_(bindparam("ids", expanding=True)),
        memberships.c.left_at.is_(None),
        groups.c.community,
    )
    .group_by(memberships.c.learner_id)
)


def read_board_members(db: Connection, group_id: GroupId) -> list[MemberScore]:
    """Read the members of a group that may be shown."""
    return [_score(row, row.number) for row in db.execute(_MEMBERS, {"group": group_id, **reader(db)})]


def read_hidden_member(db: Connection, group_id: GroupId, learner_id: LearnerId) -> MemberScore | None:
    """Read a hidden member of a group, for that member's own eyes. None for a member that others see."""
    row = db.execute(_HIDDEN, {"group": group_id, "me": learner_id, **reader(db)}).one_or_none()
    return _score(row) if row else None


def has_left_community(db: Connection, learner_id: LearnerId) -> bool:
    """Whether a learner wants to be on no community leaderboard."""
    return db.execute(_LEFT, {"me": learner_id}).first() is not None


def read_week_points(db: Connection, group_id: GroupId, first: date, last: date) -> dict[LearnerId, int]:
    """Add up the points of the study days from `first` to `last`: learner id -> points."""
    rows = db.execute(_WEEK, {"group": group_id, "first": first, "last": last})
    return {learner_id: int(points) for learner_id, points in rows}


def read_top(db: Connection, count: int) -> list[MemberScore]:
    """Read the first learners of the community leaderboard."""
    return [_score(row) for row in db.execute(_TOP, {"count": count, **reader(db)})]


def read_listed(db: Connection, learner_id: LearnerId) -> MemberScore | None:
    """Read a learner's entry on the community leaderboard. None if there is none."""
    row = db.execute(_ME, {"me": learner_id, **reader(db)}).one_or_none()
    return _score(row) if row else None


def count_around(db: Connection, mine: int, above: int) -> CommunityCounts:
    """Count the community leaderboard around `mine` points. `above` are the points of the neighbour above.

    The counts come from the histogram, which has one row for each number of points.
    """
    return CommunityCounts(*db.execute(_COUNTS, {"mine": mine, "above": above}).one())


def read_beside(db: Connection, me: MemberScore, *, above: bool) -> MemberScore | None:
    """Read the neighbour above or below a learner on the community leaderboard. None if there is none."""
    mine = {"points": me.points, "at": me.points_at, "me": me.learner_id, **reader(db)}
    for statement in _ABOVE if above else _BELOW:
        row = db.execute(statement, mine).one_or_none()
        if row is not None:
            return _score(row)
    return None


def read_numbers(db: Connection, learner_ids: Collection[LearnerId]) -> dict[LearnerId, int]:
    """Read each learner's lowest number in the groups of the community: learner id -> number."""
    rows: Sequence[Any] = db.execute(_NUMBERS, {"ids": list(learner_ids)}).all() if learner_ids else []
    return {learner_id: number for learner_id, number in rows}  # noqa: C416  a row is no pair to mypy


def _score(row: Row[*tuple[Any, ...]], number: int = 0) -> MemberScore:
    return MemberScore(
        learner_id=row.id,
        name=row.name,
        by_number=row.visibility == Visibility.NUMBER,
        number=number,
        points=row.points,
        points_at=row.points_at,
        streak=row.streak,
        streak_through=row.streak_through,
        clock=clock_of(row),
    )
