"""What is written down after a post was tried, each in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from bot.posting import outbox
from bot.posting.kinds import PostKind
from bot.posting.posts import Post

FollowMove = Callable[[Connection, str, int, int, datetime], None]
"""Let a group follow its chat: `(db, platform, old id, new id, now)`."""
CarryOn = Callable[[Connection, Post, str, datetime], None]
"""Do what is left to do when a target was switched off with this post, for a reason."""


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What features do after a post was tried, in the transaction that writes it down."""

    follow_move: FollowMove
    carry_on: CarryOn


FOR_EVER = datetime.max.replace(tzinfo=UTC)
LOST_LEASE = "interrupted"
BEHIND = "behind another"
CATCHING_UP = "catching up"
STILL_KNOWN = timedelta(minutes=1)
"""For so long after a lease a platform that knows repeats still does: Discord says "the past few minutes"."""
LATE = timedelta(hours=1)
APART = timedelta(minutes=30)
"""After a night offline a place hears one thing, and the next so much later: never a burst."""


def recover_posts(
    db: Connection,
    now: datetime,
    repeatable: Callable[[Post], bool],
    known: Callable[[Post], bool],
    *,
    alone: bool = False,
) -> int:
    """Decide about posts that a dead process left in flight: send again, or leave as ambiguous. Returns how many.

    `repeatable`: better twice than never. `known`: the platform knows a repeat for what it is, but not for long.
    `alone`: nobody sends, so that no lease has an owner who lives; else those are left that have not run out.
    """
    left = outbox.find_lost_posts(db, FOR_EVER if alone else now)
    for post in left:
        until = (post.leased_until or now) + STILL_KNOWN
        if repeatable(post):
            outbox.mark_retry(db, post.id, now, LOST_LEASE)
        elif known(post) and now < until:
            outbox.repeat_until(db, post.id, until)
            outbox.mark_retry(db, post.id, now, outbox.IN_DOUBT + LOST_LEASE)
        else:
            outbox.mark_ambiguous(db, post.id, now, LOST_LEASE)
    return len(left)


def mark_delivered(db: Connection, post: Post, message_id: str, now: datetime, kind: PostKind | None = None) -> None:
    """Remember a post that the platform has, by its id, and what its kind writes down then.

    Where it has waited for long, others have too: they follow one by one, with time between them.
    """
    outbox.mark_sent(db, post.id, now, message_id)
    if kind is not None and kind.after_sent is not None:
        kind.after_sent(db, post)
    if now - post.created_at > LATE:
        outbox.wait_behind(db, post.target, now + APART, CATCHING_UP)


def try_later(db: Connection, post: Post, due_at: datetime, reason: str) -> None:
    """It did not arrive: send it at `due_at`, and what stands behind it there no earlier."""
    outbox.mark_retry(db, post.id, due_at, reason)
    outbox.wait_behind(db, post.target, due_at, BEHIND)


def follow_move(db: Connection, post: Post, new_id: int, now: datetime, follow: FollowMove) -> None:
    """The group has a new id: move the place and send the post there at once."""
    follow(db, post.place.platform, post.place.space_id, new_id, now)
    try_later(db, post, now, "moved")


def give_up_target(db: Connection, post: Post, reason: str, now: datetime, carry_on: CarryOn) -> None:
    """The place will take no more posts: stop sending there until somebody there speaks to the bot again.

    What was for one learner goes where they chose, and a steward is told elsewhere.
    """
    outbox.switch_target_off(db, post.target, reason, now)
    outbox.mark_dead(db, post.id, now, reason)
    carry_on(db, post, reason, now)
