"""SQL about the notices of connections in the outbox."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, func, or_, select

from bot.closed_sets import GONE, PostState
from bot.features.members.queries.places import ONE_ADDING
from bot.identity import ConnectionId, GroupId, PlaceId
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
_SAID = select(
    outbox.c.key,
    and_(outbox.c.state == PostState.DEAD, outbox.c.reason.in_([*GONE, PostReason.STALE])).label("missed"),
).where(outbox.c.key.in_(bindparam("keys", expanding=True)))
_BACK_SINCE = (
    select(places.c.group_id, places.c.id, places.c.greeted_at)
    .add_columns(
        connections.c.id.label("connection"), connections.c.at, connections.c.joined_at, connections.c.ended_at
    )
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


@dataclass(frozen=True, slots=True)
class HomeBack:
    """A home to which the bot came back, and its connection: in force, to come, or `ended` last."""

    group_id: GroupId
    place_id: PlaceId
    connection: ConnectionId
    joined: bool
    ended: bool


def read_homes_back(db: Connection, since: datetime) -> list[HomeBack]:
    """Read the homes to which the bot came back since a connection was agreed on.

    It is to come, or since an instant it is in force or has ended.
    """
    rows = db.execute(_BACK_SINCE, {"since": since}).all()
    homes = [list(found) for _, found in groupby(rows, key=lambda row: row.id)]
    return [
        _home_back(max(found, key=lambda row: (row.ended_at is None, row.ended_at or row.at)))
        for found in homes
        if any(row.greeted_at + ONE_ADDING >= row.at for row in found)
    ]


def _home_back(row: Row[Any]) -> HomeBack:
    return HomeBack(row.group_id, row.id, row.connection, row.joined_at is not None, row.ended_at is not None)


def read_missed_posts(db: Connection, keys: Collection[str]) -> dict[str, bool]:
    """Read for each of these keys that has a post whether its home missed it.

    The post died because its place was gone, or for so long that it was not worth saying.
    """
    return {row.key: bool(row.missed) for row in db.execute(_SAID, {"keys": list(keys)})}


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
