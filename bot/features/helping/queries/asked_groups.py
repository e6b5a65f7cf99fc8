"""SQL about the posts that ask a group about an obstacle, those that are being sent included."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update

from bot.closed_sets import PostState
from bot.identity import GroupId, ObstacleId, PostId
from bot.posting.changing import ChangedPost
from bot.tables import outbox, places

AMEND_STUCK = "amend_stuck"
"""The kind of post that changes such a post."""
CHANGED = "changed"
"""The key in the facts of a post that was changed while it was being sent."""


@dataclass(frozen=True, slots=True)
class AskedGroup:
    """A post that asks a group. `sending`: it has no id of its platform yet. `changing`: a change of it waits."""

    post: ChangedPost
    sending: bool
    changing: bool


_COLUMNS = (*(outbox.c.id, outbox.c.kind, outbox.c.place_id), *(outbox.c.state, outbox.c.facts, outbox.c.message_id))
_POSTS = (
    select(*_COLUMNS)
    .join(places, places.c.id == outbox.c.place_id)
    .where(places.c.group_id == bindparam("group"), outbox.c.kind.in_([bindparam("asking"), AMEND_STUCK]))
    .order_by(outbox.c.id)
    .with_for_update(of=outbox, key_share=True)
)
_POST = select(*_COLUMNS).where(outbox.c.id == bindparam("post"))
_REWRITE = update(outbox).where(outbox.c.id == bindparam("post")).values(facts=bindparam("said"))


def read_asked_groups(db: Connection, group_id: GroupId, obstacle_id: ObstacleId, kind: str) -> list[AskedGroup]:
    """Read the posts of a kind that ask a group about an obstacle, and are out or being sent.

    They are locked against the deliverer. A post that waits is left out: it is worded later anyway.
    """
    found = db.execute(_POSTS, {"group": group_id, "asking": kind}).all()
    asking = [row for row in found if row.kind == kind and row.facts.get("obstacle") == obstacle_id]
    changes = {row.id: [one for one in found if one.facts.get("post") == row.id] for row in asking}
    return [
        AskedGroup(
            ChangedPost(row.id, row.place_id, row.facts, row.message_id or "", _last(changes[row.id])),
            sending=row.state == PostState.SENDING,
            changing=any(one.state == PostState.NEW for one in changes[row.id]),
        )
        for row in asking
        if row.message_id or row.state == PostState.SENDING
    ]


def _last(changes: Sequence[Row[*tuple[Any, ...]]]) -> PostId | None:
    return changes[-1].id if changes else None


def mark_changed(db: Connection, post: ChangedPost) -> None:
    """Note that a post is to be changed as soon as it is out."""
    db.execute(_REWRITE, {"post": post.post_id, "said": {**post.facts, CHANGED: True}})


def find_changed(db: Connection, post_id: PostId) -> ChangedPost | None:
    """Find a post that has just arrived, and was changed while it was being sent. None: it was not."""
    row = db.execute(_POST, {"post": post_id}).one()
    if not (row.facts.get(CHANGED) and row.message_id):
        return None
    return ChangedPost(row.id, row.place_id, row.facts, row.message_id, None)
