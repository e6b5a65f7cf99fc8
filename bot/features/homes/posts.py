"""Posts about connections: to both homes, and to members who have another number."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.features.homes.facts import HOMES, RENUMBERED, HomesFacts
from bot.features.homes.queries.connections import read_connection
from bot.features.homes.wording import word_homes, word_renumbered
from bot.posting.kinds import TO_GROUP, TO_LEARNER, PostKind
from bot.posting.posts import Post


def read_is_coming(db: Connection, post: Post) -> bool:
    """Read whether the connection that a post tells of is still to come."""
    found = read_connection(db, HomesFacts.from_json(post.facts).connection)
    return found is not None and found.joined_at is None and found.ended_at is None


HOMES_POST = PostKind(HOMES, TO_GROUP, word_homes, repeat=True, silenced=False, read_details=read_is_coming)
RENUMBERED_POST = PostKind(RENUMBERED, TO_LEARNER, word_renumbered, never_in_group=True, replaced=False, silenced=False)
