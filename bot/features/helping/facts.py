"""The facts of posts about help. They hold ids: the words of an obstacle are read just before they are said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.identity import LearnerId, ObstacleId
from bot.posting.facts import PostFacts

CONTACT, FOLLOW_UP, THANKS, UNREACHED = "contact", "followup", "thanks", "unreached"


@dataclass(frozen=True, slots=True)
class Participant:
    """A learner with a part in an obstacle."""

    learner: LearnerId


@dataclass(frozen=True, slots=True)
class Help(PostFacts):
    """The facts of a post about help with an obstacle: its asker, and the helper.

    All posts about help have these facts: the one that puts the two in touch, the question whether it helped, the
    thanks, and the word that the asker was not reached.
    """

    at: datetime
    roadmap: str
    obstacle: ObstacleId
    asker: Participant
    fellow: Participant
