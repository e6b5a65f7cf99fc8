"""SQL about the groups of a learner, of which they mean one in private."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, select, update

from bot.identity import GroupId, LearnerId
from bot.tables import groups, memberships
from bot.tables.members import is_home, meant_first


@dataclass(frozen=True, slots=True)
class HomeGroup:
    """A group that a learner is a member of, while the bot is in it."""

    group_id: GroupId
    title: str
    solo: bool
    chosen: bool


_MINE = memberships.c.learner_id == bindparam("learner")
_HOMES = (
    select(groups.c.id, groups.c.title, groups.c.solo, memberships.c.chosen_at)
    .join(memberships, memberships.c.group_id == groups.c.id)
    .where(_MINE, is_home(groups))
    .order_by(*meant_first(groups))
)
_CHOOSE = (
    update(memberships)
    .where(_MINE, memberships.c.group_id == bindparam("group"), memberships.c.left_at.is_(None))
    .values(chosen_at=bindparam("now"))
)
_FORGET = (
    update(memberships)
    .where(and_(_MINE, memberships.c.group_id != bindparam("group"), memberships.c.chosen_at.is_not(None)))
    .values(chosen_at=None)
)


def read_home_groups(db: Connection, learner_id: LearnerId) -> list[HomeGroup]:
    """Read the groups of a learner in which the bot is. The one that they mean in private comes first."""
    rows = db.execute(_HOMES, {"learner": learner_id})
    return [HomeGroup(row.id, row.title, row.solo, row.chosen_at is not None) for row in rows]


def mark_chosen(db: Connection, learner_id: LearnerId, group_id: GroupId, now: datetime) -> None:
    """Note the group that a learner chose for their private chat, and forget the one before."""
    db.execute(_CHOOSE, {"learner": learner_id, "group": group_id, "now": now})
    db.execute(_FORGET, {"learner": learner_id, "group": group_id})
