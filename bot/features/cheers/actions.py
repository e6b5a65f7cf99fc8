"""Give a cheer to a post, and take it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.errors import Refused
from bot.features.cheers.facts import Cheered
from bot.features.cheers.queries.posts import (
    count_cheers,
    count_given,
    find_cheer,
    keep_cheer,
    lock_cheered,
    read_cheered,
    take_cheers_back,
)
from bot.features.cheers.queries.twins import CHEERED, TwinPost, find_twins
from bot.features.members.actions import presence
from bot.identity import Caller, LearnerId, PostId
from bot.posting import outbox
from bot.posting.amending import find_change_key
from bot.posting.changing import WORTH_CHANGING
from bot.posting.posts import Post
from bot.posting.shown import ShownPost, read_shown

MOST = 30
"""The cheers that a learner gives within an hour."""
HOUR = timedelta(hours=1)
SOON = timedelta(seconds=5)
"""The time in which several cheers make one change of the message in another home."""
DOUBLE_TAP = timedelta(seconds=2)
"""A second tap within this time means the first, which gave a cheer or took one back."""


class NothingToCheer(Refused):
    """Refusal: the post is gone, is another group's, or tells of nothing any more."""


class OwnCheer(Refused):
    """Refusal: the post celebrates its tapper alone."""


class TooManyCheers(Refused):
    """Refusal: the learner cheered as often as they may within the hour."""

    n: int


@dataclass(frozen=True, slots=True)
class CheerCount:
    """The number of cheers for a post. The post is the one that was sent first, whatever changed it since."""

    post_id: PostId
    n: int


def toggle_cheer(db: Connection, caller: Caller, roadmap_slug: str, post_id: PostId) -> bool:
    """Give the caller's cheer to a post, or take it back. Returns whether it is given now.

    1. The post is one of the caller's group, and still tells of something. Otherwise raise NothingToCheer.
    2. A cheer for its twin in another home of the group is a cheer for it.
    3. Within two seconds of a tap that counted, another of the same learner is a double tap, and changes nothing.
    4. Any other tap gives the cheer, or takes it back. The messages of the other homes follow.
    5. A learner does not cheer for themselves: raise OwnCheer. Their cheer for somebody else in a twin stays. A cheer
       from when this post celebrated others too can be taken back.
    6. After 30 cheers within an hour, raise TooManyCheers.
    """
    present = presence.enter(db, caller, roadmap_slug)
    post = lock_cheered(db, post_id)
    if post is None or post.group_id != present.group_id or post.celebrated == frozenset():
        raise NothingToCheer
    own = post.celebrated == frozenset({present.learner_id})
    twins = find_twins(db, post_id)
    same = [post_id] if own else [post_id, *(twin.id for twin in twins)]
    kept = find_cheer(db, same, present.learner_id)
    if kept and abs(caller.now - kept.at) < DOUBLE_TAP:
        return kept.given
    if own and not (kept and kept.given):
        raise OwnCheer
    if kept and kept.given:
        take_cheers_back(db, same, present.learner_id, caller.now)
    else:
        _give(db, post_id, present.learner_id, caller.now)
    for twin in twins:
        _plan_recount(db, twin, caller.now)
    return not (kept and kept.given)


def read_cheers(db: Connection, post: Post) -> CheerCount:
    """Count the cheers for a post, or for the post that it changes, with those for its twins in other homes."""
    first = PostId(post.facts.get("post") or post.facts.get("parts_of") or post.id)
    twins = [twin.id for twin in find_twins(db, first)]
    return CheerCount(first, count_cheers(db, [first, *twins], but=_find_alone(db, first) if twins else None))


def read_recounted(db: Connection, post: Post) -> ShownPost | None:
    """Read the post whose cheers are counted anew. None if it is gone."""
    return read_shown(db, Cheered.from_json(post.facts).post)


def _give(db: Connection, post_id: PostId, learner_id: LearnerId, now: datetime) -> None:
    if count_given(db, learner_id, now - HOUR) >= MOST:
        raise TooManyCheers(n=MOST)
    keep_cheer(db, post_id, learner_id, now)


def _find_alone(db: Connection, post_id: PostId) -> LearnerId | None:
    """Find the learner whom a post celebrates alone. They may cheer for others in a twin, which is none for this."""
    post = read_cheered(db, post_id)
    return next(iter(post.celebrated)) if post and post.celebrated and len(post.celebrated) == 1 else None


def _plan_recount(db: Connection, twin: TwinPost, now: datetime) -> None:
    """Plan that a message shows the new count."""
    if not twin.message_id:
        return
    key = find_change_key(db, CHEERED, twin.id, twin.place_id)
    if key is not None:
        outbox.put_post(
            db,
            kind=CHEERED,
            key=key,
            place_id=twin.place_id,
            learner_id=None,
            facts=Cheered(now, twin.id, twin.message_id).to_json(),
            now=now,
            due_at=now + SOON,
            stale_at=now + WORTH_CHANGING,
        )
