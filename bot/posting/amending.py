"""Change posts of the outbox that are out: a digest or a question is worded anew by what may be read then.

A post that is being sent has no id of its platform yet. It is marked, and changed as soon as it arrives.
A post that waits is left out: it is worded later anyway.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update

from bot.closed_sets import PostState
from bot.identity import PlaceId, PostId
from bot.posting import outbox
from bot.posting.changing import WORTH_CHANGING, change_key
from bot.posting.posts import Post
from bot.tables import outbox as rows

CHANGED = "changed"
"""The key in the facts of a post that was changed while it was being sent."""


@dataclass(frozen=True, slots=True)
class StoredPost:
    """A post in the outbox, or the change of one. `message_id` is the platform's id of a message that is out."""

    id: PostId
    kind: str
    place_id: PlaceId | None
    state: PostState
    facts: dict[str, Any]
    message_id: str | None


STORED = (*(rows.c.id, rows.c.kind, rows.c.place_id), *(rows.c.state, rows.c.facts, rows.c.message_id))
"""The columns of which `make_stored_post` makes a post."""
_POST = select(*STORED).where(rows.c.id == bindparam("post"))
_CHANGES = (
    select(rows.c.id, rows.c.state)
    .where(
        rows.c.place_id == bindparam("place"),  # the index that keeps this from reading the whole outbox
        rows.c.kind == bindparam("change"),
        rows.c.key.like(bindparam("begin")),
    )
    .order_by(rows.c.id)
    .with_for_update(key_share=True)
)
_REWRITE = update(rows).where(rows.c.id == bindparam("post")).values(facts=bindparam("said"))


def make_stored_post(row: Row[*tuple[Any, ...]]) -> StoredPost:
    """Make a post of its row."""
    return StoredPost(row.id, row.kind, row.place_id, PostState(row.state), row.facts, row.message_id)


def amend_posts(db: Connection, kind: str, posts: Sequence[StoredPost], now: datetime) -> None:
    """Plan the change of posts. `kind` is the kind of post that changes them.

    `posts` holds the earlier changes, too, oldest first. Its rows are locked against the deliverer.
    """
    for post in (one for one in posts if one.kind != kind):
        if post.state is PostState.SENDING:
            db.execute(_REWRITE, {"post": post.id, "said": {**post.facts, CHANGED: True}})
        elif post.message_id:
            earlier = [one for one in posts if one.kind == kind and one.facts.get("post") == post.id]
            _plan_change(db, kind, post, earlier, now)


def amend_arrived(db: Connection, kind: str, post: Post) -> None:
    """Change a post that has just arrived, if it was marked while it was being sent."""
    stored = make_stored_post(db.execute(_POST, {"post": post.id}).one())
    if stored.facts.get(CHANGED) and stored.message_id:
        _plan_change(db, kind, stored, (), post.due_at)


@dataclass(frozen=True, slots=True)
class Amendment:
    """The change of a post that is out: it waits, or it ended."""

    id: PostId
    state: PostState


def read_amendments(db: Connection, kind: str, post_id: PostId, place_id: PlaceId | None) -> list[Amendment]:
    """Read the changes of a post by posts of a kind, oldest first. Their rows are locked against the deliverer."""
    found = db.execute(_CHANGES, {"place": place_id, "change": kind, "begin": f"{kind}:{post_id}:%"})
    return [Amendment(PostId(row.id), PostState(row.state)) for row in found]


def find_change_key(db: Connection, kind: str, post_id: PostId, place_id: PlaceId | None) -> str | None:
    """Find the key of the next change of a post that is out.

    None: a change waits already, which is enough, because it is worded later.
    """
    return _next_key(kind, post_id, read_amendments(db, kind, post_id, place_id))


def _plan_change(db: Connection, kind: str, post: StoredPost, earlier: Sequence[StoredPost], now: datetime) -> None:
    key = _next_key(kind, post.id, earlier)
    if key is None:
        return
    outbox.put_post(
        db,
        kind=kind,
        key=key,
        place_id=post.place_id,
        learner_id=None,
        facts={**post.facts, "post": post.id, "message_id": post.message_id},
        now=now,
        due_at=now,
        stale_at=now + WORTH_CHANGING,
    )


def _next_key(kind: str, post_id: PostId, earlier: Sequence[Amendment | StoredPost]) -> str | None:
    if any(one.state is PostState.NEW for one in earlier):
        return None
    return change_key(kind, post_id, earlier[-1].id if earlier else None)
