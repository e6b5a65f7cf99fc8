"""SQL about published reports: what a group may read of each now."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, and_, bindparam, case, null, select

from bot.closed_sets import ObstacleState, Publishing, TickSource, Visibility
from bot.database.columns import constant, constants
from bot.identity import CheckinId, GroupId, LearnerId, ObstacleId
from bot.tables import checkins, groups, learners, memberships, obstacles, reports, ticks, undos
from bot.tables.homes import CHECKIN_GROUPS
from bot.tables.members import may_publish
from bot.tables.names import SHOWN_NAME, reader


@dataclass(frozen=True, slots=True)
class PublishedReport:
    """A report as far as its group may read it now. `name` is empty for a learner who is shown by `number`.

    `whole`: the group reads all of it. Otherwise it reads the promise alone, and the other words are empty.
    `obstacle_id` is that of an obstacle that still waits for help.
    """

    learner_id: LearnerId
    name: str
    number: int
    whole: bool
    finished: str
    obstacle: str
    obstacle_id: ObstacleId | None


@dataclass(frozen=True, slots=True)
class GroupOfCheckin:
    """The group of a check-in, the roadmap that it follows, and the week."""

    group_id: GroupId
    roadmap_slug: str
    week: date


_SHOWN = constants((Publishing.ALL, Publishing.PROMISE))
_WHOLE = and_(
    reports.c.publishing == constant(Publishing.ALL),
    learners.c.publishing == constant(Publishing.ALL),
)
_PUBLISHED = (
    select(
        reports.c.learner_id,
        case((learners.c.visibility == constant(Visibility.GROUP), SHOWN_NAME), else_="").label("name"),
        memberships.c.number,
        _WHOLE.label("whole"),
        reports.c.finished,
        case((obstacles.c.hidden_at.is_(null()), reports.c.obstacle), else_="").label("obstacle"),
        case((obstacles.c.state == constant(ObstacleState.OPEN), obstacles.c.id), else_=null()).label("obstacle_id"),
    )
    .select_from(reports)
    .join(learners, learners.c.id == reports.c.learner_id)
    .join(
        memberships,
        and_(memberships.c.learner_id == reports.c.learner_id, memberships.c.group_id == bindparam("group")),
    )
    .outerjoin(
        obstacles,
        and_(obstacles.c.checkin_id == reports.c.checkin_id, obstacles.c.learner_id == reports.c.learner_id),
    )
    .where(
        reports.c.checkin_id == bindparam("checkin"),
        reports.c.publishing.in_(_SHOWN),
        reports.c.hidden_at.is_(None),
        learners.c.publishing.in_(_SHOWN),
        learners.c.visibility != constant(Visibility.HIDDEN),
        memberships.c.left_at.is_(None),
        may_publish(reports.c.at),
    )
    .order_by(reports.c.at, reports.c.learner_id)
)
_TICKED = (
    select(ticks.c.learner_id, ticks.c.task)
    .select_from(ticks.outerjoin(undos, undos.c.tick_id == ticks.c.id))
    .where(
        ticks.c.learner_id.in_(bindparam("learner_ids", expanding=True)),
        ticks.c.roadmap == bindparam("slug"),
        ticks.c.source != TickSource.PLACEMENT,
        ticks.c.day.between(bindparam("first"), bindparam("last")),
        undos.c.tick_id.is_(null()),
    )
    .order_by(ticks.c.id)
)
_GROUP = (
    select(memberships.c.group_id, groups.c.roadmap, checkins.c.week)
    .select_from(checkins)
    .join(groups, groups.c.id == checkins.c.group_id)
    .join(memberships, memberships.c.group_id.in_(CHECKIN_GROUPS))
    .where(
        checkins.c.id == bindparam("checkin"),
        memberships.c.learner_id == bindparam("learner"),
        memberships.c.left_at.is_(None),
    )
    .order_by(memberships.c.group_id)
    .limit(1)
)


def read_published(db: Connection, checkin_id: CheckinId, group_id: GroupId) -> list[PublishedReport]:
    """Read what a group may read of the reports of its members in a check-in now, in their order.

    It is the group of the check-in, or one with which that is or was connected.

    1. A report counts by the stricter of two choices: its own, and its learner's present one.
    2. A report that a steward took down is left out, and so is an obstacle that was. A report is left out, too, if a
       steward had stopped its learner's publishing before.
    3. Learners who are hidden, or who left the group, are left out.
    """
    return [
        PublishedReport(
            row.learner_id,
            row.name,
            row.number,
            whole=bool(row.whole),
            finished=row.finished if row.whole else "",
            obstacle=row.obstacle if row.whole else "",
            obstacle_id=row.obstacle_id if row.whole and row.obstacle else None,
        )
        for row in db.execute(_PUBLISHED, {"checkin": checkin_id, "group": group_id, **reader(db)})
    ]


def read_week_ticks(
    db: Connection, learner_ids: Collection[LearnerId], roadmap_slug: str, first: date, last: date
) -> dict[LearnerId, list[str]]:
    """Read the tasks that each of these learners ticked off on these study days, in their order."""
    if not learner_ids:
        return {}
    values = {"learner_ids": list(learner_ids), "slug": roadmap_slug, "first": first, "last": last}
    found: dict[LearnerId, dict[str, None]] = {}
    for learner_id, task in db.execute(_TICKED, values):
        found.setdefault(learner_id, {})[task] = None
    return {learner_id: list(tasks) for learner_id, tasks in found.items()}


def find_group_of_checkin(db: Connection, checkin_id: CheckinId, learner_id: LearnerId) -> GroupOfCheckin | None:
    """Find the group in which a learner may read a check-in. None: they are no member of it."""
    row = db.execute(_GROUP, {"checkin": checkin_id, "learner": learner_id}).one_or_none()
    return GroupOfCheckin(*row) if row else None
