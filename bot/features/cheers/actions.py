"""Give a cheer to a post, and take it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection

from bot.errors import Refused
from bot.features.cheers.queries import KeptCheer, count_cheers, count_given, find_cheer, keep_cheer, lock_cheered
from bot.features.members.actions import presence
from bot.identity import Caller, PostId
from bot.posting.posts import Post

MOST = 30
"""The cheers that a learner gives within an hour."""
HOUR = timedelta(hours=1)
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
    2. Within two seconds of a tap that counted, another of the same learner is a double tap, and changes nothing.
    3. Any other tap gives the cheer, or takes it back.
    4. A learner does not cheer for themselves: raise OwnCheer.
    5. After 30 cheers within an hour, raise TooManyCheers.
    """
    present = presence.enter(db, caller, roadmap_slug)
    post = lock_cheered(db, post_id)
    if post is None or post.group_id != present.group_id or post.celebrated == frozenset():
        raise NothingToCheer
    kept = find_cheer(db, post_id, present.learner_id)
    if kept and abs(caller.now - kept.at) < DOUBLE_TAP:
        return kept.given
    if kept and kept.given:
        keep_cheer(db, post_id, present.learner_id, KeptCheer(given=False, at=caller.now))
        return False
    if post.celebrated == frozenset({present.learner_id}):
        raise OwnCheer
    if count_given(db, present.learner_id, caller.now - HOUR) >= MOST:
        raise TooManyCheers(n=MOST)
    keep_cheer(db, post_id, present.learner_id, KeptCheer(given=True, at=caller.now))
    return True


def read_cheers(db: Connection, post: Post) -> CheerCount:
    """Count the cheers for a post, or for the post that it changes."""
    first = PostId(post.facts.get("post") or post.facts.get("parts_of") or post.id)
    return CheerCount(first, count_cheers(db, first))
