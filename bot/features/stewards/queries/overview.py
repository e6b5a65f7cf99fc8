"""SQL about a group as its stewards see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, func, select

from bot.closed_sets import ObstacleState, PostState, PromiseState, Visibility
from bot.database.columns import constant, constants
from bot.features.helping.queries.obstacles import IS_SHOWN, WITH_RIGHTS
from bot.identity import GroupId, LearnerId
from bot.tables import checkins, learners, memberships, obstacles, outbox, places, promises
from bot.tables.clocks import CLOCK, clock_of
from bot.tables.members import PRESENT_MEMBERS
from bot.tables.names import SHOWN_NAME, reader
from roadmap.cadence import StudyClock

MOST_OBSTACLES = 40


@dataclass(frozen=True, slots=True)
class SeenMember:
    """A present member, as a steward may see them. `name` is empty unless others see it, too.

    `written_at`: when they got the last friendly word.
    """

    learner_id: LearnerId
    number: int
    name: str
    hidden: bool
    joined_at: datetime
    active_at: datetime
    clock: StudyClock
    written_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SeenObstacle:
    """An open obstacle that the group may read. `task` is a slug; empty: it is about no task."""

    learner_id: LearnerId
    task: str


@dataclass(frozen=True, slots=True)
class FailedPosts:
    """A count of a group's posts that did not surely arrive on a platform, for one reason."""

    platform: str
    state: PostState
    reason: str
    count: int


_MEMBERS = (
    select(
        learners.c.id,
        memberships.c.number,
        SHOWN_NAME,
        learners.c.visibility,
        memberships.c.joined_at,
        func.coalesce(learners.c.active_at, learners.c.joined_at).label("active_at"),
        *CLOCK,
        memberships.c.written_at,
    )
    .join(learners, learners.c.id == memberships.c.learner_id)
    .where(PRESENT_MEMBERS)
    .order_by(memberships.c.number)
)
_OBSTACLES = (
    select(obstacles.c.learner_id, obstacles.c.task)
    .select_from(WITH_RIGHTS)
    .where(
        obstacles.c.group_id == bindparam("group"),
        obstacles.c.state == constant(ObstacleState.OPEN),
        obstacles.c.at >= bindparam("since"),
        IS_SHOWN,
    )
    .order_by(obstacles.c.id.desc())
    .limit(MOST_OBSTACLES)
)
_LAST_WEEK = select(func.max(checkins.c.week)).where(
    checkins.c.group_id == bindparam("group"), checkins.c.closed_at.is_not(None)
)
_PROMISES = (
    select(promises.c.state, func.count())
    .where(
        promises.c.learner_id.in_(bindparam("learner_ids", expanding=True)),
        promises.c.roadmap == bindparam("slug"),
        promises.c.week == bindparam("of_week"),
    )
    .group_by(promises.c.state)
)
_FAILED = (
    select(places.c.platform, outbox.c.state, func.coalesce(outbox.c.reason, "").label("why"), func.count())
    .join(places, places.c.id == outbox.c.place_id)
    .where(
        places.c.group_id == bindparam("group"),
        outbox.c.state.in_(constants([PostState.DEAD, PostState.AMBIGUOUS])),
        outbox.c.ended_at >= bindparam("since"),
    )
    .group_by(places.c.platform, outbox.c.state, outbox.c.reason)
)


def read_seen_members(db: Connection, group_id: GroupId) -> list[SeenMember]:
    """Read the present members of a group, by number. Hidden ones are there, and to be counted only."""
    return [
        SeenMember(
            learner_id=row.id,
            number=row.number,
            name=row.name if row.visibility == Visibility.GROUP else "",
            hidden=row.visibility == Visibility.HIDDEN,
            joined_at=row.joined_at,
            active_at=row.active_at,
            clock=clock_of(row),
            written_at=row.written_at,
        )
        for row in db.execute(_MEMBERS, {"group": group_id, **reader(db)})
    ]


def read_seen_obstacles(db: Connection, group_id: GroupId, since: datetime) -> list[SeenObstacle]:
    """Read the open obstacles of a group that it may read, the newest first."""
    rows = db.execute(_OBSTACLES, {"group": group_id, "since": since})
    return [SeenObstacle(row.learner_id, row.task or "") for row in rows]


def find_last_closed_week(db: Connection, group_id: GroupId) -> date | None:
    """Find the week of the group's last check-in that has closed."""
    week: date | None = db.scalar(_LAST_WEEK, {"group": group_id})
    return week


def count_promises(db: Connection, learner_ids: Sequence[LearnerId], roadmap_slug: str, week: date) -> tuple[int, int]:
    """Count the promises of learners for a week: those that were kept, and all."""
    values = {"learner_ids": list(learner_ids), "slug": roadmap_slug, "of_week": week}
    counts: dict[str, int] = {row[0]: row[1] for row in db.execute(_PROMISES, values)}
    return counts.get(PromiseState.KEPT, 0), sum(counts.values())


def count_failed_posts(db: Connection, group_id: GroupId, since: datetime) -> list[FailedPosts]:
    """Count the group's posts that did not surely arrive since an instant, by reason."""
    rows = db.execute(_FAILED, {"group": group_id, "since": since})
    return [FailedPosts(platform, PostState(state), why, count) for platform, state, why, count in rows]
