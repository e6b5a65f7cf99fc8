"""SQL about the homes of connected groups from which the bot was removed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, case, exists, or_, select, true

from bot.closed_sets import REMOVED
from bot.database.columns import constant
from bot.identity import ConnectionId, GroupId, PlaceId
from bot.tables import connections, groups, places


@dataclass(frozen=True, slots=True)
class LostHome:
    """A home of a connected group from which the bot was removed. `own_id`: the group whose it is while apart."""

    place_id: PlaceId
    platform: str
    removed_at: datetime
    connection_id: ConnectionId
    group_id: GroupId
    own_id: GroupId
    language: str


_elsewhere = places.alias("elsewhere")
_OFF_OTHERWISE = exists().where(
    _elsewhere.c.group_id == groups.c.id, _elsewhere.c.off_reason.is_distinct_from(constant(REMOVED))
)
_OTHERS = places.c.came_from == connections.c.other_id
_LOST = (
    select(
        *(places.c.id, places.c.platform, places.c.removed_at, connections.c.id, connections.c.group_id),
        case((_OTHERS, connections.c.other_id), else_=connections.c.group_id),
        groups.c.language,
    )
    .join(groups, groups.c.id == places.c.group_id)
    .join(connections, connections.c.group_id == groups.c.id)
    .where(
        connections.c.open == true(),
        connections.c.joined_at.is_not(None),
        places.c.off_reason == constant(REMOVED),
        places.c.removed_at.is_not(None),
        or_(groups.c.removed_at.is_(None), places.c.removed_at < groups.c.removed_at, _OFF_OTHERWISE),
    )
    .order_by(places.c.id)
)
_AT_PLACE = _LOST.where(places.c.id == bindparam("place"))


def read_lost_homes(db: Connection) -> list[LostHome]:
    """Read the homes that connected groups have lost by a reported removal.

    Of a group that was removed from all its homes, the last one is left out: it is the group that is gone. A home that
    is off for another reason keeps its group.
    """
    return [LostHome(*row) for row in db.execute(_LOST)]


def find_lost_home(db: Connection, place_id: PlaceId) -> LostHome | None:
    """Find such a home. None: the bot is back, or the groups have parted."""
    row = db.execute(_AT_PLACE, {"place": place_id}).one_or_none()
    return LostHome(*row) if row else None
