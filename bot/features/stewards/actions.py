"""When a place or an account takes no more posts: what was for one learner goes elsewhere, and a steward is told."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import islice

from sqlalchemy import Connection

from bot.features.members.actions import groups
from bot.features.stewards.facts import PlaceLost
from bot.posting import audiences as store
from bot.posting import outbox, spoken
from bot.posting.budget import PlannedPost, fallback_place, plan_for_learner
from bot.posting.posts import Post

STEWARD = "steward"
GRACE = timedelta(days=2)
GONE = frozenset({"kicked", "deactivated", "unknown guild"})
"""The reasons by which a platform says that the bot was removed, or that the group no longer exists."""


def carry_on(db: Connection, post: Post, reason: str, now: datetime) -> None:
    """Do what is left to do after a place or account was switched off for good with this post."""
    if post.account_id is not None and post.learner_id is not None:
        elsewhere = _say_elsewhere(db, post, post.learner_id, now)
        if post.kind == STEWARD and not elsewhere:
            _tell_another(db, PlaceLost.from_json(post.facts), now)
    elif post.group_id is not None and not post.place.private:
        if reason in GONE:
            groups.note_removed(db, post.place, now, reason)
        _tell_steward(db, PlaceLost(now, post.place.platform, reason, post.group_id, post.place_id or 0), now)


def _say_elsewhere(db: Connection, post: Post, learner_id: int, now: datetime) -> bool:
    """Say a private post to another account of the learner, else where they chose to hear it.

    False if there is nothing of the kind. What is for a steward alone is said in no group.
    """
    account_id = store.open_account(db, learner_id)
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


def _tell_another(db: Connection, lost: PlaceLost, now: datetime) -> None:
    """Tell the next steward if one could not be reached, unless the group has an open place again."""
    if lost.place_id not in store.open_places(db, lost.group_id):
        _tell_steward(db, lost, now)


def _tell_steward(db: Connection, lost: PlaceLost, now: datetime) -> None:
    """Tell the first steward reachable in private that posts no longer arrive in their group.

    Nobody twice for as long as nothing arrives there, however often a command brings the place back: on Discord
    commands work where posts do not.
    """
    word = PlannedPost(STEWARD, f"{lost.place_id}:{spoken.last_sent(db, lost.place_id)}", lost, now, GRACE)
    reachable = (one for one in store.read_stewards(db, lost.group_id) if store.open_account(db, one) is not None)
    for learner_id in islice(reachable, 1):
        plan_for_learner(db, learner_id, word, now)
