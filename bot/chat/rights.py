"""Rights in a chat: who may change the group there. The platform knows them, and each call asks it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.errors import Refused


class StewardsOnly(Refused):
    """Refusal: a steward's command, called by a person who is no steward."""


class RightsUnknown(Refused):
    """Refusal: the platform does not say whether the caller is an administrator. Nothing was changed."""


class Rights(Protocol):
    """Asks the platform about the place and caller of one call."""

    async def is_admin(self, *, anew: bool) -> bool:
        """Whether the caller administers the group of this place.

        An answer of some minutes ago will do, unless it is asked `anew`. Raises RightsUnknown.
        """
        ...


@dataclass(frozen=True, slots=True)
class KnownRights:
    """Rights that are known without asking, as in the sandbox."""

    admin: bool = False

    async def is_admin(self, *, anew: bool) -> bool:
        """Whether the caller administers the group of this place."""
        return self.admin


async def require_admin(rights: Rights, *, anew: bool = False) -> None:
    """Refuse a caller who is no administrator. Raises StewardsOnly, RightsUnknown."""
    if not await rights.is_admin(anew=anew):
        raise StewardsOnly
