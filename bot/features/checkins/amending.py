"""Change digests that are out, after a report in them was changed, taken out or put back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.closed_sets import PostState
from bot.features.checkins.queries.digests import (
    AMEND_DIGEST,
    DIGEST,
    KeptDigest,
    changes_of,
    read_digest,
    read_digests,
    rewrite_digest,
)
from bot.identity import CheckinId
from bot.posting.changing import ChangedPost, plan_change
from bot.posting.posts import Post

CHANGED = "changed"
"""The key in the facts of a digest that was changed while it was being sent."""


def amend_digests(db: Connection, checkin_id: CheckinId, now: datetime) -> None:
    """Plan the change of every digest of a check-in that is out. It is worded anew from what may be read then.

    A digest that is being sent has no id yet: `mark_digest` changes it later. One that waits is worded later anyway.
    """
    kept = read_digests(db, checkin_id)
    for digest in kept:
        if digest.kind == DIGEST and digest.state is PostState.SENDING:
            rewrite_digest(db, digest.id, {**digest.facts, CHANGED: True})
        elif digest.kind == DIGEST and digest.message_id:
            _amend(db, digest, changes_of(kept, digest.id), now)


def mark_digest(db: Connection, post: Post) -> None:
    """Change a digest that has just arrived, if a report was taken out of it while it was being sent."""
    digest = read_digest(db, post.id)
    if digest.facts.get(CHANGED) and digest.message_id:
        _amend(db, digest, (), post.due_at)


def _amend(db: Connection, digest: KeptDigest, earlier: Sequence[KeptDigest], now: datetime) -> None:
    """Plan a change. One that waits already is enough."""
    if any(one.state is PostState.NEW for one in earlier):
        return
    last = earlier[-1].id if earlier else None
    changed = ChangedPost(digest.id, digest.place_id, digest.facts, str(digest.message_id), last)
    plan_change(db, AMEND_DIGEST, changed, now)
