"""Greet a place to which the bot comes back, and tell a home that its groups parted meanwhile."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.features.homes.actions.announcing import announce_news
from bot.features.homes.facts import HomesNews, news_key
from bot.features.homes.queries import connections, notices
from bot.features.members.actions.groups import Greeting, greet_place
from bot.features.members.queries.groups import require_group_here
from bot.identity import Place

KNOWN = timedelta(days=31)
"""The time after a parting in which a home that was out of reach is told of it. By then a lost group is deleted."""


def greet_home(db: Connection, place: Place, now: datetime, default_zone: str = "UTC") -> Greeting | None:
    """Note that the bot was added to a place, as `greet_place` does, and tell its home of a parting that it missed."""
    greeting = greet_place(db, place, now, default_zone)
    here = require_group_here(db, place)
    found = connections.find_last_parted(db, here.group_id, now - KNOWN)
    if found is None or connections.find_connection(db, here.group_id) is not None:
        return greeting
    if not notices.has_post(db, f"{news_key(found.id, HomesNews.LEFT)}{here.place_id}"):
        announce_news(db, found, HomesNews.PARTED, now, only={here.group_id})
    return greeting
