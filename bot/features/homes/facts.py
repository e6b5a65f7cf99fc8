"""The facts of posts about connections."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.identity import ConnectionId, GroupId
from bot.posting.facts import PostFacts

HOMES = "homes"
"""The kind of post that tells homes of their connection."""
HOME_LOST = "home_lost"
"""The kind of post that tells stewards in private that the bot was removed from the home to come."""
RENUMBERED = "renumbered"
"""The kind of post to a member whose number is another now."""

AHEAD = timedelta(days=1)
"""The time for which both homes know of a connection before."""


class HomesNews(StrEnum):
    """News of a connection: it is to come, in force, cancelled, left out as a home is lost, or ended.

    `DELAYED`: the other home has not heard of it yet. `MOVED`: it comes at another moment, as the other heard late.
    `UNHEARD`: it is left out, as the other home never heard of it. `MUTE`: the same, for the home that never heard.
    `AWAY`: it is left out, as the bot was removed from this home meanwhile.
    `LEFT`: it ended because the bot was removed from the other home a month ago. `LOSING`: it is to come, but for now
    the bot is removed from the other home.
    """

    AHEAD = "ahead"
    DELAYED = "delayed"
    MOVED = "moved"
    UNHEARD = "unheard"
    MUTE = "mute"
    JOINED = "joined"
    CANCELLED = "off"
    LOST = "lost"
    AWAY = "away"
    PARTED = "parted"
    LEFT = "left"
    LOSING = "losing"


def news_key(connection_id: ConnectionId, news: HomesNews) -> str:
    """Return the beginning of the key of a post with news of a connection. The key ends with the place."""
    return f"{HOMES}:{connection_id}:{news}:"


@dataclass(frozen=True, slots=True)
class HomesFacts(PostFacts):
    """The facts for a home about the other, which is `group_id`.

    The two become one at `due_at`, an instant in UTC that is worded in `zone`. `checkin`: they have check-ins then.
    """

    at: datetime
    news: HomesNews
    connection: ConnectionId
    group_id: GroupId
    platform: str
    due_at: datetime
    zone: str
    checkin: bool = True


@dataclass(frozen=True, slots=True)
class Renumbered(PostFacts):
    """The facts for a member who is shown by a new number in a group."""

    at: datetime
    group_id: GroupId
    number: int


@dataclass(frozen=True, slots=True)
class OtherHome:
    """The other home of a connection to come: the group whose it is, and its platform."""

    group_id: GroupId
    platform: str


@dataclass(frozen=True, slots=True)
class HomeLost(PostFacts):
    """The facts for stewards of a group, that the bot was removed from the other home of a connection to come."""

    at: datetime
    connection: ConnectionId
    group_id: GroupId
    other: OtherHome
    due_at: datetime
    zone: str
