"""The facts of a check-in's posts: it opens, somebody is reminded, it closes with a digest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

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
    """For one learner, who used to report and has not yet; `zone` is theirs."""

    at: datetime
    week: date
    closes_at: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class Named:
    """A member as others may see them: by name, or only by number, and then the name is empty."""

    name: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody who reported, and the slugs of what they promise."""

    who: Named
    promise: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """One of the first on the week's board; no rank in a group too small for ranks."""

    who: Named
    rank: int | None
    points: int


@dataclass(frozen=True, slots=True)
class Reached:
    """A milestone of the week."""

    who: Named
    kind: str
    slug: str


@dataclass(frozen=True, slots=True)
class Digest(PostFacts):
    """What came of a check-in. Nobody hidden is in it, and nobody who did not report.

    `tasks` were ticked off in the week, `tasks_before` in the one before; `kept` promises were kept.
    """

    at: datetime
    week: date
    roadmap: str
    reports: tuple[Told, ...] = ()
    board: tuple[Placed, ...] = ()
    milestones: tuple[Reached, ...] = ()
    tasks: int = 0
    tasks_before: int = 0
    kept: int = 0
