"""The facts of a monthly review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.posting.facts import PostFacts

REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Review(PostFacts):
    """A month that is over (`month` is its first day): how many tasks how many members ticked off in it.

    `habits` are the slugs of the monthly ones: assess, adjust, portfolio.
    """

    at: datetime
    month: date
    roadmap: str
    tasks: int = 0
    learners: int = 0
    habits: tuple[str, ...] = ()
