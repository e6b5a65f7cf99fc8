"""Keep two transactions from writing for one learner at once."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, select

from bot.identity import LearnerId
from bot.tables import learners

_HOLD = select(learners.c.id).where(learners.c.id == bindparam("learner")).with_for_update(key_share=True)


def lock_learner(db: Connection, learner_id: LearnerId) -> None:
    """Lock a learner's row until the transaction ends (SQLite has one writer anyway)."""
    db.execute(_HOLD, {"learner": learner_id})
