"""Lost places and accounts: send a learner's post elsewhere, and tell a steward."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import islice

from sqlalchemy import Connection

from bot.features.members.actions import groups
from bot.features.stewards.facts import PlaceLost, RoadmapLost
from bot.identity import GroupId, LearnerId, PlaceId
from bot.posting import audiences, outbox, spoken
from bot.posting.budget import PlannedPost, fallback_place, plan_for_learner
from bot.posting.posts import Post

STEWARD = "steward"
ROADMAP_LOST = "roadmap_lost"
GRACE = timedelta(days=2)
GONE = frozenset({"kicked", "deactivated", "unknown guild"})
"""The reasons by which a platform says that the bot was removed, or that the group no longer exists."""


def carry_on(db: Connection, post: Post, reason: str, now: datetime) -> None:
    """Finish the work after a place or account was switched off for good by a failed post.

    1. A learner's private post is sent elsewhere.
    2. If a post to a steward cannot be sent elsewhere, another steward is told.
    3. If a group's chat is lost because the bot was removed, its place is noted as removed.
    4. A steward of that group is told about the lost place.
    5. A lost private chat of a group of one needs nothing more.
    """
    if post.account_id is not None and post.learner_id is not None:
        elsewhere = _say_elsewhere(db, post, post.learner_id, now)
        if post.kind == STEWARD and not elsewhere:
            _post_elsewhere(db, PlaceLost.from_json(post.facts), now)
    elif post.group_id is not None and not post.place.private:
        if reason in GONE:
            groups.note_removed(db, post.place, now, reason)
        _post_to_steward(
            db, PlaceLost(now, post.place.platform, reason, post.group_id, post.place_id or PlaceId(0)), now
        )


def report_lost_roadmap(
    db: Connection, group_id: GroupId, roadmap_slug: str, now: datetime, *, alone: Sequence[LearnerId] = ()
) -> None:
    """Tell the first steward reachable in private, or the learner of a group of one, that the roadmap is missing.

    They are told once until a post arrives in the group again.
    """
    last = max((spoken.last_sent(db, place) for place in audiences.open_places(db, group_id)), default=0)
    word = PlannedPost(
        ROADMAP_LOST, f"{group_id}:{roadmap_slug}:{last}", RoadmapLost(now, group_id, roadmap_slug), now, GRACE
    )
    _post_to_first(db, alone or audiences.read_stewards(db, group_id), word, now)


def _say_elsewhere(db: Connection, post: Post, learner_id: LearnerId, now: datetime) -> bool:
    """Send a private post to another account of the learner, else to the place that they chose.

    Returns False if there is neither. A post kind with `never_in_group` is sent to no place.
    """
    account_id = audiences.open_account(db, learner_id)
    place_id = fallback_place(db, learner_id, post.kind) if account_id is None else None
    if account_id is None and place_id is None:
        return False
    outbox.put_post(
        db,
        kind=post.kind,
        key=f"{post.key}:{post.id}",
        place_id=place_id,
        account_id=account_id,
        learner_id=learner_id,
        facts=post.facts,
        now=now,
        due_at=now,
        stale_at=spoken.stale_at(db, post.id),
    )
    return True


def _post_elsewhere(db: Connection, lost: PlaceLost, now: datetime) -> None:
    """Tell a steward about a lost place, unless that place takes posts again."""
    if lost.place_id not in audiences.open_places(db, lost.group_id):
        _post_to_steward(db, lost, now)


def _post_to_steward(db: Connection, lost: PlaceLost, now: datetime) -> None:
    """Tell the first steward reachable in private that posts no longer arrive in their group.

    A steward is told once until a post arrives there again. A command may switch the place on before that, because
    on Discord commands work where posts do not.
    """
    word = PlannedPost(STEWARD, f"{lost.place_id}:{spoken.last_sent(db, lost.place_id)}", lost, now, GRACE)
    _post_to_first(db, audiences.read_stewards(db, lost.group_id), word, now)


def _post_to_first(db: Connection, learner_ids: Sequence[LearnerId], word: PlannedPost, now: datetime) -> None:
    """Plan a private post to the first of these learners with an account that takes it."""
    for learner_id in islice((one for one in learner_ids if audiences.open_account(db, one) is not None), 1):
        plan_for_learner(db, learner_id, word, now)
