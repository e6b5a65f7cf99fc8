"""SQL about thanks: how often members of a group were thanked for their help. A steward may take thanks down."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Executable, and_, bindparam, func, select, update

from bot.identity import GroupId, LearnerId, ObstacleId
from bot.tables import helps, obstacles

_GIVEN = and_(obstacles.c.group_id == bindparam("group"), helps.c.thanked_at > bindparam("since"))
_UP, _DOWN = helps.c.taken_down.is_(False), helps.c.taken_down.is_(True)
_CHANGE = update(helps).where(
    helps.c.obstacle_id == bindparam("obstacle"),
    helps.c.learner_id == bindparam("fellow"),
    helps.c.thanked_at.is_not(None),
)
_TAKE_DOWN = _CHANGE.where(_UP).values(taken_down=True)
_PUT_BACK = _CHANGE.where(_DOWN).values(taken_down=False)


def _counting(which: ColumnElement[bool]) -> Executable:
    return (
        select(helps.c.learner_id, func.count().label("thanks"))
        .join(obstacles, obstacles.c.id == helps.c.obstacle_id)
        .where(_GIVEN, which)
        .group_by(helps.c.learner_id)
    )


_THANKED = _counting(_UP)
_TAKEN_FROM = _counting(_DOWN)


def count_thanks(db: Connection, group_id: GroupId, since: datetime) -> dict[LearnerId, int]:
    """Count the thanks of all who were thanked in a group after an instant: learner id -> number.

    Those that a steward took down do not count.
    """
    return {row.learner_id: row.thanks for row in db.execute(_THANKED, {"group": group_id, "since": since})}


def count_thanks_down(db: Connection, group_id: GroupId, since: datetime) -> dict[LearnerId, int]:
    """Count the thanks after an instant that a steward took down, by the learners that were thanked."""
    return {row.learner_id: row.thanks for row in db.execute(_TAKEN_FROM, {"group": group_id, "since": since})}


def take_thanks_down(db: Connection, obstacle_id: ObstacleId, fellow: LearnerId) -> bool:
    """Take thanks to a helper down. Another answer of the asker leaves them down. False if they were down before."""
    return db.execute(_TAKE_DOWN, {"obstacle": obstacle_id, "fellow": fellow}).rowcount == 1


def put_thanks_back(db: Connection, obstacle_id: ObstacleId, fellow: LearnerId) -> bool:
    """Put thanks back that a steward took down. False if none did."""
    return db.execute(_PUT_BACK, {"obstacle": obstacle_id, "fellow": fellow}).rowcount == 1
