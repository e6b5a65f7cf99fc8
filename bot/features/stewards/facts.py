"""The facts of posts to stewards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.posting.facts import PostFacts


@dataclass(frozen=True, slots=True)
class PlaceLost(PostFacts):
    """For a steward: a place takes no more posts. `reason` is the platform's, as a short code."""

    at: datetime
    group: str
    platform: str
    reason: str
    group_id: int = 0
    place_id: int = 0
