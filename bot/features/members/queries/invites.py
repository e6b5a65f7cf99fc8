"""SQL about invites."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Executable, bindparam, or_, select

from bot.database.upsert import Into, PerEngine
from bot.identity import GroupId, Place
from bot.tables import groups, invites, places


@dataclass(frozen=True, slots=True)
class Invite:
    """The code of a group's invite, and the instant until which it works."""

    code: str
    until: datetime


def _putting(into: Into) -> Executable:
    fresh = into(invites)
    changed = {"code": fresh.excluded.code, "until": fresh.excluded.until}
    return fresh.on_conflict_do_update(index_elements=["group_id"], set_=changed)


_PUT = PerEngine(_putting)
_OF_GROUP = select(invites.c.code, invites.c.until).where(invites.c.group_id == bindparam("group"))
_guests = groups.alias()
_PLACE = (
    select(places.c.platform, places.c.space_id, places.c.chat_id)
    .join(groups, groups.c.id == places.c.group_id)
    .join(
        invites,
        or_(
            invites.c.group_id == groups.c.id,
            invites.c.group_id.in_(select(_guests.c.id).where(_guests.c.joined_to == groups.c.id)),
        ),
    )
    .where(
        invites.c.code == bindparam("which"),
        invites.c.until > bindparam("now"),
        groups.c.removed_at.is_(None),
        groups.c.solo.is_(False),
    )
    .order_by(places.c.platform != bindparam("on"), places.c.id)
    .limit(1)
)


def read_invite(db: Connection, group_id: GroupId) -> Invite | None:
    """Read a group's invite."""
    row = db.execute(_OF_GROUP, {"group": group_id}).one_or_none()
    return Invite(row.code, row.until) if row else None


def put_invite(db: Connection, group_id: GroupId, invite: Invite) -> None:
    """Keep a group's invite in place of the one before."""
    db.execute(_PUT(db), {"group_id": group_id, "code": invite.code, "until": invite.until})


def find_invited_place(db: Connection, platform: str, code: str, now: datetime) -> Place | None:
    """Find the place of the group that an invite opens; None if it opens none.

    It is the place on this platform, if the group has one. The invite of a group that is connected opens the other.
    """
    row = db.execute(_PLACE, {"on": platform, "which": code, "now": now}).one_or_none()
    return Place(row.platform, row.space_id, row.chat_id) if row else None
