"""The facts of an introduction of study partners."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.identity import GroupId, LearnerId, PairingId
from bot.posting.facts import PostFacts

PARTNERS, PARTNER = "partners", "partner"
"""The kinds of post: the introduction in the group, and the word in private to a partner shown by number."""
MATCHING = "matching"
"""The due at which partners are matched. Of dues at one instant it comes before the nudge, by the order of names."""


@dataclass(frozen=True, slots=True)
class Introduced:
    """A learner who has new partners."""

    learner: LearnerId


@dataclass(frozen=True, slots=True)
class NewPartners:
    """Two or three learners who were matched."""

    pairing: PairingId
    members: tuple[Introduced, ...]


@dataclass(frozen=True, slots=True)
class Introduction(PostFacts):
    """The facts of all new partners of a group."""

    at: datetime
    partners: tuple[NewPartners, ...]


@dataclass(frozen=True, slots=True)
class PartnerWord(PostFacts):
    """The facts of a private word to a learner about their new partners. They are read from the pairing."""

    at: datetime
    group_id: GroupId
    pairing: PairingId


def find_numbers_key(*, own: bool, others: bool) -> str:
    """Return the key of a word on partners shown by number: the reader, others, or both. Empty: all show a name."""
    if own:
        return "partner.number_both" if others else "partner.number_own"
    return "partner.number_others" if others else ""
