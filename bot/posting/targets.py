"""The place or the account that a post is for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.identity import AccountId, PlaceId


class TargetKind(StrEnum):
    """A group's place, or a learner's account."""

    PLACE = "place"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Target:
    """A place or an account. Its posts are kept in order."""

    kind: TargetKind
    id: PlaceId | AccountId

    @classmethod
    def of(cls, place_id: PlaceId | None, account_id: AccountId | None) -> Target:
        """Return the target of a post from its place id or its account id, whichever is given. Raises ValueError."""
        if place_id is not None:
            return cls(TargetKind.PLACE, place_id)
        if account_id is None:
            raise ValueError("a post goes to a place or to an account")
        return cls(TargetKind.ACCOUNT, account_id)
