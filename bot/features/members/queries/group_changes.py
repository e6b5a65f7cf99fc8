"""SQL that adds groups with their places, and changes them: awake, silent, greeted, moved."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, insert, or_, select, update

from bot.closed_sets import REMOVED
from bot.database.columns import constant
from bot.database.upsert import PerEngine
from bot.features.members.queries.groups import NOTED, GroupHere
from bot.features.members.queries.memberships import add_membership
from bot.identity import GroupId, Place
from bot.posting.locking import lock_group, lock_members
from bot.tables import groups, memberships, places, ticks
from bot.tables.members import TAKES_POSTS

_NEW_GROUP = insert(groups).returning(groups.c.id)
_NEW_PLACE = PerEngine(lambda into: into(places).on_conflict_do_nothing().returning(places.c.id))
_DROP_GROUP = delete(groups).where(groups.c.id == bindparam("group_id"))
_WAKE_GROUP = (
    update(groups)
    .where(groups.c.id == bindparam("group"))
    .values(active_at=bindparam("now"), removed_at=None, title=bindparam("new_title"))
)
_free = groups.alias("free")
_STAY_AWAKE = (
    update(groups)
    .where(
        groups.c.id.in_(
            select(_free.c.id)
            .where(_free.c.id == bindparam("group"))
            .with_for_update(of=_free, key_share=True, skip_locked=True)
        )
    )
    .values(active_at=bindparam("now"))
)
_SILENCE = (
    update(places)
    .where(
        places.c.platform == bindparam("on"),
        places.c.space_id == bindparam("space"),
        places.c.off_reason.is_distinct_from(constant(REMOVED)),
    )
    .values(off_reason=bindparam("reason"), removed_at=bindparam("since"))
    .returning(places.c.group_id)
)
_GREET = (
    update(places)
    .where(
        places.c.platform == bindparam("on"),
        places.c.space_id == bindparam("space"),
        or_(places.c.greeted_at.is_(None), places.c.greeted_at <= bindparam("before")),
    )
    .values(greeted_at=bindparam("now"))
)
_LAST_REMOVED = select(func.max(places.c.removed_at)).where(places.c.group_id == groups.c.id).scalar_subquery()
_ABANDON = (
    update(groups)
    .where(
        groups.c.id == bindparam("group"),
        ~select(places.c.id).where(places.c.group_id == groups.c.id, TAKES_POSTS).exists(),
    )
    .values(removed_at=func.coalesce(_LAST_REMOVED, bindparam("now", type_=groups.c.removed_at.type)))
)
_FOLLOW = (
    update(places)
    .where(places.c.platform == bindparam("on"), places.c.space_id == bindparam("old"))
    .values(space_id=bindparam("new"), chat_id=bindparam("new"))
)
_OLD_PLACE = select(places.c.group_id).where(
    places.c.platform == bindparam("on"), places.c.space_id == bindparam("old")
)
_OF_KNOWN = select(memberships.c.learner_id).where(memberships.c.group_id == bindparam("known"))
_STRANGERS = (
    select(memberships.c.learner_id, memberships.c.joined_at)
    .where(memberships.c.group_id == bindparam("newcomer"), memberships.c.learner_id.not_in(_OF_KNOWN))
    .order_by(memberships.c.number)
)
_REHOME_TICKS = update(ticks).where(ticks.c.group_id == bindparam("newcomer")).values(group_id=bindparam("known"))


def add_group(db: Connection, place: Place, title: str, roadmap_slug: str, now: datetime, *, zone: str) -> bool:
    """Add a group with this place. Return False and add nothing if the place has a group already."""
    row = {
        "title": title,
        "roadmap": roadmap_slug,
        "zone": zone,
        "solo": place.private,
        "created_at": now,
        "active_at": now,
    }
    group_id = db.execute(_NEW_GROUP, row).scalar_one()
    place_row = {
        "group_id": group_id,
        "platform": place.platform,
        "space_id": place.space_id,
        "chat_id": place.chat_id,
        "thread_id": place.thread_id,
        "private": place.private,
        "chosen": place.private,
    }
    if db.execute(_NEW_PLACE(db), place_row).one_or_none() is None:
        db.execute(_DROP_GROUP, {"group_id": group_id})
        return False
    return True


def note_group_alive(db: Connection, here: GroupHere, title: str, now: datetime, *, back: bool) -> None:
    """Note that a group is active and not removed. `title` becomes its title, unless it is empty.

    The row is written at most once an hour, and not while another transaction changes the group. A group that has the
    bot `back`, or a new title, is written at once.
    """
    if back or here.is_renamed(title):
        kept = title if title and not here.guest else here.title
        db.execute(_WAKE_GROUP, {"group": here.group_id, "now": now, "new_title": kept})
    elif now - here.active_at >= NOTED:
        db.execute(_STAY_AWAKE, {"group": here.group_id, "now": now})


def silence_place(db: Connection, place: Place, reason: str, now: datetime) -> GroupId | None:
    """Switch a place off, and return its group. None: the place is unknown, or its removal was reported before.

    A group without another open place is marked removed. A removal that is reported again keeps its moment.
    """
    values = {"on": place.platform, "space": place.space_id, "reason": reason}
    group_id = db.execute(_SILENCE, {**values, "since": now if reason == REMOVED else None}).scalar()
    if group_id is None:
        return None
    note_abandoned(db, group_id, now)
    return GroupId(group_id)


def note_abandoned(db: Connection, group_id: GroupId, now: datetime) -> None:
    """Mark a group removed if it has no open place: since its last place was, as far as a removal was reported."""
    db.execute(_ABANDON, {"group": group_id, "now": now})


def mark_greeted(db: Connection, platform: str, space_id: int, now: datetime, before: datetime) -> bool:
    """Note that a place is greeted now. Return False if it was greeted after an instant."""
    known = {"on": platform, "space": space_id, "now": now, "before": before}
    return db.execute(_GREET, known).rowcount > 0


def change_space(db: Connection, platform: str, space_id: int, new_id: int) -> bool:
    """Move a place to its chat's new id. Return False if the old id is unknown or is the new one.

    A group that was made in the new chat before the move was known is merged into the moved group.
    """
    known = db.execute(_OLD_PLACE, {"on": platform, "old": space_id}).scalar()
    if known is None or new_id == space_id:
        return False
    newcomer = db.execute(_OLD_PLACE, {"on": platform, "old": new_id}).scalar()
    for group_id in sorted({known, newcomer} - {None}):
        lock_group(db, group_id)
    if newcomer is not None:
        lock_members(db, newcomer)
        _merge(db, newcomer, known)
    db.execute(_FOLLOW, {"on": platform, "old": space_id, "new": new_id})
    return True


def _merge(db: Connection, newcomer: GroupId, known: GroupId) -> None:
    """Merge a group made minutes ago into the known group, then drop it."""
    for learner_id, joined_at in db.execute(_STRANGERS, {"newcomer": newcomer, "known": known}).all():
        add_membership(db, learner_id, known, joined_at)
    db.execute(_REHOME_TICKS, {"newcomer": newcomer, "known": known})
    db.execute(_DROP_GROUP, {"group_id": newcomer})
