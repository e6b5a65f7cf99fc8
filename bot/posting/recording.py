"""Record the outcome of an attempt to send a post, each in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from bot.closed_sets import is_out_of_reach
from bot.identity import Account, GroupId, Place, PlaceId
from bot.posting import locking, outbox, target_posts
from bot.posting.kinds import PostKind
from bot.posting.outcomes import DeliveryOutcome, PostReason
from bot.posting.posts import IN_DOUBT, Post
from bot.posting.subjects import find_learners

FollowMove = Callable[[Connection, str, int, int, datetime], None]
"""Let a group follow its chat: `(db, platform, old id, new id, now)`."""
CarryOn = Callable[[Connection, Post, str, datetime], None]
"""Finish the work after a target was switched off with this post, for a reason."""


CallRoll = Callable[[Connection, GroupId, str, datetime], Sequence[Account]]
"""List the members of a group, by their accounts on a platform, who were not looked for since an instant."""
NoteRoll = Callable[[Connection, Place, Sequence[Account], Sequence[Account], datetime], None]
"""Note the members of a place's group who were looked for, and those of them who are gone."""
FindNoted = Callable[[Connection, PlaceId], Sequence[Account]]
"""List the stewards of a place who are known by account alone."""
InformOwner = Callable[[Connection, Post, Account, str, datetime], Post | None]
"""Tell an account, of an owner or steward, about a lost place. Returns the post to say to one who is no learner."""


@dataclass(frozen=True, slots=True)
class Aftermath:
    """The features' part before and after an attempt, each in a transaction."""

    follow_move: FollowMove
    carry_on: CarryOn
    find_noted: FindNoted
    inform_owner: InformOwner
    call_roll: CallRoll
    note_roll: NoteRoll


FOR_EVER = datetime.max.replace(tzinfo=UTC)
STILL_KNOWN = timedelta(minutes=1)
"""The time after a lease in which a platform still knows repeats. Discord says "the past few minutes"."""
LATE = timedelta(hours=1)
UNTIL_PLACE = timedelta(minutes=10)
"""The time between two tries at a place that takes no posts for now."""
APART = timedelta(minutes=30)
"""The time between two posts to a place after a night offline, so that they never come as a burst."""


def recover_posts(
    db: Connection,
    now: datetime,
    repeatable: Callable[[Post], bool],
    known: Callable[[Post], bool],
    *,
    alone: bool = False,
) -> int:
    """Decide about posts that a dead process left in flight. Returns how many.

    - `repeatable`: a post better heard twice than never is sent again.
    - `known`: where the platform knows a repeat, the post is sent again while it surely does.
    - Any other post is left as ambiguous.

    `alone`: no other process sends, so every lease is void. Otherwise only posts whose lease has ended are decided.
    """
    left = outbox.find_lost_posts(db, FOR_EVER if alone else now)
    for post in left:
        until = (post.leased_until or now) + STILL_KNOWN
        if repeatable(post):
            outbox.mark_retry(db, post.id, now, PostReason.INTERRUPTED)
        elif known(post) and now < until:
            outbox.repeat_until(db, post.id, until)
            outbox.mark_retry(db, post.id, now, IN_DOUBT + PostReason.INTERRUPTED)
        else:
            outbox.mark_ambiguous(db, post.id, now, PostReason.INTERRUPTED)
    return len(left)


def mark_delivered(db: Connection, post: Post, message_id: str, now: datetime, kind: PostKind | None = None) -> None:
    """Mark a post as sent with its message id, and do its kind's `after_sent`. A place that was lost is found.

    If the post waited for over an hour, the posts behind it wait half an hour more.
    """
    after_sent = kind.after_sent if kind is not None else None
    if after_sent is not None:
        locking.lock_learners(db, find_learners(db, post))
    if post.lost and post.place_id is not None:
        target_posts.note_place_found(db, post.place_id)
    outbox.mark_sent(db, post.id, now, message_id)
    if post.lost and post.place_id is not None:
        target_posts.try_now(db, post.place_id, now)
    if after_sent is not None:
        after_sent(db, post)
    if now - post.created_at > LATE:
        target_posts.wait_behind(db, post.target, now + APART, PostReason.CATCHING_UP)


def try_later(db: Connection, post: Post, due_at: datetime, reason: str, *, behind: str = PostReason.BEHIND) -> None:
    """Send a post that did not arrive again at `due_at`, and the posts behind it no earlier, for a reason of theirs."""
    target_posts.lock_behind(db, post.id, post.target, due_at)
    outbox.mark_retry(db, post.id, due_at, reason)
    target_posts.wait_behind(db, post.target, due_at, behind)


def follow_move(db: Connection, post: Post, new_id: int, now: datetime, follow: FollowMove) -> None:
    """Move the place to the group's new id, and send the post there at once."""
    follow(db, post.place.platform, post.place.space_id, new_id, now)
    try_later(db, post, now, PostReason.MOVED)


def give_up_target(db: Connection, post: Post, reason: str, now: datetime, carry_on: CarryOn) -> DeliveryOutcome:
    """Give up a place or account that takes no posts.

    1. A group's place may take posts again. This post and those behind it are kept for their grace, and tried again.
    2. A place that removed the bot, a private chat and an account are switched off, and their posts are dead.
    3. `carry_on` then says a private post where the learner chose, or informs the stewards elsewhere.
    """
    locking.lock_target(db, post.target)
    waits = post.place_id is not None and not is_out_of_reach(reason, post.place.private)
    if waits:
        target_posts.note_target_lost(db, post.target, reason)
        lost = target_posts.LOST + reason
        try_later(db, post, now + UNTIL_PLACE, lost, behind=lost)
    else:
        target_posts.switch_target_off(db, post.target, reason, now)
        outbox.mark_dead(db, post.id, now, reason)
    carry_on(db, post, reason, now)
    return DeliveryOutcome.WAITING if waits else DeliveryOutcome.OFF
