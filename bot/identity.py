"""Who speaks, and where: the values that adapters make and every layer understands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

DISCORD = "discord"
TELEGRAM = "telegram"
SANDBOX = "sandbox"


@dataclass(frozen=True, slots=True)
class Account:
    """A learner's identity on one platform. `user_id` is the platform's own number; `name` is what people see."""

    platform: str
    user_id: int
    name: str
    username: str = ""

    @property
    def key(self) -> str:
        """`telegram:123`, the form that is logged and typed into button lines."""
        return f"{self.platform}:{self.user_id}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where we post.

    `space_id` is the Discord guild or Telegram chat, `chat_id` the channel or chat, `thread_id` a topic.

    On Telegram `space_id` equals `chat_id`. `private` is a one-to-one chat with the bot.
    """

    platform: str
    space_id: int
    chat_id: int
    thread_id: int | None = None
    title: str = ""
    private: bool = False

    @property
    def key(self) -> str:
        """`telegram:-100123`, the group's identity on its platform, as logged."""
        return f"{self.platform}:{self.space_id}"


@dataclass(frozen=True, slots=True)
class Caller:
    """One account speaking in one place at one instant (aware UTC): what every use case is told.

    `zone` is the place's, or the one to begin with where nothing is known yet.
    """

    account: Account
    place: Place
    now: datetime
    steward: bool = False
    zone: str = "UTC"
