"""What is written down after a post was tried, each in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy.engine import Connection

from bot.storage import outbox
from bot.usecases import celebrating, groups

LOST_LEASE = "interrupted"
BEHIND = "behind another"


def recover(db: Connection, now: datetime, repeatable: Callable[[outbox.Post], bool]) -> int:
    """Decide about posts that a dead process left in flight: send again, or leave as ambiguous. Returns how many."""
    left = outbox.recover_expired(db, now)
    for post in left:
        if repeatable(post):
            outbox.mark_retry(db, post.id, now, LOST_LEASE)
        else:
            outbox.mark_ambiguous(db, post.id, now, LOST_LEASE)
    return len(left)


def settle_sent(db: Connection, post: outbox.Post, message_id: str, now: datetime) -> None:
    """The platform has it: remember its id, and that its milestones were celebrated for good."""
    outbox.mark_sent(db, post.id, now, message_id)
    celebrating.mark_posted(db, post)


def put_back(db: Connection, failed: int, waiting: Sequence[int], now: datetime) -> None:
    """Give back posts that were claimed behind one that was not taken: they wait as long as it does, or end with it."""
    state, due_at = outbox.read_state(db, failed)
    for post_id in waiting:
        if state == "dead":
            outbox.mark_dead(db, post_id, now, BEHIND)
        else:
            outbox.mark_retry(db, post_id, max(due_at, now), BEHIND)


def follow(db: Connection, post: outbox.Post, new_id: int, now: datetime) -> None:
    """The group has a new id: move the place and send the post there at once."""
    groups.move_place(db, post.place.platform, post.place.space_id, new_id)
    outbox.mark_retry(db, post.id, now, "moved")


def switch_off(db: Connection, post: outbox.Post, reason: str, now: datetime) -> None:
    """The place will take no more posts: stop sending there until somebody there speaks to the bot again."""
    outbox.switch_off(db, post.target, reason, now)
    outbox.mark_dead(db, post.id, now, reason)
