"""The facts of a monthly review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.posting.facts import PostFacts

REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Review(PostFacts):
    """The facts of a month that is over. `month` is its first day.

    In that month, `learners` members ticked off `tasks` tasks. `habits` are the slugs of the roadmap's monthly habits.
    """

    at: datetime
    month: date
    roadmap: str
    tasks: int = 0
    learners: int = 0
    habits: tuple[str, ...] = ()
