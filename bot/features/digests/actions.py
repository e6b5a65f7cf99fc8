"""Change digests that are out, after something in them was changed, taken out or put back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from bot.features.digests.queries import (
    AMEND_DIGEST,
    find_days_of_work,
    find_reported,
    read_digests,
    read_digests_about,
)
from bot.identity import CheckinId, GroupId, LearnerId
from bot.posting.amending import amend_arrived, amend_posts
from bot.posting.posts import Post
from bot.posting.subjects import LEARNER, find_ids
from roadmap.cadence import last_of_week


def amend_digests(db: Connection, checkin_id: CheckinId, now: datetime) -> None:
    """Plan the change of every digest of a check-in."""
    amend_posts(db, AMEND_DIGEST, read_digests(db, checkin_id), now)


def amend_digests_about(
    db: Connection, learner_id: LearnerId, now: datetime, *, group_id: GroupId | None = None
) -> None:
    """Plan the change of every digest that may show a learner, in all their groups or one.

    A digest may if its facts name them, if they reported in its check-in, or if they gave work in its week.
    Digests are kept for as long as other posts are. An older one stays as it is.
    """
    kept = read_digests_about(db, learner_id, group_id)
    reported, days = find_reported(db, learner_id), find_days_of_work(db, learner_id)

    def may_show(facts: Mapping[str, Any]) -> bool:
        return _names(facts, learner_id) or facts.get("checkin") in reported or _holds_day(facts, days)

    amend_posts(db, AMEND_DIGEST, [one for one in kept if may_show(one.facts)], now)


def _names(facts: Mapping[str, Any], learner_id: LearnerId) -> bool:
    """Whether the facts of a digest name a learner. Members without points are on its board, too, and are not shown."""
    scored = [one for one in facts.get("board", ()) if one["points"]]
    return learner_id in find_ids([facts.get("milestones", ()), scored], LEARNER)


def _holds_day(facts: Mapping[str, Any], days: Iterable[date]) -> bool:
    """Whether a day is in the week of a digest."""
    first = date.fromisoformat(facts["week"])
    return any(first <= day <= last_of_week(first) for day in days)


def amend_arrived_digest(db: Connection, post: Post) -> None:
    """Change a digest that has just arrived, if what it shows changed while it was being sent."""
    amend_arrived(db, AMEND_DIGEST, post)
