"""SQL about the notices of connections in the outbox."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, func, or_, select

from bot.closed_sets import GONE, PostState
from bot.features.members.queries.places import ONE_ADDING
from bot.identity import GroupId, PlaceId
from bot.posting.outcomes import PostReason
from bot.tables import connections, outbox, places

_HEARD = (
    select(func.max(outbox.c.ended_at, type_=outbox.c.ended_at.type))
    .join(places, places.c.id == outbox.c.place_id)
    .where(
        places.c.group_id == bindparam("group"),
        outbox.c.key.in_(bindparam("keys", expanding=True)),
        outbox.c.state.in_([PostState.SENT, PostState.AMBIGUOUS]),
    )
)
_PLACES = select(places.c.id).where(places.c.group_id == bindparam("group"))

_POSTED = select(outbox.c.id).where(outbox.c.key == bindparam("which"))
_MISSED = _POSTED.where(outbox.c.state == PostState.DEAD, outbox.c.reason.in_([*GONE, PostReason.STALE]))
_BACK_SINCE = (
    select(places.c.group_id, places.c.id, places.c.greeted_at, connections.c.at)
    .join(connections, or_(connections.c.group_id == places.c.group_id, connections.c.other_id == places.c.group_id))
    .where(
        places.c.off_reason.is_(None),
        places.c.greeted_at >= bindparam("since"),
        or_(
            and_(connections.c.open, connections.c.joined_at.is_(None)),
            and_(connections.c.open, connections.c.joined_at >= bindparam("since")),
            connections.c.ended_at >= bindparam("since"),
        ),
    )
    .order_by(places.c.id)
)


def read_homes_back(db: Connection, since: datetime) -> list[tuple[GroupId, PlaceId]]:
    """Read the homes to which the bot came back since a connection was agreed on.

    It is to come, or since an instant it is in force or has ended.
    """
    rows = db.execute(_BACK_SINCE, {"since": since}).all()
    back = ((GroupId(row.group_id), PlaceId(row.id)) for row in rows if row.greeted_at + ONE_ADDING >= row.at)
    return list(dict.fromkeys(back))


def has_missed_post(db: Connection, key: str) -> bool:
    """Whether a post with a key died because its place was gone, or for so long that it was not worth saying."""
    return db.execute(_MISSED, {"which": key}).first() is not None


def has_post(db: Connection, key: str) -> bool:
    """Whether there is a post with a key, said or not."""
    return db.execute(_POSTED, {"which": key}).first() is not None


def has_group_post(db: Connection, beginning: str, group_id: GroupId) -> bool:
    """Whether there is a post for a group whose key begins so, and ends with its place, said or not."""
    return any(has_post(db, key) for key in _keys(db, beginning, group_id))


def read_heard_at(db: Connection, beginning: str, group_ids: Sequence[GroupId]) -> list[datetime | None]:
    """Read when each of these groups heard a post whose key begins so, and ends with its place. None: not yet."""
    return [_heard_at(db, beginning, group_id) for group_id in group_ids]


def _heard_at(db: Connection, beginning: str, group_id: GroupId) -> datetime | None:
    keys = _keys(db, beginning, group_id)
    moment: datetime | None = db.scalar(_HEARD, {"group": group_id, "keys": keys})
    return moment


def _keys(db: Connection, beginning: str, group_id: GroupId) -> list[str]:
    return [f"{beginning}{place_id}" for place_id in db.scalars(_PLACES, {"group": group_id})]
