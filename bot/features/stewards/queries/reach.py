"""SQL that finds the groups for which an account may act from its private chat."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, and_, bindparam, case, or_, select

from bot.identity import Account, GroupId, Place
from bot.tables import accounts, groups, memberships, place_stewards, places

MOST = 20
"""The most groups about which a platform is asked. Those in which the account was a steward before come first."""


@dataclass(frozen=True, slots=True)
class ReachedGroup:
    """A group that an account may be a steward of. `chat`: its chat on the platform of the account, if it has one.

    `deputy`: the learner of the account is one of its deputies.
    """

    group_id: GroupId
    title: str
    zone: str
    language: str
    roadmap_slug: str
    chat: Place | None
    deputy: bool


_PRESENT = and_(memberships.c.learner_id.is_not(None), memberships.c.left_at.is_(None))
_KNOWN = or_(and_(_PRESENT, or_(memberships.c.deputy, memberships.c.steward)), place_stewards.c.user_id.is_not(None))
_ALL = (
    select(
        groups.c.id,
        groups.c.title,
        groups.c.zone,
        groups.c.language,
        groups.c.roadmap,
        places.c.platform,
        places.c.space_id,
        and_(_PRESENT, memberships.c.deputy).label("deputy"),
    )
    .select_from(
        groups.outerjoin(places, and_(places.c.group_id == groups.c.id, places.c.platform == bindparam("platform")))
        .outerjoin(
            accounts, and_(accounts.c.platform == bindparam("platform"), accounts.c.user_id == bindparam("user_id"))
        )
        .outerjoin(
            memberships,
            and_(memberships.c.group_id == groups.c.id, memberships.c.learner_id == accounts.c.learner_id),
        )
        .outerjoin(
            place_stewards,
            and_(place_stewards.c.place_id == places.c.id, place_stewards.c.user_id == bindparam("user_id")),
        )
    )
    .where(groups.c.solo.is_(False), groups.c.removed_at.is_(None))
    .order_by(case((_KNOWN, 0), else_=1), memberships.c.active_at.desc().nulls_last(), groups.c.id)
    .limit(MOST)
)
_OWN = _ALL.where(or_(_PRESENT, place_stewards.c.user_id.is_not(None)))
_NUMBERED = _ALL.where(groups.c.id == bindparam("number"))


def find_reached_groups(db: Connection, account: Account, number: int | None) -> list[ReachedGroup]:
    """Find the groups that an account is in or has set up, or one group by its number.

    Those in which it is known as a steward come first, then the one used last. A deputy who left is none.
    """
    values = {"platform": account.platform, "user_id": account.user_id, "number": number}
    rows = db.execute(_OWN if number is None else _NUMBERED, values)
    return [
        ReachedGroup(
            row.id,
            row.title,
            row.zone,
            row.language,
            row.roadmap,
            Place(row.platform, row.space_id, row.space_id) if row.platform else None,
            bool(row.deputy),
        )
        for row in rows
    ]
