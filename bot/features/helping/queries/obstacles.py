"""SQL about obstacles. An obstacle that was taken down, or whose learner hid, left or withdrew it, is not shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, insert, null, or_, select, update

from bot.closed_sets import ObstacleSource, ObstacleState, Publishing, Visibility
from bot.database.columns import constant
from bot.identity import CheckinId, GroupId, LearnerId, ObstacleId
from bot.tables import groups, learners, memberships, obstacles, reports
from bot.tables.members import may_publish


@dataclass(frozen=True, slots=True)
class Obstacle:
    """An obstacle of a learner, in their own words.

    `task` is a slug; None: it is about no task. `checkin_id` is the check-in of a report's obstacle.
    `shown`: the group may read it now. `solution` is kept for the next learner; it is empty until there is one.
    """

    id: ObstacleId
    learner_id: LearnerId
    group_id: GroupId
    roadmap_slug: str
    task: str | None
    words: str
    source: ObstacleSource
    checkin_id: CheckinId | None
    state: ObstacleState
    at: datetime
    solution: str
    shown: bool

    @property
    def open(self) -> bool:
        """Whether it still waits for help."""
        return self.state is ObstacleState.OPEN


_OF_REPORT = and_(
    reports.c.obstacle != "",
    reports.c.publishing == constant(Publishing.ALL),
    reports.c.hidden_at.is_(None),
    may_publish(reports.c.at),
    learners.c.publishing == constant(Publishing.ALL),
)
_OF_STUCK = and_(obstacles.c.source == constant(ObstacleSource.STUCK), may_publish(obstacles.c.at))
IS_SHOWN = and_(
    obstacles.c.hidden_at.is_(None),
    learners.c.visibility != constant(Visibility.HIDDEN),
    memberships.c.learner_id.is_not(None),
    memberships.c.left_at.is_(None),
    groups.c.removed_at.is_(None),
    or_(_OF_STUCK, _OF_REPORT),
)
"""The condition that a group may read an obstacle now. It holds in `WITH_RIGHTS`."""
WITH_RIGHTS = (
    obstacles.join(learners, learners.c.id == obstacles.c.learner_id)
    .join(groups, groups.c.id == obstacles.c.group_id)
    .outerjoin(
        memberships,
        and_(
            memberships.c.learner_id == obstacles.c.learner_id,
            memberships.c.group_id == obstacles.c.group_id,
        ),
    )
    .outerjoin(
        reports,
        and_(reports.c.checkin_id == obstacles.c.checkin_id, reports.c.learner_id == obstacles.c.learner_id),
    )
)
"""Obstacles, with all that decides whether they are shown."""
OBSTACLE = (
    *(obstacles.c.id, obstacles.c.learner_id, obstacles.c.group_id, obstacles.c.roadmap, obstacles.c.task),
    *(obstacles.c.words, obstacles.c.source, obstacles.c.checkin_id, obstacles.c.state, obstacles.c.at),
    *(obstacles.c.solution, IS_SHOWN.label("shown")),
)
"""The columns of an `Obstacle`, read from `WITH_RIGHTS`."""


_OPEN = insert(obstacles).returning(obstacles.c.id)
_FIND = select(*OBSTACLE).select_from(WITH_RIGHTS).where(obstacles.c.id == bindparam("obstacle"))
_LOCK = select(obstacles.c.id).where(obstacles.c.id == bindparam("obstacle")).with_for_update(key_share=True)
_END = (
    update(obstacles)
    .where(obstacles.c.id == bindparam("obstacle"), obstacles.c.state == constant(ObstacleState.OPEN))
    .values(state=bindparam("state_"), ended_at=bindparam("now"))
)

_REOPEN = (
    update(obstacles)
    .where(obstacles.c.id == bindparam("obstacle"))
    .values(state=ObstacleState.OPEN, ended_at=null(), solution="")
)


def open_obstacle(
    db: Connection,
    learner_id: LearnerId,
    *,
    group_id: GroupId,
    roadmap_slug: str,
    task: str | None,
    words: str,
    now: datetime,
) -> ObstacleId:
    """Keep an obstacle that was not in a report, and return its id."""
    row = {"learner_id": learner_id, "group_id": group_id, "roadmap": roadmap_slug, "task": task}
    kept = {**row, "words": words, "source": ObstacleSource.STUCK, "at": now}
    return ObstacleId(db.execute(_OPEN, kept).scalar_one())


def find_obstacle(db: Connection, obstacle_id: ObstacleId) -> Obstacle | None:
    """Find an obstacle, and read whether it is shown."""
    row = db.execute(_FIND, {"obstacle": obstacle_id}).one_or_none()
    return obstacle_of(row) if row else None


def lock_obstacle(db: Connection, obstacle_id: ObstacleId) -> Obstacle | None:
    """Find an obstacle, and lock it until the transaction ends, so that two helpers do not pass each other."""
    db.execute(_LOCK, {"obstacle": obstacle_id})
    return find_obstacle(db, obstacle_id)


def end_obstacle(db: Connection, obstacle_id: ObstacleId, state: ObstacleState, now: datetime) -> None:
    """End an obstacle that is open, as solved or closed."""
    db.execute(_END, {"obstacle": obstacle_id, "state_": state, "now": now})


def reopen_obstacle(db: Connection, obstacle_id: ObstacleId) -> None:
    """Let an obstacle wait for help again, without a solution."""
    db.execute(_REOPEN, {"obstacle": obstacle_id})


def obstacle_of(row: Row[*tuple[Any, ...]]) -> Obstacle:
    """Make the obstacle of a row of `OBSTACLE`."""
    return Obstacle(
        row.id,
        row.learner_id,
        row.group_id,
        row.roadmap,
        row.task,
        row.words,
        ObstacleSource(row.source),
        row.checkin_id,
        ObstacleState(row.state),
        row.at,
        row.solution,
        bool(row.shown),
    )
