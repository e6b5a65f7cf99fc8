"""SQL about the posts that are out and ask a group about an obstacle."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from bot.closed_sets import PostState
from bot.identity import GroupId, ObstacleId
from bot.posting.changing import ChangedPost
from bot.tables import outbox, places

AMEND_STUCK = "amend_stuck"
"""The kind of post that changes such a post."""


_POSTS = (
    select(outbox.c.id, outbox.c.kind, outbox.c.place_id, outbox.c.state, outbox.c.facts, outbox.c.message_id)
    .join(places, places.c.id == outbox.c.place_id)
    .where(places.c.group_id == bindparam("group"), outbox.c.kind.in_([bindparam("asking"), AMEND_STUCK]))
    .order_by(outbox.c.id)
    .with_for_update(of=outbox)
)


def read_asked_groups(db: Connection, group_id: GroupId, obstacle_id: ObstacleId, kind: str) -> list[ChangedPost]:
    """Read the posts of a kind that are out and ask a group about an obstacle.

    Posts to which a change is on its way are left out.
    """
    found = db.execute(_POSTS, {"group": group_id, "asking": kind}).all()
    asking = [row for row in found if row.kind == kind and row.message_id and row.facts.get("obstacle") == obstacle_id]
    changes = {row.id: [one for one in found if one.facts.get("post") == row.id] for row in asking}
    return [_asked(row, changes[row.id]) for row in asking if not any(map(_waits, changes[row.id]))]


def _waits(row: Row[*tuple[Any, ...]]) -> bool:
    return bool(row.state == PostState.NEW)


def _asked(row: Row[*tuple[Any, ...]], changes: Sequence[Row[*tuple[Any, ...]]]) -> ChangedPost:
    last = changes[-1].id if changes else None
    return ChangedPost(row.id, row.place_id, row.facts, row.message_id, last)
