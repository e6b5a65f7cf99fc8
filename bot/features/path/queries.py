"""SQL about members and their pauses, for showing progress."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, select

from bot.identity import GroupId, LearnerId
from bot.tables import learners, memberships, pauses
from bot.tables.clocks import CLOCK, clock_of
from roadmap.cadence import StudyClock


@dataclass(frozen=True, slots=True)
class ViewedMember:
    """A member of a group with their visibility."""

    id: LearnerId
    name: str
    visibility: str
    number: int
    joined_at: datetime
    clock: StudyClock


_MEMBERS = (
    select(
        *(learners.c.id, learners.c.name, learners.c.visibility, memberships.c.number, memberships.c.joined_at),
        *CLOCK,
    )
    .join(memberships, memberships.c.learner_id == learners.c.id)
    .where(memberships.c.group_id == bindparam("group"), memberships.c.left_at.is_(None))
)
_BY_ID = _MEMBERS.where(learners.c.id == bindparam("learner"))
_PAUSES = select(pauses.c.first_day, pauses.c.last_day).where(pauses.c.learner_id == bindparam("learner"))


def read_member(db: Connection, group_id: GroupId, learner_id: LearnerId) -> ViewedMember | None:
    """Read a present member. None if the learner is no member of the group."""
    row = db.execute(_BY_ID, {"group": group_id, "learner": learner_id}).one_or_none()
    return ViewedMember(row.id, row.name, row.visibility, row.number, row.joined_at, clock_of(row)) if row else None


def read_pause_days(db: Connection, learner_id: LearnerId) -> list[tuple[date, date]]:
    """Read the first and last days of all pauses of a learner."""
    return [(row.first_day, row.last_day) for row in db.execute(_PAUSES, {"learner": learner_id})]
