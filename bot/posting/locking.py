"""Locks on groups and learners, in the one order of all writes (PostgreSQL; SQLite has one writer anyway).

1. The group, where the call may change it.
2. Learners, all at once, by id.
3. All that belongs to them. A row of a learner or group is written under the lock of its owner.
4. Places, by id.
5. Posts in the outbox, by id.
6. Counts that everybody shares, at the very end (`bot.database.endings`).

The planner takes no lock that it would have to wait for. `docs/decisions.md` says why.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import BindParameter, Connection, bindparam, or_, select

from bot.identity import GroupId, LearnerId
from bot.posting.targets import Target, TargetKind
from bot.tables import accounts, groups, learners, memberships, places
from bot.tables.members import PRESENT_MEMBERS

_IDS: BindParameter[list[int]] = bindparam("ids", expanding=True)
_GROUP = select(groups.c.id).where(groups.c.id == bindparam("group")).with_for_update(key_share=True)
_LEARNERS = select(learners.c.id).where(learners.c.id.in_(_IDS)).order_by(learners.c.id)
_GROUPS_OF = (
    select(groups.c.id)
    .where(groups.c.id.in_(select(memberships.c.group_id).where(memberships.c.learner_id.in_(_IDS))))
    .order_by(groups.c.id)
    .with_for_update(key_share=True)
)
_GROUPS = select(groups.c.id).where(groups.c.id.in_(_IDS)).order_by(groups.c.id)
_LOCKED_GROUPS = _GROUPS.with_for_update(key_share=True)
_LOCKED_LEARNERS = _LEARNERS.with_for_update(key_share=True)  # rows that refer to them may be written
_FREE_LEARNERS = _LEARNERS.with_for_update(key_share=True, skip_locked=True)
_FREE_GROUPS = _GROUPS.with_for_update(key_share=True, skip_locked=True)
_MEMBERS = select(memberships.c.learner_id).where(PRESENT_MEMBERS)
_LOCKED_MEMBERS = (
    select(learners.c.id)
    .where(or_(learners.c.id.in_(_MEMBERS), learners.c.id.in_(_IDS)))
    .order_by(learners.c.id)
    .with_for_update(key_share=True)
)
_VENUES = (
    select(places.c.id)
    .join(memberships, memberships.c.group_id == places.c.group_id)
    .where(memberships.c.learner_id.in_(_IDS), memberships.c.left_at.is_(None))
)
_FREE_PLACES = (
    select(places.c.id)
    .where(places.c.id.in_(_IDS))
    .order_by(places.c.id)
    .with_for_update(key_share=True, skip_locked=True)
)
_GROUP_OF = select(places.c.group_id).where(places.c.id == bindparam("target"))
_LEARNER_OF = select(accounts.c.learner_id).where(accounts.c.id == bindparam("target"))


def lock_group(db: Connection, group_id: GroupId) -> None:
    """Lock a group's row until the transaction ends. Nobody joins or leaves it meanwhile."""
    db.execute(_GROUP, {"group": group_id})


def lock_groups(db: Connection, group_ids: Collection[GroupId]) -> None:
    """Lock the rows of groups, by id, until the transaction ends."""
    db.execute(_LOCKED_GROUPS, {"ids": list(group_ids)}).all()


def lock_groups_of(db: Connection, learner_ids: Collection[LearnerId]) -> None:
    """Lock the groups in which these learners are or were members, by id, until the transaction ends."""
    db.execute(_GROUPS_OF, {"ids": list(learner_ids)})


def lock_learner(db: Connection, learner_id: LearnerId) -> bool:
    """Lock a learner's row until the transaction ends. False: there is none, or none any more."""
    return bool(lock_learners(db, [learner_id]))


def lock_learners(db: Connection, learner_ids: Collection[LearnerId]) -> list[LearnerId]:
    """Lock the rows of learners, by id, until the transaction ends. Returns the ids of those that are there."""
    return list(db.scalars(_LOCKED_LEARNERS, {"ids": list(learner_ids)})) if learner_ids else []


def lock_members(db: Connection, group_id: GroupId, also: Iterable[LearnerId] = ()) -> list[LearnerId]:
    """Lock a group, its members and these learners. Returns their ids."""
    lock_group(db, group_id)
    return list(db.scalars(_LOCKED_MEMBERS, {"group": group_id, "ids": list(also)}))


def lock_target(db: Connection, target: Target) -> None:
    """Lock the owner of a place with all its members, or the owner of an account."""
    if target.kind is TargetKind.PLACE:
        group_id = db.scalar(_GROUP_OF, {"target": target.id})
        if group_id is not None:
            lock_members(db, group_id)
    else:
        learner_id = db.scalar(_LEARNER_OF, {"target": target.id})
        if learner_id is not None:
            lock_learner(db, learner_id)


def lock_free_venues(db: Connection, learner_ids: Collection[LearnerId]) -> bool:
    """Lock the places of all groups of these learners, if no other transaction has locked one. Else return False."""
    found = set(db.scalars(_VENUES, {"ids": list(learner_ids)})) if learner_ids else set()
    return not found or found == set(db.scalars(_FREE_PLACES, {"ids": list(found)}))


def lock_free(
    db: Connection, group_ids: Collection[GroupId], learner_ids: Collection[LearnerId]
) -> tuple[set[GroupId], set[LearnerId]]:
    """Lock those of these groups and learners that no other transaction has locked. Returns their ids."""
    free_groups = db.scalars(_FREE_GROUPS, {"ids": list(group_ids)}) if group_ids else ()
    free_learners = db.scalars(_FREE_LEARNERS, {"ids": list(learner_ids)}) if learner_ids else ()
    return set(free_groups), set(free_learners)
