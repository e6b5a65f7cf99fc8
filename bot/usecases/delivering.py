"""What is written down after a post was tried, each in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.engine import Connection

from bot.storage import outbox
from bot.usecases import celebrating, groups
from bot.usecases.speaking import falling_back

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


def try_later(db: Connection, post: outbox.Post, due_at: datetime, reason: str) -> None:
    """It did not arrive: send it at `due_at`, and what stands behind it there no earlier."""
    outbox.mark_retry(db, post.id, due_at, reason)
    outbox.wait_behind(db, post.target, due_at, BEHIND)


def follow(db: Connection, post: outbox.Post, new_id: int, now: datetime) -> None:
    """The group has a new id: move the place and send the post there at once."""
    groups.move_place(db, post.place.platform, post.place.space_id, new_id)
    try_later(db, post, now, "moved")


def switch_off(db: Connection, post: outbox.Post, reason: str, now: datetime) -> None:
    """The place will take no more posts: stop sending there until somebody there speaks to the bot again.

    What was for one learner goes where they chose, and a steward is told elsewhere.
    """
    outbox.switch_off(db, post.target, reason, now)
    outbox.mark_dead(db, post.id, now, reason)
    falling_back.carry_on(db, post, reason, now)
