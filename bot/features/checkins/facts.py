"""The facts of a check-in's posts: opening, reminder and digest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.identity import LearnerId
from bot.posting.facts import PostFacts

CHECKIN, DIGEST, REMIND = "checkin", "digest", "remind"
CLOSE = "close"
"""The due at which a check-in closes with its digest."""


@dataclass(frozen=True, slots=True)
class CheckinOpened(PostFacts):
    """A check-in about the week that begins on `week`; `habits` are the slugs of the weekly ones."""

    at: datetime
    week: date
    roadmap: str
    closes_at: datetime
    zone: str
    habits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reminder(PostFacts):
    """A reminder for a learner with a habit of reporting, who has not reported yet. `zone` is theirs."""

    at: datetime
    week: date
    closes_at: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class Told:
    """A learner who reported, and the slugs of what they promise."""

    learner: LearnerId
    promise: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scored:
    """A learner's points in the week; `reached_at` orders those who have as many."""

    learner: LearnerId
    points: int
    reached_at: datetime


@dataclass(frozen=True, slots=True)
class Reached:
    """A milestone of the week."""

    learner: LearnerId
    kind: str
    slug: str


@dataclass(frozen=True, slots=True)
class Digest(PostFacts):
    """The outcome of a check-in. It holds only members who reported and are not hidden.

    `board` has more members than are shown, so that ranks close up when one of the first hides. `tasks` were ticked off
    in the week, `tasks_before` in the one before; `kept` promises were kept.
    """

    at: datetime
    week: date
    roadmap: str
    reports: tuple[Told, ...] = ()
    board: tuple[Scored, ...] = ()
    milestones: tuple[Reached, ...] = ()
    tasks: int = 0
    tasks_before: int = 0
    kept: int = 0
