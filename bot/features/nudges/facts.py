"""The facts of the posts about one day or absence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.posting.facts import PostFacts

PERSONAL, SAVER, MORNING, WELCOME = "personal", "saver", "morning", "welcome"


@dataclass(frozen=True, slots=True)
class GroupNudge(PostFacts):
    """A group's day: how many of how many have studied, and (block slug, learners in it), the furthest first.

    `members` are those whose day asks for study, and those who have studied; nobody hidden, away or long gone is among
    them. `habits` are the slugs of the daily ones. `asleep`: nobody came for two weeks, and this is the last post.
    """

    at: datetime
    day: date
    roadmap: str
    studied: int
    members: int
    frontier: tuple[tuple[str, int], ...] = ()
    habits: tuple[str, ...] = ()
    asleep: bool = False


@dataclass(frozen=True, slots=True)
class PersonalNudge(PostFacts):
    """One learner's day: what is next (task slugs), the streak that stands.

    `pace` is 0 daily, 1 every other day, 2 weekly; `thinned`: their silence has made it so. `asks_to_stop`: nothing
    came back for long; shall I stop?
    """

    at: datetime
    day: date
    roadmap: str
    tasks: tuple[str, ...] = ()
    streak: int = 0
    pace: int = 0
    thinned: bool = False
    asks_to_stop: bool = False


@dataclass(frozen=True, slots=True)
class Saver(PostFacts):
    """A streak that ends with the study day unless something is done; no freeze is left."""

    at: datetime
    streak: int
    ends_at: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class Morning(PostFacts):
    """What happened to the freezes: the days just spared, or (`earned`) one more. `freezes` are left now."""

    at: datetime
    used: tuple[date, ...] = ()
    earned: bool = False
    freezes: int = 0
    streak: int = 0


@dataclass(frozen=True, slots=True)
class Welcome(PostFacts):
    """Somebody who has been away: for how many days, the smallest task at hand, the best streak so far."""

    at: datetime
    days: int
    roadmap: str
    task: str = ""
    best_streak: int = 0
