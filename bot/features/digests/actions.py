"""Change digests that are out, after what they show was changed, taken out or put back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from bot.closed_sets import PostState
from bot.features.digests.queries import (
    AMEND_DIGEST,
    DIGEST,
    KeptDigest,
    changes_of,
    find_days_of_work,
    find_reported,
    read_digest,
    read_digests,
    read_digests_about,
    rewrite_digest,
)
from bot.identity import CheckinId, GroupId, LearnerId
from bot.posting.changing import ChangedPost, plan_change
from bot.posting.posts import Post
from bot.posting.subjects import LEARNER, find_ids
from roadmap.cadence import last_of_week

CHANGED = "changed"
"""The key in the facts of a digest that was changed while it was being sent."""


def amend_digests(db: Connection, checkin_id: CheckinId, now: datetime) -> None:
    """Plan the change of every digest of a check-in that is out. It is worded anew from what may be read then.

    A digest that is being sent has no id yet: `mark_digest` changes it later. One that waits is worded later anyway.
    """
    _amend_all(db, read_digests(db, checkin_id), now)


def amend_digests_about(
    db: Connection, learner_id: LearnerId, now: datetime, *, group_id: GroupId | None = None
) -> None:
    """Plan the change of every digest that may show a learner, in all their groups or one. It is worded anew, too.

    It may do so if its facts name them, if they reported in its check-in, or if they gave work in its week. Digests are
    kept for as long as other posts are, and an older one stays as it is.
    """
    kept = read_digests_about(db, learner_id, group_id)
    reported, days = find_reported(db, learner_id), find_days_of_work(db, learner_id)

    def may_show(facts: Mapping[str, Any]) -> bool:
        return _names(facts, learner_id) or facts.get("checkin") in reported or _holds_day(facts, days)

    _amend_all(db, [one for one in kept if may_show(one.facts)], now)


def _names(facts: Mapping[str, Any], learner_id: LearnerId) -> bool:
    """Whether the facts of a digest name a learner. Its board has members without points, too, who are not shown."""
    scored = [one for one in facts.get("board", ()) if one["points"]]
    return learner_id in find_ids([facts.get("milestones", ()), scored], LEARNER)


def _holds_day(facts: Mapping[str, Any], days: Iterable[date]) -> bool:
    """Whether a day is in the week of a digest."""
    first = date.fromisoformat(facts["week"])
    return any(first <= day <= last_of_week(first) for day in days)


def mark_digest(db: Connection, post: Post) -> None:
    """Change a digest that has just arrived, if a report was taken out of it while it was being sent."""
    digest = read_digest(db, post.id)
    if digest.facts.get(CHANGED) and digest.message_id:
        _amend(db, digest, (), post.due_at)


def _amend_all(db: Connection, kept: Sequence[KeptDigest], now: datetime) -> None:
    """Plan the changes of digests, which are given with those that were planned before."""
    for digest in (one for one in kept if one.kind == DIGEST):
        if digest.state is PostState.SENDING:
            rewrite_digest(db, digest.id, {**digest.facts, CHANGED: True})
        elif digest.message_id:
            _amend(db, digest, changes_of(kept, digest.id), now)


def _amend(db: Connection, digest: KeptDigest, earlier: Sequence[KeptDigest], now: datetime) -> None:
    """Plan a change. One that waits already is enough."""
    if any(one.state is PostState.NEW for one in earlier):
        return
    last = earlier[-1].id if earlier else None
    changed = ChangedPost(digest.id, digest.place_id, digest.facts, str(digest.message_id), last)
    plan_change(db, AMEND_DIGEST, changed, now)
