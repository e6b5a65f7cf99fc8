"""Posts about connections: to both homes, to stewards, and to members who have another number."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.features.homes.actions.losing import is_still_lost
from bot.features.homes.actions.noticing import follow_notice
from bot.features.homes.facts import HOME_LOST, HOMES, RENUMBERED, HomesFacts, HomesNews
from bot.features.homes.queries.connections import is_lost, read_connection
from bot.features.homes.wording import word_home_lost, word_homes, word_renumbered
from bot.posting.kinds import TO_GROUP, TO_LEARNER, PostKind
from bot.posting.posts import Post


def read_is_coming(db: Connection, post: Post) -> bool:
    """Read whether the connection that a post tells of is still to come. After a loss, the other home must be lost."""
    facts = HomesFacts.from_json(post.facts)
    found = read_connection(db, facts.connection)
    lost = facts.news is not HomesNews.LOSING or is_lost(db, facts.group_id)
    return lost and found is not None and found.joined_at is None and found.ended_at is None


HOMES_POST = PostKind(
    HOMES,
    TO_GROUP,
    word_homes,
    repeat=True,
    silenced=False,
    read_details=read_is_coming,
    after_sent=follow_notice,
)
RENUMBERED_POST = PostKind(RENUMBERED, TO_LEARNER, word_renumbered, never_in_group=True, replaced=False, silenced=False)
HOME_LOST_POST = PostKind(
    HOME_LOST,
    TO_LEARNER,
    word_home_lost,
    never_in_group=True,
    replaced=False,
    silenced=False,
    read_details=is_still_lost,
)
