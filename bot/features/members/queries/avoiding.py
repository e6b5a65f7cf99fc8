"""SQL about members who are never matched with each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, and_, bindparam, delete, or_, select

from bot.closed_sets import Visibility
from bot.database.upsert import PerEngine
from bot.identity import GroupId, LearnerId
from bot.tables import avoidances, learners, memberships
from bot.tables.names import SHOWN_NAME, reader


@dataclass(frozen=True, slots=True)
class AvoidedMember:
    """A member whom a learner is never matched with, as the learner may see them now.

    `name` is empty for a member whom others see by number, and for a hidden one. `number`: in a group; 0: none.
    """

    learner_id: LearnerId
    name: str
    number: int


_AVOID = PerEngine(
    lambda into: into(avoidances).on_conflict_do_update(
        index_elements=["learner_id", "other_id"], set_={"said_on": None, "named_on": None}
    )
)
_MINE = and_(avoidances.c.learner_id == bindparam("learner"), avoidances.c.other_id == bindparam("other"))
_MEET = delete(avoidances).where(_MINE)
_BOTH = select(avoidances.c.learner_id, avoidances.c.other_id).where(
    or_(avoidances.c.learner_id == bindparam("learner"), avoidances.c.other_id == bindparam("learner"))
)
_AMONG = select(avoidances.c.learner_id, avoidances.c.other_id).where(
    avoidances.c.learner_id.in_(bindparam("ids", expanding=True)),
    avoidances.c.other_id.in_(bindparam("ids", expanding=True)),
)
_OWN = (
    select(learners.c.id, SHOWN_NAME, learners.c.visibility, memberships.c.number)
    .select_from(
        avoidances.join(learners, learners.c.id == avoidances.c.other_id).outerjoin(
            memberships,
            and_(memberships.c.learner_id == learners.c.id, memberships.c.group_id == bindparam("group")),
        )
    )
    .where(avoidances.c.learner_id == bindparam("learner"))
    .order_by("name", learners.c.id)
)


def read_avoided(db: Connection, learner_id: LearnerId) -> set[LearnerId]:
    """Read the learners never to match with this one: those that they named, and those that named them."""
    return {one for pair in db.execute(_BOTH, {"learner": learner_id}) for one in pair if one != learner_id}


def read_avoidances(db: Connection, learner_ids: Iterable[LearnerId]) -> set[frozenset[LearnerId]]:
    """Read the pairs among these learners that are never matched."""
    return {frozenset(pair) for pair in db.execute(_AMONG, {"ids": list(learner_ids)})}


def read_own_avoided(db: Connection, learner_id: LearnerId, group_id: GroupId) -> Sequence[AvoidedMember]:
    """Read those that a learner named, by name. Numbers are those in this group."""
    rows = db.execute(_OWN, {"learner": learner_id, "group": group_id, **reader(db)})
    return [
        AvoidedMember(
            row.id,
            row.name if row.visibility == Visibility.GROUP else "",
            row.number or 0 if row.visibility != Visibility.HIDDEN else 0,
        )
        for row in rows
    ]


def add_avoidance(db: Connection, learner_id: LearnerId, other_id: LearnerId) -> None:
    """Keep that a learner is never matched with another."""
    db.execute(_AVOID(db), {"learner_id": learner_id, "other_id": other_id})


def end_avoidance(db: Connection, learner_id: LearnerId, other_id: LearnerId) -> bool:
    """Forget that a learner is never matched with another. False if they never named them."""
    return db.execute(_MEET, {"learner": learner_id, "other": other_id}).rowcount == 1
