"""SQL about thanks that count, as stewards take them down and put them back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, case, select

from bot.closed_sets import Visibility
from bot.database.columns import constant
from bot.features.stewards.queries.moderation import MOST, PublishedText, TextKind
from bot.identity import GroupId
from bot.tables import helps, learners, memberships, obstacles
from bot.tables.members import PRESENT_MEMBERS
from bot.tables.names import SHOWN_NAME, reader

_GIVEN = (
    select(
        helps.c.obstacle_id,
        helps.c.learner_id,
        case((learners.c.visibility == constant(Visibility.GROUP), SHOWN_NAME), else_="").label("name"),
        memberships.c.number,
        helps.c.thanked_at,
        helps.c.taken_down,
    )
    .join(obstacles, obstacles.c.id == helps.c.obstacle_id)
    .join(learners, learners.c.id == helps.c.learner_id)
    .join(
        memberships,
        and_(memberships.c.learner_id == helps.c.learner_id, memberships.c.group_id == obstacles.c.group_id),
    )
    .where(
        PRESENT_MEMBERS,
        helps.c.thanked_at > bindparam("since"),
        learners.c.visibility != constant(Visibility.HIDDEN),
    )
    .order_by(helps.c.thanked_at.desc(), helps.c.obstacle_id, helps.c.learner_id)
    .limit(MOST)
)


def read_given_thanks(db: Connection, group_id: GroupId, since: datetime) -> list[PublishedText]:
    """Read the thanks that a group counts since an instant, with those that a steward took down, the newest first.

    Members who are hidden or left have none.
    """
    return [
        PublishedText(
            TextKind.THANKS,
            row.obstacle_id,
            row.learner_id,
            row.name,
            row.number,
            "",
            row.thanked_at,
            bool(row.taken_down),
        )
        for row in db.execute(_GIVEN, {"group": group_id, "since": since, **reader(db)})
    ]
