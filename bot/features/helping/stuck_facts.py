"""The facts of the posts about a stuck learner. Both hold ids alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.identity import LearnerId, ObstacleId
from bot.posting.facts import PostFacts

STUCK_ASK = "stuck_ask"
STUCK_GROUP = "stuck_group"


@dataclass(frozen=True, slots=True)
class StuckAsk(PostFacts):
    """The facts of the private post that asks a member for help."""

    at: datetime
    obstacle: ObstacleId


@dataclass(frozen=True, slots=True)
class StuckGroup(PostFacts):
    """The facts of the post that asks a group. `learner` is stuck."""

    at: datetime
    obstacle: ObstacleId
    learner: LearnerId
