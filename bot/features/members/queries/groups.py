"""SQL about groups and their places."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    delete,
    insert,
    or_,
    select,
    update,
)

from bot.closed_sets import AnswerHome, is_out_of_reach
from bot.database.upsert import PerEngine
from bot.features.members.queries import memberships as memberships_
from bot.identity import Account, GroupId, LearnerId, Place, PlaceId, clear
from bot.posting.locking import lock_group, lock_members
from bot.tables import accounts, groups, memberships, places, ticks
from bot.tables.members import TAKES_POSTS

TITLE = 128
NOTED = timedelta(hours=1)  # the `active_at` of a group or learner may lag this far, to save a write for each command


@dataclass(frozen=True, slots=True)
class GroupHere:
    """A group as seen from one of its places by one learner. `number` is None if the learner was never a member.

    `gone`: the learner left with the chat. `home`: the platform and space of the place.
    `unreachable`: the bot was removed, or its only reader has blocked it. `asleep`: no member came for so long that
    posts ended.
    """

    group_id: GroupId
    place_id: PlaceId
    title: str
    zone: str
    roadmap_slug: str
    language: str
    solo: bool
    unreachable: bool
    asleep: bool
    number: int | None
    left: bool
    active_at: datetime
    answers: AnswerHome
    gone: bool = False
    home: tuple[str, int] = ("", 0)

    @property
    def is_member(self) -> bool:
        """Whether the learner is a member, and has not left."""
        return self.number is not None and not self.left


_LEARNER: BindParameter[LearnerId | None] = bindparam("learner_id")
_BY_ACCOUNT = (
    select(accounts.c.learner_id)
    .where(accounts.c.platform == bindparam("platform"), accounts.c.user_id == bindparam("user_id"))
    .scalar_subquery()
)
GROUP = (
    groups.c.id.label("group_id"),
    groups.c.title,
    groups.c.zone,
    groups.c.roadmap,
    groups.c.language,
    groups.c.solo,
    groups.c.removed_at,
    groups.c.asleep,
    groups.c.active_at,
    groups.c.answers,
    places.c.id.label("place_id"),
    places.c.off_reason,
    memberships.c.number,
    memberships.c.left_at,
    memberships.c.gone,
    places.c.platform,
    places.c.space_id,
)


def _membership_of(learner: ColumnElement[Any]) -> ColumnElement[bool]:
    return and_(memberships.c.group_id == groups.c.id, memberships.c.learner_id == learner)


def _here(learner: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    joined = places.join(groups, places.c.group_id == groups.c.id).outerjoin(memberships, _membership_of(learner))
    return (
        select(*GROUP)
        .select_from(joined)
        .where(places.c.platform == bindparam("platform"), places.c.space_id == bindparam("space_id"))
    )


def _used_last(learner: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    joined = memberships.join(groups, _membership_of(learner)).join(places, places.c.group_id == groups.c.id)
    return (
        select(*GROUP)
        .select_from(joined)
        .where(memberships.c.left_at.is_(None), groups.c.removed_at.is_(None))
        .order_by(
            memberships.c.active_at.desc(),
            groups.c.solo,
            groups.c.id.desc(),
            places.c.platform != bindparam("platform"),
            places.c.id,
        )
        .limit(1)
    )


_HERE, _HERE_BY_ACCOUNT = _here(_LEARNER), _here(_BY_ACCOUNT)
_USED_LAST, _USED_LAST_BY_ACCOUNT = _used_last(_LEARNER), _used_last(_BY_ACCOUNT)

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
    .where(places.c.platform == bindparam("on"), places.c.space_id == bindparam("space"))
    .values(off_reason=bindparam("reason"), greeted_at=None)
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
_ABANDON = (
    update(groups)
    .where(
        groups.c.id == bindparam("group"),
        ~select(places.c.id).where(places.c.group_id == groups.c.id, TAKES_POSTS).exists(),
    )
    .values(removed_at=bindparam("now"))
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


def find_group_here(db: Connection, place: Place, learner_id: LearnerId | None) -> GroupHere | None:
    """Find the group of this place, with this learner's membership in it. None: no group is known."""
    values = {"platform": place.platform, "space_id": place.space_id, "learner_id": learner_id}
    return group_of(db.execute(_HERE, values).one_or_none())


def find_group_used_last(db: Connection, platform: str, learner_id: LearnerId) -> GroupHere | None:
    """Find the group that a learner used last. None: the learner is in none.

    It is seen from its place on this platform, if it has one.
    """
    return group_of(db.execute(_USED_LAST, {"platform": platform, "learner_id": learner_id}).one_or_none())


def find_group_ahead(db: Connection, place: Place, account: Account) -> GroupHere | None:
    """Find the group of a call as an account's learner sees it, before that learner is locked.

    In a private chat it is the group that the learner used last, if there is one.
    """
    values = {"platform": account.platform, "user_id": account.user_id}
    used = db.execute(_USED_LAST_BY_ACCOUNT, values).one_or_none() if place.private else None
    return group_of(used or db.execute(_HERE_BY_ACCOUNT, {**values, "space_id": place.space_id}).one_or_none())


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
    if back or is_renamed(here, title):
        db.execute(_WAKE_GROUP, {"group": here.group_id, "now": now, "new_title": title or here.title})
    elif now - here.active_at >= NOTED:
        db.execute(_STAY_AWAKE, {"group": here.group_id, "now": now})


def is_renamed(here: GroupHere, title: str) -> bool:
    """Whether a group's chat has another title now."""
    return bool(title) and title != here.title


def silence_place(db: Connection, place: Place, reason: str, now: datetime) -> GroupId | None:
    """Switch a place off, and return its group. None: the place is unknown.

    A group without another open place is marked removed.
    """
    group_id = db.execute(_SILENCE, {"on": place.platform, "space": place.space_id, "reason": reason}).scalar()
    if group_id is None:
        return None
    db.execute(_ABANDON, {"group": group_id, "now": now})
    return GroupId(group_id)


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


def require_group_here(db: Connection, place: Place) -> GroupHere:
    """Find the group of this place, which must exist. Raises LookupError."""
    here = find_group_here(db, place, None)
    if here is None:
        raise LookupError(place.key)
    return here


def tidy_title(title: str) -> str:
    """Tidy a chat's title: one line, at most as long as the column."""
    return tidy_name(title, TITLE)


def tidy_name(name: str, limit: int) -> str:
    """Tidy a name: one line of at most `limit` characters, without control and invisible characters.

    Returns an empty string if nothing visible is left.
    """
    kept = " ".join(clear(name).split())[:limit].strip()
    return kept if any(unicodedata.category(char)[0] not in "CMZ" for char in kept) else ""


def _merge(db: Connection, newcomer: GroupId, known: GroupId) -> None:
    """Merge a group made minutes ago into the known group, then drop it."""
    for learner_id, joined_at in db.execute(_STRANGERS, {"newcomer": newcomer, "known": known}).all():
        memberships_.add_membership(db, learner_id, known, joined_at)
    db.execute(_REHOME_TICKS, {"newcomer": newcomer, "known": known})
    db.execute(_DROP_GROUP, {"group_id": newcomer})


def group_of(row: Row[*tuple[Any, ...]] | None) -> GroupHere | None:
    """The group that a row with these columns describes. None for no row."""
    if row is None:
        return None
    return GroupHere(
        group_id=row.group_id,
        place_id=row.place_id,
        title=row.title,
        zone=row.zone,
        roadmap_slug=row.roadmap,
        language=row.language,
        solo=row.solo,
        unreachable=row.removed_at is not None or is_out_of_reach(row.off_reason, row.solo),
        asleep=row.asleep,
        number=row.number,
        left=row.left_at is not None,
        active_at=row.active_at,
        answers=AnswerHome(row.answers),
        gone=bool(row.gone),
        home=(row.platform, row.space_id),
    )
