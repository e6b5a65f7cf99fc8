"""The facts of an introduction of study partners."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.identity import LearnerId, PairingId
from bot.posting.facts import PostFacts

PARTNERS = "partners"
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
