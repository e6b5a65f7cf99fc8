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
    """The facts of a check-in that opens, about the week that begins on `week`.

    `habits` are the slugs of the roadmap's weekly habits.
    """

    at: datetime
    week: date
    roadmap: str
    closes_at: datetime
    zone: str
    habits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reminder(PostFacts):
    """The facts of a reminder for a regular reporter who has not reported yet. `zone` is the learner's."""

    at: datetime
    week: date
    closes_at: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class Told:
    """A learner who reported, and the slugs of the tasks that they promise."""

    learner: LearnerId
    promise: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scored:
    """A learner's points in the week. `reached_at` orders learners with equal points."""

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
    """The outcome of a check-in. Hidden members are in none of its lists, and `reports` has only reporters.

    `board` has more members than are shown, so that ranks close up when a member hides later. In the week, `tasks` were
    ticked off and `kept` promised tasks were kept. `tasks_before` were ticked off in the week before.
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
