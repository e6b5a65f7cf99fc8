"""Greet a place to which the bot comes back, and tell a home what it missed of its connection."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.features.homes.actions.announcing import GRACE, announce_news
from bot.features.homes.facts import HomesNews, news_key
from bot.features.homes.queries import connections, notices
from bot.features.homes.queries.connections import KeptConnection
from bot.features.homes.queries.notices import HomeBack
from bot.features.members.actions.groups import Greeting, greet_place
from bot.features.members.queries.groups import require_group_here
from bot.identity import GroupId, Place, PlaceId
from bot.posting import outbox

KNOWN = timedelta(days=31)
"""The time after an end in which a home that was out of reach is told of it. By then a lost group is deleted."""
ENDS = (
    *(HomesNews.LOST, HomesNews.AWAY, HomesNews.CANCELLED, HomesNews.UNHEARD, HomesNews.MUTE),
    *(HomesNews.PARTED, HomesNews.LEFT),
)
"""The news that a connection has ended. A home hears one of them."""


def greet_home(db: Connection, place: Place, now: datetime, default_zone: str = "UTC") -> Greeting | None:
    """Note that the bot was added to a place, as `greet_place` does, and tell its home what it missed."""
    greeting = greet_place(db, place, now, default_zone)
    here = require_group_here(db, place)
    repeat_missed_news(db, here.group_id, here.place_id, now)
    return greeting


def repeat_missed_news(db: Connection, group_id: GroupId, place_id: PlaceId, now: datetime) -> None:
    """Tell a home to which the bot came back what it missed.

    1. News that died on its way is sent again: of a connection to come, and for a month of one in force.
    2. So is news of an end. If there was none for this home, it is told of the end now.
    """
    found = connections.find_connection(db, group_id)
    if found is None:
        _inform_of_end(db, group_id, place_id, now)
    elif found.joined_at is None:
        outbox.revive_post(db, _key(found, HomesNews.AHEAD, place_id), now)
    elif found.joined_at >= now - KNOWN:
        outbox.revive_post(db, _key(found, HomesNews.JOINED, place_id), now, now + GRACE)


def find_homes_with_news(db: Connection, now: datetime) -> list[tuple[GroupId, PlaceId]]:
    """Find the homes that have missed news, and to which the bot came back: also by a call, without being added."""
    homes = {home: _list_news_keys(home) for home in notices.read_homes_back(db, now - KNOWN)}
    said = notices.read_missed_posts(db, [key for keys in homes.values() for key in keys]) if homes else {}
    posts = {home: [said[key] for key in keys if key in said] for home, keys in homes.items()}
    return [
        (home.group_id, home.place_id) for home, missed in posts.items() if any(missed) or (home.ended and not missed)
    ]


def _list_news_keys(home: HomeBack) -> list[str]:
    """List the keys of the posts that tell a home how it is with its connection now."""
    last = ENDS if home.ended else (HomesNews.JOINED if home.joined else HomesNews.AHEAD,)
    return [f"{news_key(home.connection, news)}{home.place_id}" for news in last]


def _list_end_keys(db: Connection, found: KeptConnection, place_id: PlaceId) -> list[str]:
    """List the keys of the posts that told a home of an end, or were to."""
    return [key for news in ENDS if notices.has_post(db, key := _key(found, news, place_id))]


def _inform_of_end(db: Connection, group_id: GroupId, place_id: PlaceId, now: datetime) -> None:
    found = connections.find_last_ended(db, group_id, now - KNOWN)
    if found is None:
        return
    keys = _list_end_keys(db, found, place_id)
    for key in keys:
        outbox.revive_post(db, key, now, now + GRACE)
    if not keys:
        announce_news(db, found, _read_end(db, found), now, only={group_id})


def _read_end(db: Connection, found: KeptConnection) -> HomesNews:
    """Read why a connection ended, of which a home was not told."""
    if found.joined_at:
        return HomesNews.PARTED
    cancelled = news_key(found.id, HomesNews.CANCELLED)
    groups = (found.group_id, found.other_id)
    return HomesNews.CANCELLED if any(notices.has_group_post(db, cancelled, one) for one in groups) else HomesNews.AWAY


def _key(found: KeptConnection, news: HomesNews, place_id: PlaceId) -> str:
    return f"{news_key(found.id, news)}{place_id}"
