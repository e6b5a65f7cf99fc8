"""Greet a place to which the bot comes back, and tell a home what it missed of its connection."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.features.homes.actions.announcing import GRACE, announce_news
from bot.features.homes.facts import HomesNews, news_key
from bot.features.homes.queries import connections, notices
from bot.features.homes.queries.connections import KeptConnection
from bot.features.members.actions.groups import Greeting, greet_place
from bot.features.members.queries.groups import GroupHere, require_group_here
from bot.identity import Place
from bot.posting import outbox

KNOWN = timedelta(days=31)
"""The time after an end in which a home that was out of reach is told of it. By then a lost group is deleted."""
ENDS = (
    *(HomesNews.LOST, HomesNews.AWAY, HomesNews.CANCELLED, HomesNews.UNHEARD, HomesNews.MUTE),
    *(HomesNews.PARTED, HomesNews.LEFT),
)
"""The news that a connection has ended. A home hears one of them."""


def greet_home(db: Connection, place: Place, now: datetime, default_zone: str = "UTC") -> Greeting | None:
    """Note that the bot was added to a place, as `greet_place` does, and tell its home what it missed.

    1. News of a connection to come that died on its way is sent again.
    2. So is news of an end. If there was none for this home, it is told of the end now.
    """
    greeting = greet_place(db, place, now, default_zone)
    here = require_group_here(db, place)
    found = connections.find_connection(db, here.group_id)
    if found is None:
        _inform_of_end(db, here, now)
    elif found.joined_at is None:
        outbox.revive_post(db, _key(found, HomesNews.AHEAD, here), now)
    return greeting


def _inform_of_end(db: Connection, here: GroupHere, now: datetime) -> None:
    found = connections.find_last_ended(db, here.group_id, now - KNOWN)
    if found is None:
        return
    keys = [key for news in ENDS if notices.has_post(db, key := _key(found, news, here))]
    for key in keys:
        outbox.revive_post(db, key, now, now + GRACE)
    if not keys:
        announce_news(db, found, _read_end(db, found), now, only={here.group_id})


def _read_end(db: Connection, found: KeptConnection) -> HomesNews:
    """Read why a connection ended, of which a home was not told."""
    if found.joined_at:
        return HomesNews.PARTED
    cancelled = news_key(found.id, HomesNews.CANCELLED)
    groups = (found.group_id, found.other_id)
    return HomesNews.CANCELLED if any(notices.has_group_post(db, cancelled, one) for one in groups) else HomesNews.AWAY


def _key(found: KeptConnection, news: HomesNews, here: GroupHere) -> str:
    return f"{news_key(found.id, news)}{here.place_id}"
