"""SQL that finds the caller and the group of their place in one look."""

from __future__ import annotations

from sqlalchemy import Connection, and_, bindparam, select

from bot.database.columns import constant
from bot.features.members.queries.groups import GROUP, GroupHere, group_of
from bot.features.members.queries.learners import PERSON, Person, person_of
from bot.identity import Account, Place
from bot.tables import accounts, groups, learners, memberships, places

_always = select(constant(1).label("row")).subquery()
_CALLER = select(*(column.label(f"person_{number}") for number, column in enumerate(PERSON)), *GROUP).select_from(
    _always.outerjoin(
        accounts, and_(accounts.c.platform == bindparam("platform"), accounts.c.user_id == bindparam("user_id"))
    )
    .outerjoin(learners, learners.c.id == accounts.c.learner_id)
    .outerjoin(places, and_(places.c.platform == bindparam("platform"), places.c.space_id == bindparam("space_id")))
    .outerjoin(groups, groups.c.id == places.c.group_id)
    .outerjoin(memberships, and_(memberships.c.group_id == groups.c.id, memberships.c.learner_id == learners.c.id))
)


def find_person_and_group(db: Connection, account: Account, place: Place) -> tuple[Person | None, GroupHere | None]:
    """Find the learner of an account, and the group of this place with their membership in it."""
    values = {"platform": account.platform, "user_id": account.user_id, "space_id": place.space_id}
    row = db.execute(_CALLER, values).one()
    return person_of(row[: len(PERSON)]) if row[0] else None, group_of(row) if row.group_id else None
