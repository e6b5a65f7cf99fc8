"""Take a learner who is forgotten out of the posts that name them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.closed_sets import PostState
from bot.features.digests.queries import AMEND_DIGEST, DIGEST
from bot.features.privacy.facts import UNNAMED, Unnamed
from bot.features.privacy.queries.naming import NamingPost, read_naming_posts
from bot.identity import LearnerId
from bot.posting import outbox
from bot.posting.changing import WORTH_CHANGING
from bot.posting.posts import Post
from bot.posting.shown import UNKNOWN_MESSAGE, ShownPost, read_shown

EDITED_FOR = timedelta(hours=48)
"""Messages that are older keep their words. Telegram lets no bot change them for ever."""
LISTING = (DIGEST, AMEND_DIGEST)
"""The kinds of post that read the members of their group when they are worded."""


def find_naming_posts(db: Connection, learner_id: LearnerId, now: datetime) -> list[NamingPost]:
    """Find the posts to others that name a learner, and wait or may still be changed."""
    return read_naming_posts(db, learner_id, now - EDITED_FOR, LISTING)


def are_on_their_way(posts: Iterable[NamingPost]) -> bool:
    """Whether a platform is being asked to send any of these. Such a message has no id yet by which to change it."""
    return any(one.state is PostState.SENDING for one in posts)


def plan_unnaming(db: Connection, posts: Sequence[NamingPost], now: datetime) -> None:
    """Plan the change of each message that is out, once for each message. Its learner is forgotten by now."""
    out = [post for post in posts if post.message_id and post.message_id != UNKNOWN_MESSAGE and post.kind != UNNAMED]
    messages = {(post.place_id, post.account_id, post.message_id): post for post in reversed(out)}
    for post in sorted(messages.values(), key=lambda post: post.id):
        facts = Unnamed(now, post.id, post.kind, str(post.message_id))
        outbox.put_post(
            db,
            kind=UNNAMED,
            key=f"{UNNAMED}:{post.id}:{now.timestamp()}",
            place_id=post.place_id,
            account_id=post.account_id,
            learner_id=None,
            facts=facts.to_json(),
            now=now,
            due_at=now,
            stale_at=now + WORTH_CHANGING,
        )


def read_unnamed(db: Connection, post: Post) -> ShownPost | None:
    """Read the post whose message is changed, as it is to be worded now. None if it is gone."""
    return read_shown(db, Unnamed.from_json(post.facts).post)
