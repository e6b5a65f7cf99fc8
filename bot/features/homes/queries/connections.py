"""SQL about connections of groups, and the two homes of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, case, func, insert, null, or_, select, true, update

from bot.identity import ConnectionId, GroupId, PlaceId
from bot.tables import connections, groups, places
from bot.tables.members import TAKES_POSTS


@dataclass(frozen=True, slots=True)
class KeptConnection:
    """Two groups that are connected, or will be at `due_at`. `group_id` takes the other in.

    `roadmap`: the one that both follow from then on.
    """

    id: ConnectionId
    group_id: GroupId
    other_id: GroupId
    roadmap: str
    at: datetime
    due_at: datetime
    joined_at: datetime | None
    ended_at: datetime | None

    def other_than(self, group_id: GroupId) -> GroupId:
        """The group that is connected with this one."""
        return self.other_id if group_id == self.group_id else self.group_id


@dataclass(frozen=True, slots=True)
class HomePlace:
    """A place of one of two groups. `group_id`: the group whose it is while they are apart. `open`: it takes posts."""

    id: PlaceId
    platform: str
    open: bool
    group_id: GroupId


_COLUMNS = (
    *(connections.c.id, connections.c.group_id, connections.c.other_id, connections.c.roadmap),
    *(connections.c.at, connections.c.due_at, connections.c.joined_at, connections.c.ended_at),
)
_OPEN = connections.c.open == true()
_WAITS = (_OPEN, connections.c.joined_at.is_(None))
_WHICH = connections.c.id == bindparam("which")
_OF_GROUP = select(*_COLUMNS).where(
    _OPEN, or_(connections.c.group_id == bindparam("group"), connections.c.other_id == bindparam("group"))
)
_ENDED = (
    select(*_COLUMNS)
    .where(
        or_(connections.c.group_id == bindparam("group"), connections.c.other_id == bindparam("group")),
        connections.c.ended_at >= bindparam("since"),
    )
    .order_by(connections.c.ended_at.desc())
    .limit(1)
)
_READ = select(*_COLUMNS).where(_WHICH)
_DUE = select(connections.c.id).where(*_WAITS, connections.c.due_at <= bindparam("now")).order_by(connections.c.id)
_NEXT = select(func.min(connections.c.due_at)).where(*_WAITS)
_ADD = insert(connections).returning(connections.c.id)
_PUT_OFF = update(connections).where(_WHICH).values(due_at=bindparam("later"))
_JOINED = update(connections).where(_WHICH).values(joined_at=bindparam("now"))
_END = update(connections).where(_WHICH, _OPEN).values(ended_at=bindparam("now"), open=null())
_ROW = select(groups).where(groups.c.id == bindparam("group"))
_CHANGE = update(groups).where(groups.c.id == bindparam("which"))
_SIDES = (
    select(
        *(places.c.id, places.c.platform, TAKES_POSTS.label("open")),
        case((places.c.came_from == bindparam("other"), places.c.came_from), else_=places.c.group_id).label("side"),
    )
    .where(places.c.group_id.in_([bindparam("group"), bindparam("other")]))
    .order_by(places.c.id)
)
_PLATFORMS = select(places.c.platform).where(places.c.group_id == bindparam("group")).order_by(places.c.id)
_GONE = select(groups.c.id).where(
    groups.c.id == bindparam("group"),
    or_(
        groups.c.removed_at.is_not(None),
        ~select(places.c.id).where(places.c.group_id == groups.c.id, TAKES_POSTS).exists(),
    ),
)


def find_connection(db: Connection, group_id: GroupId) -> KeptConnection | None:
    """Find the connection of a group that is open: to come, or in force."""
    return _kept(db.execute(_OF_GROUP, {"group": group_id}).one_or_none())


def find_last_ended(db: Connection, group_id: GroupId, since: datetime) -> KeptConnection | None:
    """Find the connection of a group that ended last, in force or to come, if that was since an instant."""
    return _kept(db.execute(_ENDED, {"group": group_id, "since": since}).one_or_none())


def read_connection(db: Connection, connection_id: ConnectionId) -> KeptConnection | None:
    """Read a connection, ended or not. None: it was deleted with a group."""
    return _kept(db.execute(_READ, {"which": connection_id}).one_or_none())


def read_due_connections(db: Connection, now: datetime) -> list[ConnectionId]:
    """List the connections whose groups are to become one by now."""
    return list(db.scalars(_DUE, {"now": now}))


def next_connection_at(db: Connection) -> datetime | None:
    """Find the next moment at which two groups are to become one."""
    moment: datetime | None = db.scalar(_NEXT)
    return moment


def add_connection(
    db: Connection, group_id: GroupId, other_id: GroupId, roadmap_slug: str, *, now: datetime, due_at: datetime
) -> ConnectionId:
    """Keep that two groups are to become one. The first takes the other in."""
    row = {"group_id": group_id, "other_id": other_id, "roadmap": roadmap_slug, "at": now, "due_at": due_at}
    return ConnectionId(db.execute(_ADD, {**row, "open": True}).scalar_one())


def put_connection_off(db: Connection, connection_id: ConnectionId, later: datetime) -> None:
    """Let two groups become one later."""
    db.execute(_PUT_OFF, {"which": connection_id, "later": later})


def mark_joined(db: Connection, connection_id: ConnectionId, now: datetime) -> None:
    """Note that two groups are one now."""
    db.execute(_JOINED, {"which": connection_id, "now": now})


def end_connection(db: Connection, connection_id: ConnectionId, now: datetime) -> bool:
    """End a connection. False if it had ended."""
    return db.execute(_END, {"which": connection_id, "now": now}).rowcount > 0


def read_group_row(db: Connection, group_id: GroupId) -> dict[str, Any]:
    """Read a group's whole row."""
    return dict(db.execute(_ROW, {"group": group_id}).mappings().one())


def change_group_row(db: Connection, group_id: GroupId, **values: object) -> None:
    """Change columns of a group's row."""
    db.execute(_CHANGE.values(values), {"which": group_id})


def read_homes(db: Connection, group_id: GroupId, other_id: GroupId) -> list[HomePlace]:
    """Read the places of two groups, apart or connected."""
    return [HomePlace(*row) for row in db.execute(_SIDES, {"group": group_id, "other": other_id})]


def read_home_platforms(db: Connection, group_id: GroupId) -> list[str]:
    """Read the platforms on which a group lives now."""
    return list(db.scalars(_PLATFORMS, {"group": group_id}))


def is_lost(db: Connection, group_id: GroupId) -> bool:
    """Whether no place of a group takes posts."""
    return db.execute(_GONE, {"group": group_id}).first() is not None


def _kept(row: Row[*tuple[Any, ...]] | None) -> KeptConnection | None:
    return KeptConnection(*row) if row else None
