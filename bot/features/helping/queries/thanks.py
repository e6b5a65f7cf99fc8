"""SQL about thanks: how often members of a group were thanked for their help. Hidden members are left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from bot.closed_sets import Visibility
from bot.database.columns import constant
from bot.identity import GroupId, LearnerId
from bot.tables import helps, learners, memberships, obstacles
from bot.tables.members import PRESENT_MEMBERS


@dataclass(frozen=True, slots=True)
class Thanked:
    """A member who was thanked, and how often."""

    learner_id: LearnerId
    count: int


_COUNT = func.count().label("thanks")
_THANKED = (
    select(helps.c.learner_id, _COUNT)
    .join(obstacles, obstacles.c.id == helps.c.obstacle_id)
    .where(obstacles.c.group_id == bindparam("group"), helps.c.thanked_at > bindparam("since"))
    .group_by(helps.c.learner_id)
)
_READ = (
    _THANKED.join(memberships, memberships.c.learner_id == helps.c.learner_id)
    .join(learners, learners.c.id == helps.c.learner_id)
    .where(PRESENT_MEMBERS, learners.c.visibility != constant(Visibility.HIDDEN))
    .order_by(_COUNT.desc(), func.max(helps.c.thanked_at), helps.c.learner_id)
)


def read_thanks(db: Connection, group_id: GroupId, since: datetime) -> list[Thanked]:
    """Read the members who were thanked in a group after an instant, those with most thanks first.

    Members who hid or left are left out.
    """
    return [Thanked(row.learner_id, row.thanks) for row in db.execute(_READ, {"group": group_id, "since": since})]


def count_thanks(db: Connection, group_id: GroupId, since: datetime) -> dict[LearnerId, int]:
    """Count the thanks of all who were thanked in a group after an instant: learner id -> number."""
    return {row.learner_id: row.thanks for row in db.execute(_THANKED, {"group": group_id, "since": since})}
