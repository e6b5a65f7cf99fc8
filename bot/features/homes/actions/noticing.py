"""Wait until both homes have heard of their connection for a day, and tell them of another moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.features.homes.actions.announcing import announce_news
from bot.features.homes.facts import AHEAD, HomesFacts, HomesNews, news_key
from bot.features.homes.queries import connections, notices
from bot.features.homes.queries.connections import KeptConnection
from bot.identity import GroupId
from bot.posting.posts import Post

AGAIN = timedelta(hours=1)
"""The wait while a home has not heard of it yet. A change of the moment by less is not told, unless it was promised."""
PATIENCE = timedelta(days=7)
"""The time after which two homes that have not both heard of it stay apart."""
SOON = timedelta(minutes=1)
"""The time in which a post arrives in a home that takes posts."""


def waits_for_notice(db: Connection, found: KeptConnection, now: datetime) -> bool:
    """Whether a connection whose moment came waits, as each home is to have known of it for a day.

    1. A home that has heard of it is told once that the other has not.
    2. After a week, the connection is left out. Each home is told the reason.
    """
    heard = _read_heard(db, found)
    if None not in heard.values():
        return _set_moment(db, found, heard, now) > now
    silent = {group_id for group_id, at in heard.items() if at is None}
    aware = set(heard) - silent
    if now - found.at > PATIENCE:
        connections.end_connection(db, found.id, now)
        _announce(db, found, HomesNews.UNHEARD, now, aware)
        _announce(db, found, HomesNews.MUTE, now, silent)
        return True
    connections.put_connection_off(db, found.id, now + AGAIN)
    _announce(db, replace(found, due_at=found.at + PATIENCE), HomesNews.DELAYED, now, aware)
    return True


def follow_notice(db: Connection, post: Post) -> None:
    """Set the moment of a connection when the last of its homes has heard of it."""
    facts = HomesFacts.from_json(post.facts)
    found = connections.read_connection(db, facts.connection) if facts.news is HomesNews.AHEAD else None
    if found is None or found.joined_at or found.ended_at:
        return
    heard = _read_heard(db, found)
    last = [at for at in heard.values() if at]
    if len(last) == len(heard):
        _set_moment(db, found, heard, max(last))


def find_silent(db: Connection, found: KeptConnection, now: datetime) -> GroupId | None:
    """Find a group whose home should have heard of a connection to come by now, but has not."""
    if found.joined_at or now - found.at < SOON:
        return None
    return next((group_id for group_id, at in _read_heard(db, found).items() if at is None), None)


def _set_moment(
    db: Connection, found: KeptConnection, heard: dict[GroupId, datetime | None], now: datetime
) -> datetime:
    """Let the groups become one a day after the last home heard of it. Tell a home that waits for the moment.

    It heard of it much earlier, or was promised the moment.
    """
    expected = {group_id: at + AHEAD for group_id, at in heard.items() if at}
    due_at = max(expected.values())
    if due_at > now:
        connections.put_connection_off(db, found.id, due_at)
        promised = news_key(found.id, HomesNews.DELAYED)
        waiting = {
            group_id
            for group_id, at in expected.items()
            if due_at - at >= AGAIN or notices.has_group_post(db, promised, group_id)
        }
        _announce(db, replace(found, due_at=due_at), HomesNews.MOVED, now, waiting)
    return due_at


def _read_heard(db: Connection, found: KeptConnection) -> dict[GroupId, datetime | None]:
    groups = (found.group_id, found.other_id)
    return dict(zip(groups, notices.read_heard_at(db, news_key(found.id, HomesNews.AHEAD), groups), strict=True))


def _announce(db: Connection, found: KeptConnection, news: HomesNews, now: datetime, groups: set[GroupId]) -> None:
    if groups:
        announce_news(db, found, news, now, only=groups)
