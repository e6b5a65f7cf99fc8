"""SQL about the posts that ask a group about an obstacle, those that are being sent included."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, select

from bot.identity import GroupId, ObstacleId
from bot.posting.amending import STORED, StoredPost, make_stored_post
from bot.tables import outbox, places

AMEND_STUCK = "amend_stuck"
"""The kind of post that changes such a post."""
_POSTS = (
    select(*STORED)
    .join(places, places.c.id == outbox.c.place_id)
    .where(places.c.group_id == bindparam("group"), outbox.c.kind.in_([bindparam("asking"), AMEND_STUCK]))
    .order_by(outbox.c.id)
    .with_for_update(of=outbox, key_share=True)
)


def read_asked_groups(db: Connection, group_id: GroupId, obstacle_id: ObstacleId, kind: str) -> list[StoredPost]:
    """Read the posts of a kind that ask a group about an obstacle, and their changes, oldest first.

    They are locked against the deliverer.
    """
    found = map(make_stored_post, db.execute(_POSTS, {"group": group_id, "asking": kind}))
    return [one for one in found if one.facts.get("obstacle") == obstacle_id]
