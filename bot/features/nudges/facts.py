"""The facts of group nudges, personal nudges, savers, morning posts and welcomes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.features.week_goals.actions import Together
from bot.posting.facts import PostFacts

PERSONAL, SAVER, WELCOME = "personal", "saver", "welcome"
FEWEST = 2
"""The fewest learners in a block that a group's nudge names, so that no learner can be told by it."""


@dataclass(frozen=True, slots=True)
class GroupNudge(PostFacts):
    """A group's day in numbers.

    `studied` counts the members that have studied. `members` adds those whose day still asks for study.
    Hidden members and members inactive for two weeks are left out.
    `frontier` lists (block slug, learners in it), the fullest block first. A block with a lone learner is left out.
    `task` is the slug of the first open task of the fullest block, for most of those in it. Empty: there is none.
    `habits` are the slugs of the daily habits.
    `asleep`: no member came for two weeks, and this is the last post.
    `together`: how far the group has come to its goal for the week, if it has one.
    """

    at: datetime
    day: date
    roadmap: str
    studied: int
    members: int
    frontier: tuple[tuple[str, int], ...] = ()
    task: str = ""
    habits: tuple[str, ...] = ()
    asleep: bool = False
    together: Together | None = None


@dataclass(frozen=True, slots=True)
class PersonalNudge(PostFacts):
    """A learner's day: the next tasks (slugs) and the streak.

    `pace` is 0 daily, 1 every other day, 2 weekly. `thinned`: ignored nudges have just made it slower
    than the learner's own, and this is the first nudge at that pace.
    `asks_to_stop`: after 21 ignored days the post asks whether to stop.
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
    """A streak that ends with this study day unless the learner studies. No freeze can save it.

    `ends_at` is the end of the study day, shown in `zone`.
    """

    at: datetime
    streak: int
    ends_at: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class Morning(PostFacts):
    """News of a learner's freezes: `used` are the days just spared, `earned` tells of a new freeze.

    `freezes` are left now. `streak` is the streak in days. `cheers` are the members who cheered for them yesterday.
    """

    at: datetime
    used: tuple[date, ...] = ()
    earned: bool = False
    freezes: int = 0
    streak: int = 0
    cheers: int = 0

    @property
    def has_freeze_news(self) -> bool:
        """Whether a freeze was used or earned."""
        return self.earned or bool(self.used)


@dataclass(frozen=True, slots=True)
class Welcome(PostFacts):
    """A learner's absence: the days since their last activity, a small task at hand and the best streak.

    `task` is a slug, or empty if no task is left. `minutes` make the day of the return done; 0: as on any day.
    """

    at: datetime
    days: int
    roadmap: str
    task: str = ""
    best_streak: int = 0
    minutes: int = 0
