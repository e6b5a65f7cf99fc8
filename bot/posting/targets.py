"""The place or the account that a post is for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class TargetKind(StrEnum):
    """A group's place, or a learner's account."""

    PLACE = "place"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Target:
    """One place or one account. Its posts are kept in order."""

    kind: TargetKind
    id: int

    @classmethod
    def of(cls, place_id: int | None, account_id: int | None) -> Target:
        """Return the target of a post, of which one of the two is known."""
        if place_id is not None:
            return cls(TargetKind.PLACE, place_id)
        return cls(TargetKind.ACCOUNT, account_id or 0)
