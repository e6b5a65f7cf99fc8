"""SQL about members whose publishing a steward stopped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, null, select, update

from bot.closed_sets import Visibility
from bot.identity import GroupId, LearnerId
from bot.tables import learners, memberships
from bot.tables.names import SHOWN_NAME, reader

_MEMBER = and_(memberships.c.group_id == bindparam("group"), memberships.c.left_at.is_(None))
_BAR = update(memberships).where(_MEMBER, memberships.c.learner_id == bindparam("learner"))
_BAR_NOW = _BAR.where(memberships.c.barred_at.is_(None)).values(barred_at=bindparam("now"))
_UNBAR = _BAR.where(memberships.c.barred_at.is_not(None)).values(barred_at=null())
_BARRED = (
    select(learners.c.id, memberships.c.number, SHOWN_NAME, learners.c.visibility)
    .join(learners, learners.c.id == memberships.c.learner_id)
    .where(_MEMBER, memberships.c.barred_at.is_not(None))
    .order_by(memberships.c.number)
)


@dataclass(frozen=True, slots=True)
class BarredMember:
    """A member whose publishing a steward stopped, as fellow members see them."""

    learner_id: LearnerId
    number: int
    name: str
    hidden: bool


def bar_member(db: Connection, group_id: GroupId, learner_id: LearnerId, now: datetime) -> bool:
    """Stop a member's publishing from now on. False if it was stopped before, or they are no member."""
    return db.execute(_BAR_NOW, {"group": group_id, "learner": learner_id, "now": now}).rowcount == 1


def unbar_member(db: Connection, group_id: GroupId, learner_id: LearnerId) -> bool:
    """Let a member publish again. False if it was not stopped."""
    return db.execute(_UNBAR, {"group": group_id, "learner": learner_id}).rowcount == 1


def read_barred(db: Connection, group_id: GroupId) -> Sequence[BarredMember]:
    """Read the members whose publishing is stopped."""
    return [
        BarredMember(
            row.id,
            row.number,
            row.name if row.visibility == Visibility.GROUP else "",
            hidden=row.visibility == Visibility.HIDDEN,
        )
        for row in db.execute(_BARRED, {"group": group_id, **reader(db)})
    ]
