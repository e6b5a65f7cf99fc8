"""The facts of each post, kept as JSON in the outbox until they are worded. Plain values: a kind is a class.

`at` is the moment that the post was meant for: one that is sent much later says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from pydantic import TypeAdapter


class Facts:
    """Facts that go into the outbox and come out again."""

    __slots__ = ()

    def to_json(self) -> dict[str, Any]:
        """As kept in the outbox."""
        kept: dict[str, Any] = _adapter(type(self)).dump_python(self, mode="json")
        return kept

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        """As read from the outbox. Raises pydantic.ValidationError for anything else."""
        found: Self = _adapter(cls).validate_python(kept)
        return found


_ADAPTERS: dict[type[Facts], TypeAdapter[Any]] = {}


def _adapter(kind: type[Facts]) -> TypeAdapter[Any]:
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


@dataclass(frozen=True, slots=True)
class GroupNudge(Facts):
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
class PersonalNudge(Facts):
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
class Saver(Facts):
    """A streak that ends with the study day unless something is done; no freeze is left."""

    at: datetime
    streak: int
    ends_at: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class Morning(Facts):
    """What happened to the freezes: the days just spared, or (`earned`) one more. `freezes` are left now."""

    at: datetime
    used: tuple[date, ...] = ()
    earned: bool = False
    freezes: int = 0
    streak: int = 0


@dataclass(frozen=True, slots=True)
class Review(Facts):
    """A month that is over (`month` is its first day): how many tasks how many members ticked off in it.

    `habits` are the slugs of the monthly ones: assess, adjust, portfolio.
    """

    at: datetime
    month: date
    roadmap: str
    tasks: int = 0
    learners: int = 0
    habits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Welcome(Facts):
    """Somebody who has been away: for how many days, the smallest task at hand, the best streak so far."""

    at: datetime
    days: int
    roadmap: str
    task: str = ""
    best_streak: int = 0


@dataclass(frozen=True, slots=True)
class PlaceLost(Facts):
    """For a steward: a place takes no more posts. `reason` is the platform's, as a short code."""

    at: datetime
    group: str
    platform: str
    reason: str
    group_id: int = 0
    place_id: int = 0
