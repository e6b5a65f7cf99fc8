"""SQL about memberships: learners in groups, and their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, func, insert, select, update

from bot.closed_sets import Visibility
from bot.identity import GroupId, LearnerId
from bot.posting.locking import lock_group
from bot.tables import accounts, learners, memberships


@dataclass(frozen=True, slots=True)
class FellowMember:
    """A present member of a group, with one of their accounts."""

    learner_id: LearnerId
    number: int
    name: str
    platform: str
    user_id: int
    account_name: str
    username: str
    visibility: Visibility


_MINE = and_(memberships.c.learner_id == bindparam("learner"), memberships.c.group_id == bindparam("group"))
_LAST_NUMBER = select(func.max(memberships.c.number)).where(memberships.c.group_id == bindparam("group"))
_JOIN = insert(memberships)
_TOUCH = update(memberships).where(_MINE, memberships.c.left_at.is_(None)).values(active_at=bindparam("now"))
_RETURN = update(memberships).where(_MINE).values(active_at=bindparam("now"), left_at=None)
_LEAVE = update(memberships).where(_MINE, memberships.c.left_at.is_(None)).values(left_at=bindparam("now"))
_FELLOWS = (
    select(
        learners.c.id,
        memberships.c.number,
        learners.c.name,
        learners.c.visibility,
        accounts.c.platform,
        accounts.c.user_id,
        accounts.c.name.label("account_name"),
        accounts.c.username,
    )
    .select_from(
        memberships.join(learners, memberships.c.learner_id == learners.c.id).join(
            accounts, accounts.c.learner_id == learners.c.id
        )
    )
    .where(memberships.c.group_id == bindparam("group"), memberships.c.left_at.is_(None))
    .order_by(memberships.c.number, accounts.c.id)
)


def add_membership(db: Connection, learner_id: LearnerId, group_id: GroupId, now: datetime) -> int:
    """Add a first membership. Return its number, one more than the group's last. The group is locked."""
    lock_group(db, group_id)
    number = (db.execute(_LAST_NUMBER, {"group": group_id}).scalar() or 0) + 1
    db.execute(
        _JOIN,
        {"learner_id": learner_id, "group_id": group_id, "number": number, "joined_at": now, "active_at": now},
    )
    return int(number)


def touch_membership(db: Connection, learner_id: LearnerId, group_id: GroupId, now: datetime) -> bool:
    """Note that a member is active in this group. False if the learner is no member, or has left."""
    return db.execute(_TOUCH, {"learner": learner_id, "group": group_id, "now": now}).rowcount == 1


def renew_membership(db: Connection, learner_id: LearnerId, group_id: GroupId, now: datetime) -> None:
    """Let a member who had left be back."""
    db.execute(_RETURN, {"learner": learner_id, "group": group_id, "now": now})


def end_membership(db: Connection, learner_id: LearnerId, group_id: GroupId, now: datetime) -> bool:
    """End a membership, keeping its row and number. False if there was none."""
    return db.execute(_LEAVE, {"learner": learner_id, "group": group_id, "now": now}).rowcount == 1


def read_fellow_members(db: Connection, group_id: GroupId) -> Sequence[FellowMember]:
    """Read all present members with all their accounts, by number."""
    rows = db.execute(_FELLOWS, {"group": group_id})
    return [
        FellowMember(
            learner_id=row.id,
            number=row.number,
            name=row.name,
            platform=row.platform,
            user_id=row.user_id,
            account_name=row.account_name,
            username=row.username,
            visibility=Visibility(row.visibility),
        )
        for row in rows
    ]
