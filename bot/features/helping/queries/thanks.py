"""SQL about thanks: how often members of a group were thanked for their help."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from bot.identity import GroupId, LearnerId
from bot.tables import helps, obstacles

_COUNT = func.count().label("thanks")
_THANKED = (
    select(helps.c.learner_id, _COUNT)
    .join(obstacles, obstacles.c.id == helps.c.obstacle_id)
    .where(obstacles.c.group_id == bindparam("group"), helps.c.thanked_at > bindparam("since"))
    .group_by(helps.c.learner_id)
)


def count_thanks(db: Connection, group_id: GroupId, since: datetime) -> dict[LearnerId, int]:
    """Count the thanks of all who were thanked in a group after an instant: learner id -> number."""
    return {row.learner_id: row.thanks for row in db.execute(_THANKED, {"group": group_id, "since": since})}
