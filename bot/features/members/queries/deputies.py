"""SQL about deputies: members whom an administrator named. One who left is none."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select, update

from bot.closed_sets import Visibility
from bot.features.members.queries.said_while_linked import Decision, note_decision
from bot.identity import Account, GroupId, LearnerId
from bot.tables import accounts, learners, memberships
from bot.tables.members import PRESENT_MEMBERS
from bot.tables.names import SHOWN_NAME, reader


@dataclass(frozen=True, slots=True)
class Deputy:
    """A deputy of a group, as fellow members see them."""

    learner_id: LearnerId
    number: int
    name: str
    visibility: Visibility


_IS_DEPUTY = (
    select(memberships.c.learner_id)
    .join(accounts, accounts.c.learner_id == memberships.c.learner_id)
    .where(
        PRESENT_MEMBERS,
        memberships.c.deputy,
        accounts.c.platform == bindparam("platform"),
        accounts.c.user_id == bindparam("user_id"),
    )
)
_DEPUTIES = (
    select(learners.c.id, memberships.c.number, SHOWN_NAME, learners.c.visibility)
    .join(learners, learners.c.id == memberships.c.learner_id)
    .where(PRESENT_MEMBERS, memberships.c.deputy)
    .order_by(memberships.c.number)
)
_MEMBER = (PRESENT_MEMBERS, memberships.c.learner_id == bindparam("learner"))
_NAME = update(memberships).where(*_MEMBER, memberships.c.deputy.is_(False)).values(deputy=True)
_REVOKE = update(memberships).where(*_MEMBER, memberships.c.deputy).values(deputy=False, steward=False)


def is_deputy(db: Connection, account: Account, group_id: GroupId) -> bool:
    """Whether the learner of an account is a deputy of a group."""
    values = {"group": group_id, "platform": account.platform, "user_id": account.user_id}
    return db.execute(_IS_DEPUTY, values).first() is not None


def read_deputies(db: Connection, group_id: GroupId) -> list[Deputy]:
    """Read the deputies of a group, the longest member first."""
    rows = db.execute(_DEPUTIES, {"group": group_id, **reader(db)})
    return [Deputy(row.id, row.number, row.name, Visibility(row.visibility)) for row in rows]


def name_deputy(db: Connection, group_id: GroupId, learner_id: LearnerId) -> bool:
    """Name a member a deputy. False if they are one already, or no member."""
    named = db.execute(_NAME, {"group": group_id, "learner": learner_id}).rowcount == 1
    if named:
        note_decision(db, learner_id, group_id, Decision.DEPUTY)
    return named


def revoke_deputy(db: Connection, group_id: GroupId, learner_id: LearnerId) -> bool:
    """End a deputy's naming, and posts about the group to them. False if they are none."""
    revoked = db.execute(_REVOKE, {"group": group_id, "learner": learner_id}).rowcount == 1
    if revoked:
        for what in (Decision.DEPUTY, Decision.STEWARD):
            note_decision(db, learner_id, group_id, what)
    return revoked
