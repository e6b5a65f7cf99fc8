"""Rights in a chat: who may change the group there, and whether the bot may post. The platform knows them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.errors import Refused, StewardsOnly
from bot.identity import Place


class RightsUnknown(Refused):
    """Refusal: the platform does not say whether the caller is an administrator. Nothing was changed."""


class PlaceUnknown(Refused):
    """Refusal: the platform does not say whether the bot may post here. Nothing was changed."""


class Right(StrEnum):
    """A right that the bot needs to post in a place. `TOPIC`: a topic is open, or the bot may write in a closed one.

    Without `OPEN_THREADS` posts arrive, but no thread is opened under them.
    """

    VIEW = "view"
    SEND = "send"
    THREADS = "threads"
    EMBED = "embed"
    FILES = "files"
    TOPIC = "topic"
    OPEN_THREADS = "open_threads"


class Rights(Protocol):
    """Asks the platform about the place and caller of one call."""

    async def is_admin(self, *, anew: bool) -> bool:
        """Whether the caller administers the group of this place.

        An answer of some minutes ago will do, unless it is asked `anew`. Raises RightsUnknown.
        """
        ...

    async def lacks(self, chat_id: int = 0) -> tuple[Right, ...]:
        """List the rights that the bot lacks to post in this place, or in another channel of this server.

        Raises PlaceUnknown.
        """
        ...

    async def opens_threads(self) -> bool:
        """Whether a thread can be opened under a post in this place, as far as the bot's rights go."""
        ...

    async def can_ping(self, role_id: int) -> bool:
        """Whether the bot may ping a role in this place."""
        ...

    async def has_left(self, chat: Place) -> bool:
        """Whether the caller left another chat, or was removed from it. False if the platform does not say."""
        ...

    async def administers(self, chat: Place) -> bool:
        """Whether the caller administers the group of another chat, asked anew. Raises RightsUnknown."""
        ...


@dataclass(frozen=True, slots=True)
class KnownRights:
    """Rights that are known without asking, as in the sandbox."""

    admin: bool = False
    lacking: tuple[Right, ...] = ()
    pings: bool = True
    left: bool = False
    threads: bool = True

    async def is_admin(self, *, anew: bool) -> bool:
        """Whether the caller administers the group of this place."""
        return self.admin

    async def lacks(self, chat_id: int = 0) -> tuple[Right, ...]:
        """List the rights that the bot lacks to post in this place."""
        return self.lacking

    async def opens_threads(self) -> bool:
        """Whether a thread can be opened under a post in this place."""
        return self.threads

    async def can_ping(self, role_id: int) -> bool:
        """Whether the bot may ping a role in this place."""
        return self.pings

    async def has_left(self, chat: Place) -> bool:
        """Whether the caller left another chat."""
        return self.left

    async def administers(self, chat: Place) -> bool:
        """Whether the caller administers the group of another chat."""
        return self.admin


async def require_admin(rights: Rights, *, anew: bool = False) -> None:
    """Refuse a caller who is no administrator. Raises StewardsOnly, RightsUnknown."""
    if not await rights.is_admin(anew=anew):
        raise StewardsOnly
