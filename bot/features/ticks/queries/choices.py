"""SQL about the options that learners have chosen, as they hold now."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from bot.identity import LearnerId
from bot.tables import choices

_OWN = (choices.c.learner_id == bindparam("learner"), choices.c.roadmap == bindparam("slug"))
_CHOICE = (*_OWN, choices.c.choice == bindparam("which"))
_CHOSEN = select(choices.c.choice, choices.c.option).where(*_OWN)
_CHANGE = update(choices).where(*_CHOICE).values(option=bindparam("taken"), at=bindparam("now"))
_ADD = insert(choices)
_DROP = delete(choices).where(*_CHOICE)


def read_choices(db: Connection, learner_id: LearnerId, roadmap_slug: str) -> dict[str, str]:
    """Read the choices that a learner has made: choice slug -> option slug."""
    return {row.choice: row.option for row in db.execute(_CHOSEN, {"learner": learner_id, "slug": roadmap_slug})}


def put_choice(
    db: Connection, learner_id: LearnerId, roadmap_slug: str, *, choice: str, option: str, now: datetime
) -> None:
    """Make a choice, or change it. The learner's row is locked by the caller."""
    own = {"learner": learner_id, "slug": roadmap_slug, "which": choice}
    if not db.execute(_CHANGE, {**own, "taken": option, "now": now}).rowcount:
        row = {"learner_id": learner_id, "roadmap": roadmap_slug, "choice": choice, "option": option, "at": now}
        db.execute(_ADD, row)


def drop_choice(db: Connection, learner_id: LearnerId, roadmap_slug: str, choice: str) -> None:
    """Open a choice again."""
    db.execute(_DROP, {"learner": learner_id, "slug": roadmap_slug, "which": choice})
