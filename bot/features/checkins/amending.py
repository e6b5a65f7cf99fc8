"""Change digests that are out, after a learner or steward took a report out of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.closed_sets import PostState
from bot.features.checkins.queries.consents import hide_report
from bot.features.checkins.queries.digests import (
    AMEND_DIGEST,
    DIGEST,
    KeptDigest,
    changes_of,
    read_digest,
    read_digests,
    rewrite_digest,
)
from bot.identity import CheckinId, LearnerId
from bot.posting import outbox
from bot.posting.posts import Post

WORTH_CHANGING = timedelta(days=7)
"""The time for which a change is tried."""
CHANGED = "changed"
"""The key in the facts of a digest that was changed while it was being sent."""


def withdraw_report(db: Connection, checkin_id: CheckinId, learner_id: LearnerId, now: datetime) -> bool:
    """Take a report out of all that is published, for good, and change the digest that shows it.

    Return False if there is no such report, or if it was taken out before.
    """
    if not hide_report(db, checkin_id, learner_id, now):
        return False
    amend_digests(db, checkin_id, now)
    return True


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
    outbox.put_post(
        db,
        kind=AMEND_DIGEST,
        key=f"{AMEND_DIGEST}:{digest.id}:{len(earlier)}",
        place_id=digest.place_id,
        learner_id=None,
        facts={**digest.facts, "post": digest.id, "message_id": digest.message_id},
        now=now,
        due_at=now,
        stale_at=now + WORTH_CHANGING,
    )
