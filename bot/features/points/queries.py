"""SQL about points: by study day, by learner, and counted over the community."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import (
    Connection,
    Executable,
    bindparam,
    case,
    delete,
    exists,
    func,
    insert,
    select,
    text,
    union_all,
    update,
)

from bot.closed_sets import SessionSource, TickSource, Visibility
from bot.database.columns import constant
from bot.database.endings import at_end
from bot.database.upsert import Into, PerEngine
from bot.identity import LearnerId
from bot.tables import day_points, groups, learners, memberships, point_counts, sessions, ticks, undos
from roadmap.streak import ENOUGH_MINUTES


@dataclass(frozen=True, slots=True)
class CommunityEntry:
    """A learner's points. `listed`: they are on the community leaderboard; `eligible`: they should be."""

    learner_id: LearnerId
    points: int
    listed: bool
    eligible: bool


class Entry(NamedTuple):
    """A tick or session. A tick stands for the minutes that make a day done, which are `enough`."""

    day: date
    at: datetime
    points: int
    minutes: int
    enough: int


def _add_to_day(into: Into) -> Executable:
    fresh = into(day_points)
    return fresh.on_conflict_do_update(
        index_elements=["learner_id", "day"], set_={"points": day_points.c.points + fresh.excluded.points}
    )


def _count_up(into: Into) -> Executable:
    fresh = into(point_counts)
    return fresh.on_conflict_do_update(
        index_elements=["points"], set_={"learners": point_counts.c.learners + fresh.excluded.learners}
    )


_ADD_TO_DAY = PerEngine(_add_to_day)
_TAKE_FROM_DAY = (
    update(day_points)
    .where(day_points.c.learner_id == bindparam("learner"), day_points.c.day == bindparam("on"))
    .values(points=day_points.c.points - bindparam("less"))
)
_ENTRIES_IN_TIME = union_all(
    select(
        ticks.c.day,
        ticks.c.at,
        ticks.c.points,
        constant(ENOUGH_MINUTES).label("minutes"),
        constant(ENOUGH_MINUTES).label("enough"),
    )
    .select_from(ticks.outerjoin(undos, undos.c.tick_id == ticks.c.id))
    .where(ticks.c.learner_id == bindparam("learner"), ticks.c.source == TickSource.TICK, undos.c.tick_id.is_(None)),
    select(sessions.c.day, sessions.c.at, constant(0), sessions.c.minutes, sessions.c.enough).where(
        sessions.c.learner_id == bindparam("learner"),
        sessions.c.undone_at.is_(None),
        sessions.c.source == SessionSource.SESSION,
    ),
).order_by("at")
_SET_POINTS_AT = (
    update(learners)
    .where(learners.c.id == bindparam("learner"))
    .values(points_at=func.coalesce(bindparam("risen", type_=learners.c.points_at.type), learners.c.joined_at))
)
_EARN = (
    update(learners)
    .where(learners.c.id == bindparam("learner"))
    .values(points=learners.c.points + bindparam("more"), points_at=bindparam("now"))
    .returning(learners.c.points, learners.c.in_community)
)
_LOSE = (
    update(learners)
    .where(learners.c.id == bindparam("learner"))
    .values(points=learners.c.points - bindparam("less"))
    .returning(learners.c.points, learners.c.in_community)
)
_COUNT_UP = PerEngine(_count_up)
_COUNT_DOWN = (
    update(point_counts)
    .where(point_counts.c.points == bindparam("at"))
    .values(learners=point_counts.c.learners - bindparam("fewer"))
)
_eligible = (
    exists()
    .where(
        memberships.c.learner_id == learners.c.id,
        memberships.c.left_at.is_(None),
        groups.c.id == memberships.c.group_id,
        groups.c.community,
        groups.c.removed_at.is_(None),
        learners.c.visibility != Visibility.HIDDEN,
        learners.c.community_on,
    )
    .correlate(learners)
)
_ENTRIES = select(
    learners.c.id, learners.c.points, learners.c.in_community, case((_eligible, 1), else_=0).label("eligible")
)
_ENTRIES_OF = (
    _ENTRIES.where(learners.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(learners.c.id)
    .with_for_update(key_share=True)
)
_LIST = update(learners).where(learners.c.id == bindparam("learner")).values(in_community=bindparam("listed"))
_SET_POINTS = update(learners).where(learners.c.id == bindparam("learner")).values(points=bindparam("new_points"))
_CLEAR_DAYS = delete(day_points).where(day_points.c.learner_id == bindparam("learner"))
_COUNTED = select(learners.c.points, func.count()).where(learners.c.in_community).group_by(learners.c.points)
_KEPT_COUNTS = select(point_counts.c.points, point_counts.c.learners).where(point_counts.c.learners > 0)
_LOCK_COUNTS = text("SELECT pg_advisory_xact_lock(7235102)")


def add_points(db: Connection, learner_id: LearnerId, day: date, points: int, now: datetime) -> tuple[int, bool]:
    """Add points to a study day and to the total.

    Return the new total, and whether the learner is on the community leaderboard.
    """
    db.execute(_ADD_TO_DAY(db), {"learner_id": learner_id, "day": day, "points": points})
    row = db.execute(_EARN, {"learner": learner_id, "more": points, "now": now}).one()
    return row.points, row.in_community


def take_points(db: Connection, learner_id: LearnerId, day: date, points: int) -> tuple[int, bool]:
    """Take points from a study day and from the total. Return the same as `add_points`."""
    db.execute(_TAKE_FROM_DAY, {"learner": learner_id, "on": day, "less": points})
    row = db.execute(_LOSE, {"learner": learner_id, "less": points}).one()
    return row.points, row.in_community


def read_entries(db: Connection, learner_id: LearnerId) -> list[Entry]:
    """Read a learner's live ticks and sessions that were entered on their day, oldest first."""
    return [Entry(*row) for row in db.execute(_ENTRIES_IN_TIME, {"learner": learner_id})]


def set_points_at(db: Connection, learner_id: LearnerId, at: datetime | None) -> None:
    """Set when the points last rose. None: they never did, so it is the instant of joining."""
    db.execute(_SET_POINTS_AT, {"learner": learner_id, "risen": at})


def recount(db: Connection, changes: Mapping[int, int]) -> None:
    """Change how many learners have a number of points: points -> learners more, or fewer if negative.

    It happens at the end of the transaction. On PostgreSQL one transaction at a time does this, so that two never wait
    for each other.
    """
    at_end(db, _recount, changes)


def _recount(db: Connection, changes: Mapping[int, int]) -> None:
    if changes and db.dialect.name == "postgresql":
        db.execute(_LOCK_COUNTS)
    for points, change in sorted(changes.items()):
        if change > 0:
            db.execute(_COUNT_UP(db), {"points": points, "learners": change})
        elif change < 0:
            db.execute(_COUNT_DOWN, {"at": points, "fewer": -change})


def read_community_entries(db: Connection, learner_ids: Sequence[LearnerId] | None = None) -> list[CommunityEntry]:
    """Read which learners are on the community leaderboard, and which should be.

    With `learner_ids` it reads these learners and locks their rows, otherwise all learners.
    """
    rows = db.execute(_ENTRIES) if learner_ids is None else db.execute(_ENTRIES_OF, {"ids": list(learner_ids)})
    return [CommunityEntry(row.id, row.points, bool(row.in_community), bool(row.eligible)) for row in rows]


def enlist(db: Connection, learner_id: LearnerId, listed: bool) -> None:
    """Put a learner on the community leaderboard, or take them off. The caller has to `recount`."""
    db.execute(_LIST, {"learner": learner_id, "listed": listed})


def set_points(db: Connection, learner_id: LearnerId, days: Mapping[date, int]) -> None:
    """Replace the points of all study days, and the total. The caller has to `renew_counts`."""
    db.execute(_CLEAR_DAYS, {"learner": learner_id})
    rows = [{"learner_id": learner_id, "day": day, "points": points} for day, points in days.items() if points]
    if rows:
        db.execute(insert(day_points), rows)
    db.execute(_SET_POINTS, {"learner": learner_id, "new_points": sum(days.values())})


def read_counts(db: Connection) -> tuple[dict[int, int], dict[int, int]]:
    """Read how many learners have each number of points: as kept, and as counted anew."""
    kept = {row.points: row.learners for row in db.execute(_KEPT_COUNTS)}
    counted = {points: people for points, people in db.execute(_COUNTED)}  # noqa: C416  a row is no pair to mypy
    return kept, counted


def renew_counts(db: Connection) -> None:
    """Count anew how many learners of the community have each number of points."""
    db.execute(delete(point_counts))
    db.execute(insert(point_counts).from_select(["points", "learners"], _COUNTED))
