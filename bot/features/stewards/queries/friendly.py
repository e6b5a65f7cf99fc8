"""SQL about friendly words: private posts to quiet members, which a steward has sent."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select, update

from bot.closed_sets import Visibility
from bot.database.columns import constant
from bot.identity import GroupId, LearnerId
from bot.tables import learners, memberships
from bot.tables.members import PRESENT_MEMBERS

_NOTE = update(memberships).where(memberships.c.learner_id == bindparam("learner")).values(written_at=bindparam("now"))
_MISSED = (
    select(learners.c.id)
    .join(memberships, memberships.c.learner_id == learners.c.id)
    .where(
        PRESENT_MEMBERS,
        learners.c.id == bindparam("learner"),
        learners.c.visibility != constant(Visibility.HIDDEN),
        func.coalesce(learners.c.active_at, learners.c.joined_at) < bindparam("since"),
    )
)


def note_friendly_word(db: Connection, learner_id: LearnerId, now: datetime | None) -> None:
    """Note in all groups of a learner that they are written to now, so that no other group writes soon.

    None: the word came to no chat of theirs.
    """
    db.execute(_NOTE, {"learner": learner_id, "now": now})


def is_still_missed(db: Connection, group_id: GroupId, learner_id: LearnerId, since: datetime) -> bool:
    """Whether a learner is a member of a group who does not hide, and was not active since an instant."""
    values = {"group": group_id, "learner": learner_id, "since": since}
    return db.execute(_MISSED, values).first() is not None
