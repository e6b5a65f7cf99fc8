"""SQL about study partners who were matched: those who are together, and those who were."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from sqlalchemy import Connection, and_, bindparam, delete, func, insert, select, update

from bot.closed_sets import Visibility
from bot.features.partners.queries.wishes import WANTS_PARTNERS
from bot.identity import GroupId, LearnerId, PairingId
from bot.tables import learners, memberships, paired, pairings
from bot.tables.names import SHOWN_NAME, reader


@dataclass(frozen=True, slots=True)
class OpenPairing:
    """Study partners who are together. `members` leaves out those who left, hid, or want no partners any more."""

    id: PairingId
    at: datetime
    renewed_at: datetime
    members: frozenset[LearnerId]


@dataclass(frozen=True, slots=True)
class PartnerShown:
    """A study partner as others see them. `name` is empty for a member shown by number."""

    name: str
    number: int


_TOGETHER = and_(
    pairings.c.ended_at.is_(None),
    paired.c.left_at.is_(None),
    WANTS_PARTNERS,
    memberships.c.partner_since <= pairings.c.at,
)
"""The partners in a pairing that goes on. A wish that ended and began again since is no part in it."""

_PARTNERS = (
    pairings.join(paired, paired.c.pairing_id == pairings.c.id)
    .join(learners, learners.c.id == paired.c.learner_id)
    .join(
        memberships,
        and_(memberships.c.learner_id == learners.c.id, memberships.c.group_id == pairings.c.group_id),
    )
)
_OPEN = (
    select(pairings.c.id, pairings.c.at, pairings.c.renewed_at, paired.c.learner_id)
    .select_from(_PARTNERS)
    .where(pairings.c.group_id == bindparam("group"), _TOGETHER)
    .order_by(pairings.c.id, paired.c.learner_id)
)
_SHOWN = (
    select(pairings.c.at, paired.c.learner_id, SHOWN_NAME, learners.c.visibility, memberships.c.number)
    .select_from(_PARTNERS)
    .where(
        pairings.c.id.in_(
            select(paired.c.pairing_id).where(paired.c.learner_id == bindparam("learner"), paired.c.left_at.is_(None))
        ),
        pairings.c.group_id == bindparam("group"),
        _TOGETHER,
    )
    .order_by(memberships.c.number)
)
_LATEST = (
    select(func.max(paired.c.pairing_id))
    .join(pairings, pairings.c.id == paired.c.pairing_id)
    .where(pairings.c.group_id == bindparam("group"), paired.c.learner_id.in_(bindparam("ids", expanding=True)))
    .group_by(paired.c.learner_id)
)
_FORMER = select(paired.c.pairing_id, paired.c.learner_id).where(paired.c.pairing_id.in_(_LATEST))
_NEW = insert(pairings).returning(pairings.c.id)
_MEMBER_ON = select(memberships.c.made_on).where(
    memberships.c.group_id == bindparam("group"), memberships.c.learner_id == bindparam("member")
)
_PAIR = insert(paired).values(
    pairing_id=bindparam("pairing"), learner_id=bindparam("member"), made_on=_MEMBER_ON.scalar_subquery()
)
_THESE = pairings.c.id.in_(bindparam("ids", expanding=True))
_RENEW = update(pairings).where(_THESE).values(renewed_at=bindparam("now"))
_END = update(pairings).where(pairings.c.group_id == bindparam("group"), pairings.c.ended_at.is_(None), ~_THESE)
_MINE = paired.c.learner_id == bindparam("learner")
_PART = update(paired).where(
    _MINE,
    paired.c.left_at.is_(None),
    paired.c.pairing_id.in_(select(pairings.c.id).where(pairings.c.ended_at.is_(None))),
)
_PART_HERE = _PART.where(
    paired.c.pairing_id.in_(select(pairings.c.id).where(pairings.c.group_id == bindparam("group")))
)
_SHARED = select(pairings.c.id).join(paired, paired.c.pairing_id == pairings.c.id).where(pairings.c.ended_at.is_(None))
_PART_FROM = _PART.where(paired.c.pairing_id.in_(_SHARED.where(paired.c.learner_id == bindparam("other"))))
_FORGET = delete(pairings).where(pairings.c.group_id == bindparam("group"), pairings.c.ended_at < bindparam("before"))
_NUMBERED = (
    select(paired.c.pairing_id, paired.c.learner_id)
    .join(learners, learners.c.id == paired.c.learner_id)
    .where(paired.c.pairing_id.in_(bindparam("ids", expanding=True)), learners.c.visibility == Visibility.NUMBER)
    .order_by(paired.c.pairing_id, paired.c.learner_id)
)


def read_open_pairings(db: Connection, group_id: GroupId) -> list[OpenPairing]:
    """Read the pairings of a group that go on, those with a lone member included."""
    rows = db.execute(_OPEN, {"group": group_id}).all()
    members: defaultdict[PairingId, set[LearnerId]] = defaultdict(set)
    for row in rows:
        members[row.id].add(row.learner_id)
    return [
        OpenPairing(row.id, row.at, row.renewed_at, frozenset(members[row.id]))
        for row in {row.id: row for row in rows}.values()
    ]


def read_former_partners(
    db: Connection, group_id: GroupId, learner_ids: Collection[LearnerId]
) -> set[frozenset[LearnerId]]:
    """Read the pairs who were partners in the latest pairing of either, which may go on."""
    members: defaultdict[PairingId, list[LearnerId]] = defaultdict(list)
    for pairing_id, learner_id in db.execute(_FORMER, {"group": group_id, "ids": sorted(learner_ids)}):
        members[pairing_id].append(learner_id)
    return {frozenset(pair) for together in members.values() for pair in combinations(together, 2)}


def read_partners(
    db: Connection, learner_id: LearnerId, group_id: GroupId
) -> tuple[datetime | None, Sequence[PartnerShown]]:
    """Read a learner's partners in a group, and since when. Without partners there is no instant."""
    rows = db.execute(_SHOWN, {"learner": learner_id, "group": group_id, **reader(db)}).all()
    others = [row for row in rows if row.learner_id != learner_id]
    if len(others) == len(rows) or not others:
        return None, ()
    return others[0].at, [
        PartnerShown(row.name if row.visibility == Visibility.GROUP else "", row.number) for row in others
    ]


def read_numbered(db: Connection, pairing_ids: Collection[PairingId]) -> list[tuple[PairingId, LearnerId]]:
    """Read the members of these pairings who are shown by number, each with their pairing."""
    return [(row.pairing_id, row.learner_id) for row in db.execute(_NUMBERED, {"ids": list(pairing_ids)})]


def add_pairing(db: Connection, group_id: GroupId, members: Collection[LearnerId], now: datetime) -> PairingId:
    """Add study partners who were matched now, each by the account with which they are in the group."""
    made = PairingId(db.execute(_NEW, {"group_id": group_id, "at": now, "renewed_at": now}).scalar_one())
    db.execute(_PAIR, [{"pairing": made, "group": group_id, "member": one} for one in sorted(members)])
    return made


def renew_pairings(db: Connection, pairing_ids: Collection[PairingId], now: datetime) -> None:
    """Note that these partners stay together for another time."""
    db.execute(_RENEW, {"ids": list(pairing_ids), "now": now})


def end_other_pairings(db: Connection, group_id: GroupId, kept: Collection[PairingId], now: datetime) -> None:
    """End all pairings of a group but these."""
    db.execute(_END.values(ended_at=bindparam("now")), {"group": group_id, "ids": list(kept), "now": now})


def leave_partners(db: Connection, learner_id: LearnerId, now: datetime, group_id: GroupId | None = None) -> None:
    """Take a learner out of their pairings, of one group or of all."""
    values = {"learner": learner_id, "now": now}
    if group_id is None:
        db.execute(_PART.values(left_at=bindparam("now")), values)
    else:
        db.execute(_PART_HERE.values(left_at=bindparam("now")), values | {"group": group_id})


def part_from(db: Connection, learner_id: LearnerId, other_id: LearnerId, now: datetime) -> None:
    """Take a learner out of the pairings that they share with another."""
    db.execute(_PART_FROM.values(left_at=bindparam("now")), {"learner": learner_id, "other": other_id, "now": now})


def forget_pairings(db: Connection, group_id: GroupId, before: datetime) -> None:
    """Delete the pairings of a group that ended before an instant."""
    db.execute(_FORGET, {"group": group_id, "before": before})
