"""SQL about memberships: learners in groups, and their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Boolean, Connection, and_, bindparam, case, func, insert, null, or_, select, union_all, update

from bot.closed_sets import Visibility
from bot.identity import Account, GroupId, LearnerId, Place
from bot.posting.locking import lock_group
from bot.tables import accounts, groups, learners, memberships, places
from bot.tables.members import TAKES_POSTS
from bot.tables.names import SHOWN_NAME, reader


@dataclass(frozen=True, slots=True)
class FellowMember:
    """A present member of a group, with one of their accounts."""

    learner_id: LearnerId
    number: int
    name: str
    platform: str
    user_id: int
    account_name: str
    username: str
    visibility: Visibility


_MINE = and_(memberships.c.learner_id == bindparam("learner"), memberships.c.group_id == bindparam("group"))
_HERE = memberships.c.group_id == bindparam("group")
_LAST_NUMBER = union_all(
    select(func.coalesce(func.max(memberships.c.number), 0).label("number")).where(_HERE),
    select(groups.c.last_number).where(groups.c.id == bindparam("group")),
)
_JOIN = insert(memberships)
_TOUCH = update(memberships).where(_MINE, memberships.c.left_at.is_(None)).values(active_at=bindparam("now"))
_OTHER_PLATFORM = (
    select(func.min(places.c.platform))
    .join(accounts, accounts.c.platform == places.c.platform)
    .where(
        places.c.group_id == memberships.c.group_id,
        accounts.c.learner_id == memberships.c.learner_id,
        places.c.platform != bindparam("on_platform"),
    )
    .correlate(memberships)
    .scalar_subquery()
)
_STILL_AWAY = case(
    (memberships.c.gone, _OTHER_PLATFORM), else_=func.nullif(memberships.c.away_on, bindparam("on_platform"))
)
_RETURN = (
    update(memberships).where(_MINE).values(active_at=bindparam("now"), left_at=None, gone=False, away_on=_STILL_AWAY)
)
_AWAY = update(memberships).where(_MINE).values(away_on=bindparam("on_platform"))
_BACK = update(memberships).where(_MINE, memberships.c.away_on == bindparam("on_platform")).values(away_on=None)
_WITH_CHAT = bindparam("with_chat", type_=Boolean)
_LEAVE = (
    update(memberships)
    .where(_MINE, memberships.c.left_at.is_(None))
    .values(
        left_at=bindparam("now"),
        gone=_WITH_CHAT,
        away_on=case((_WITH_CHAT, null()), else_=memberships.c.away_on),
        deputy=False,
        partner_since=None,
        partner_changed_at=bindparam("now"),
        chosen_at=None,
    )
)
_OTHER_HOME = (
    select(places.c.id)
    .join(memberships, memberships.c.group_id == places.c.group_id)
    .join(accounts, and_(accounts.c.platform == places.c.platform, accounts.c.learner_id == memberships.c.learner_id))
    .where(
        _MINE,
        places.c.platform != bindparam("not_on"),
        places.c.platform.is_distinct_from(memberships.c.away_on),
        TAKES_POSTS,
    )
    .limit(1)
)
_UNSEEN = (
    select(accounts.c.platform, accounts.c.user_id, accounts.c.name, accounts.c.username)
    .join(memberships, memberships.c.learner_id == accounts.c.learner_id)
    .where(
        memberships.c.group_id == bindparam("group"),
        memberships.c.left_at.is_(None),
        accounts.c.platform == bindparam("on_platform"),
        or_(
            memberships.c.called_at.is_(None),
            memberships.c.called_at <= bindparam("before"),
            memberships.c.called_on != bindparam("on_platform"),
        ),
    )
    .order_by(memberships.c.number, accounts.c.id)
)
_CALLED = (
    update(memberships)
    .where(
        memberships.c.group_id.in_(
            select(places.c.group_id).where(
                places.c.platform == bindparam("on_platform"), places.c.space_id == bindparam("space")
            )
        ),
        memberships.c.learner_id.in_(
            select(accounts.c.learner_id).where(
                accounts.c.platform == bindparam("on_platform"),
                accounts.c.user_id.in_(bindparam("users", expanding=True)),
            )
        ),
    )
    .values(
        called_at=bindparam("now"),
        called_on=bindparam("on_platform"),
        away_on=func.nullif(memberships.c.away_on, bindparam("on_platform")),
    )
)
_FELLOWS = (
    select(
        learners.c.id,
        memberships.c.number,
        SHOWN_NAME,
        learners.c.visibility,
        accounts.c.platform,
        accounts.c.user_id,
        accounts.c.name.label("account_name"),
        accounts.c.username,
    )
    .select_from(
        memberships.join(learners, memberships.c.learner_id == learners.c.id).join(
            accounts, accounts.c.learner_id == learners.c.id
        )
    )
    .where(memberships.c.group_id == bindparam("group"), memberships.c.left_at.is_(None))
    .order_by(memberships.c.number, accounts.c.id)
)


def add_membership(db: Connection, learner_id: LearnerId, group_id: GroupId, now: datetime) -> int:
    """Add a first membership. Return its number. The group is locked."""
    number = next_number(db, group_id)
    db.execute(
        _JOIN,
        {"learner_id": learner_id, "group_id": group_id, "number": number, "joined_at": now, "active_at": now},
    )
    return number


def next_number(db: Connection, group_id: GroupId) -> int:
    """Return the number of the next new member, one more than the last that the group gave. The group is locked."""
    lock_group(db, group_id)
    return int(max(db.scalars(_LAST_NUMBER, {"group": group_id}))) + 1


def touch_membership(db: Connection, learner_id: LearnerId, group_id: GroupId, now: datetime) -> bool:
    """Note that a member is active in this group. False if the learner is no member, or has left."""
    return db.execute(_TOUCH, {"learner": learner_id, "group": group_id, "now": now}).rowcount == 1


def renew_membership(db: Connection, learner_id: LearnerId, group_id: GroupId, now: datetime, *, platform: str) -> None:
    """Let a member who had left be back by their account on a platform.

    A linked learner who was gone from both chats of the group is still gone from the other.
    """
    db.execute(_RETURN, {"learner": learner_id, "group": group_id, "now": now, "on_platform": platform})


def end_membership(
    db: Connection, learner_id: LearnerId, group_id: GroupId, now: datetime, *, gone: bool = False
) -> bool:
    """End a membership, keeping its row and number. False if there was none. `gone`: it ends with leaving the chat.

    The wish for study partners ends with it, and the group is no more the one of their private chat.
    """
    values = {"learner": learner_id, "group": group_id, "now": now, "with_chat": gone}
    return db.execute(_LEAVE, values).rowcount == 1


def has_other_home(db: Connection, learner_id: LearnerId, group_id: GroupId, platform: str) -> bool:
    """Whether a member has an account on another platform of this group, too, and did not leave its chat there."""
    return db.execute(_OTHER_HOME, {"learner": learner_id, "group": group_id, "not_on": platform}).first() is not None


def note_away(db: Connection, learner_id: LearnerId, group_id: GroupId, platform: str) -> None:
    """Note that a linked learner is not in the chat that a group has on a platform."""
    db.execute(_AWAY, {"learner": learner_id, "group": group_id, "on_platform": platform})


def note_back(db: Connection, learner_id: LearnerId, group_id: GroupId, platform: str) -> None:
    """Note that they are in that chat again."""
    db.execute(_BACK, {"learner": learner_id, "group": group_id, "on_platform": platform})


def read_unseen_members(db: Connection, group_id: GroupId, platform: str, before: datetime) -> list[Account]:
    """Read the accounts on a platform of the present members who were not looked for there since an instant.

    A linked learner who was looked for on the other platform since is read, too.
    """
    rows = db.execute(_UNSEEN, {"group": group_id, "on_platform": platform, "before": before})
    return [Account(row.platform, row.user_id, row.name, row.username) for row in rows]


def note_called(db: Connection, place: Place, accounts_: Sequence[Account], now: datetime) -> None:
    """Note that members of the group of a place were looked for in its chat, where they may be again."""
    users = [one.user_id for one in accounts_]
    db.execute(_CALLED, {"on_platform": place.platform, "space": place.space_id, "users": users, "now": now})


def read_fellow_members(db: Connection, group_id: GroupId) -> Sequence[FellowMember]:
    """Read all present members with all their accounts, by number."""
    rows = db.execute(_FELLOWS, {"group": group_id, **reader(db)})
    return [
        FellowMember(
            learner_id=row.id,
            number=row.number,
            name=row.name,
            platform=row.platform,
            user_id=row.user_id,
            account_name=row.account_name,
            username=row.username,
            visibility=Visibility(row.visibility),
        )
        for row in rows
    ]
