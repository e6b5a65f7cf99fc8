"""SQL that finds groups, as a learner sees them from one of their places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Connection, Row, Select, and_, bindparam, func, select

from bot.closed_sets import AnswerHome, is_out_of_reach
from bot.identity import Account, GroupId, LearnerId, Place, PlaceId
from bot.tables import accounts, groups, memberships, places
from bot.tables.members import is_home, meant_first

NOTED = timedelta(hours=1)  # the `active_at` of a group or learner may lag this far, to save a write for each command


@dataclass(frozen=True, slots=True)
class GroupHere:
    """A group as seen from one of its places by one learner. `number` is None if the learner was never a member.

    `gone`: the learner left with the chat. `deputy`: an administrator named them so.
    `home`: the platform and space of the place. `guest`: the place came with a group that is connected.
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
    deputy: bool = False
    home: tuple[str, int] = ("", 0)
    guest: bool = False

    @property
    def is_member(self) -> bool:
        """Whether the learner is a member, and has not left."""
        return self.number is not None and not self.left

    def is_renamed(self, title: str) -> bool:
        """Whether the group's chat has another title now. An empty title says nothing, nor does a guest's chat."""
        return bool(title) and title != self.title and not self.guest


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
    memberships.c.deputy,
    places.c.platform,
    places.c.space_id,
    places.c.came_from,
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


def _meant(learner: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    joined = memberships.join(groups, _membership_of(learner)).join(places, places.c.group_id == groups.c.id)
    return (
        select(*GROUP)
        .select_from(joined)
        .where(is_home(groups))
        .order_by(*meant_first(groups), places.c.platform != bindparam("platform"), places.c.id)
        .limit(1)
    )


_taken = groups.alias("taken")
_TAKEN_IN = select(_taken.c.joined_to).where(_taken.c.id == bindparam("group")).scalar_subquery()
_KNOWN = (
    select(*GROUP)
    .select_from(memberships.join(groups, _membership_of(_LEARNER)).join(places, places.c.group_id == groups.c.id))
    .where(groups.c.id == func.coalesce(_TAKEN_IN, bindparam("group")), groups.c.removed_at.is_(None))
    .order_by(places.c.platform != bindparam("platform"), places.c.id)
    .limit(1)
)
_HERE, _HERE_BY_ACCOUNT = _here(_LEARNER), _here(_BY_ACCOUNT)
_MEANT, _MEANT_BY_ACCOUNT = _meant(_LEARNER), _meant(_BY_ACCOUNT)


def find_group_here(db: Connection, place: Place, learner_id: LearnerId | None) -> GroupHere | None:
    """Find the group of this place, with this learner's membership in it. None: no group is known."""
    values = {"platform": place.platform, "space_id": place.space_id, "learner_id": learner_id}
    return group_of(db.execute(_HERE, values).one_or_none())


def find_group_meant(db: Connection, platform: str, learner_id: LearnerId) -> GroupHere | None:
    """Find the group that a learner means in private: the chosen one, else the one used last. None: they are in none.

    It is seen from its place on this platform, if it has one.
    """
    return group_of(db.execute(_MEANT, {"platform": platform, "learner_id": learner_id}).one_or_none())


def find_known_group(db: Connection, platform: str, learner_id: LearnerId, group_id: GroupId) -> GroupHere | None:
    """Find a group that a learner is or was in, or the group that took it in. None: there is none, or no bot in it.

    It is seen from its place on this platform, if it has one.
    """
    values = {"platform": platform, "learner_id": learner_id, "group": group_id}
    return group_of(db.execute(_KNOWN, values).one_or_none())


def find_group_ahead(db: Connection, place: Place, account: Account) -> GroupHere | None:
    """Find the group of a call as an account's learner sees it, before that learner is locked.

    In a private chat it is the group that the learner means, if there is one.
    """
    values = {"platform": account.platform, "user_id": account.user_id}
    used = db.execute(_MEANT_BY_ACCOUNT, values).one_or_none() if place.private else None
    return group_of(used or db.execute(_HERE_BY_ACCOUNT, {**values, "space_id": place.space_id}).one_or_none())


def require_group_here(db: Connection, place: Place) -> GroupHere:
    """Find the group of this place, which must exist. Raises LookupError."""
    here = find_group_here(db, place, None)
    if here is None:
        raise LookupError(place.key)
    return here


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
        deputy=bool(row.deputy) and row.left_at is None,
        home=(row.platform, row.space_id),
        guest=row.came_from is not None,
    )
