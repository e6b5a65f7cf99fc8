"""The facts of posts to stewards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.identity import GroupId, LearnerId, PlaceId
from bot.posting.facts import PostFacts


@dataclass(frozen=True, slots=True)
class RoadmapLost(PostFacts):
    """The facts for a steward about the roadmap of their group that is not there. It is no roadmap to wait for."""

    at: datetime
    group_id: GroupId
    slug: str


@dataclass(frozen=True, slots=True)
class PlaceLost(PostFacts):
    """The facts for a steward about a place that takes no posts. `reason` is the platform's short code."""

    at: datetime
    platform: str
    reason: str
    group_id: GroupId
    place_id: PlaceId = PlaceId(0)
    chat_id: int = 0
    thread_id: int | None = None


@dataclass(frozen=True, slots=True)
class RightLacking(PostFacts):
    """The facts for a steward about a right that the bot lacks in a chat, although its posts arrive there."""

    at: datetime
    platform: str
    right: str
    group_id: GroupId
    chat_id: int


@dataclass(frozen=True, slots=True)
class FriendlyWord(PostFacts):
    """The facts of a friendly word to a quiet member of a group. It does not say which steward sent it."""

    at: datetime
    learner: LearnerId
    group_id: GroupId
