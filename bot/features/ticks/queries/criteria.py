"""SQL about the criteria that learners have affirmed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select

from bot.identity import LearnerId
from bot.tables import criteria

_OWN = (criteria.c.learner_id == bindparam("learner"), criteria.c.roadmap == bindparam("slug"))
_AFFIRMED = select(criteria.c.criterion).where(*_OWN)
_ADD = insert(criteria)
_DROP = delete(criteria).where(*_OWN, criteria.c.criterion == bindparam("which"))


def read_affirmed(db: Connection, learner_id: LearnerId, roadmap_slug: str) -> frozenset[str]:
    """Read the slugs of the criteria that a learner has affirmed."""
    return frozenset(db.scalars(_AFFIRMED, {"learner": learner_id, "slug": roadmap_slug}))


def add_affirmed(db: Connection, learner_id: LearnerId, roadmap_slug: str, criterion: str, now: datetime) -> None:
    """Keep that a criterion is affirmed. Raises IntegrityError if it was affirmed already."""
    db.execute(_ADD, {"learner_id": learner_id, "roadmap": roadmap_slug, "criterion": criterion, "at": now})


def withdraw_affirmed(db: Connection, learner_id: LearnerId, roadmap_slug: str, criterion: str) -> None:
    """Take an affirmation back."""
    db.execute(_DROP, {"learner": learner_id, "slug": roadmap_slug, "which": criterion})
