"""SQL about what is kept for a time: drafts of check-ins, and groups that removed the bot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select

from bot.closed_sets import REMOVED
from bot.database.columns import constant
from bot.identity import GroupId
from bot.tables import dialogs, groups, places

_PRUNE_DIALOGS = delete(dialogs).where(dialogs.c.at < bindparam("before"))
_ELSEWHERE = (
    select(places.c.id)
    .where(places.c.group_id == groups.c.id, places.c.off_reason.is_distinct_from(constant(REMOVED)))
    .exists()
)
_REMOVED = (
    select(groups.c.id, groups.c.removed_at, groups.c.solo, groups.c.language)
    .where(groups.c.removed_at.is_not(None), groups.c.joined_to.is_(None), ~_ELSEWHERE)
    .order_by(groups.c.id)
)
_OF = _REMOVED.where(groups.c.id == bindparam("group")).with_for_update()
_DROP = delete(groups).where(groups.c.id == bindparam("group"))


@dataclass(frozen=True, slots=True)
class RemovedGroup:
    """A group from all places of which the bot was removed."""

    group_id: GroupId
    removed_at: datetime
    solo: bool
    language: str


def prune_dialogs(db: Connection, before: datetime) -> int:
    """Delete the drafts of check-ins that were not touched since an instant. Returns how many."""
    return db.execute(_PRUNE_DIALOGS, {"before": before}).rowcount


def read_removed_groups(db: Connection) -> list[RemovedGroup]:
    """Read the groups that removed the bot.

    A group whose place is lost for another reason does not count, nor does one that rests while it is connected.
    """
    return [RemovedGroup(*row) for row in db.execute(_REMOVED)]


def lock_removed_group(db: Connection, group_id: GroupId) -> RemovedGroup | None:
    """Read such a group, and keep it from being changed. None: the bot is back, or it is gone."""
    row = db.execute(_OF, {"group": group_id}).one_or_none()
    return RemovedGroup(*row) if row else None


def drop_group(db: Connection, group_id: GroupId) -> None:
    """Delete a group with all rows that are its own."""
    db.execute(_DROP, {"group": group_id})
