"""SQL about what a learner attained on a roadmap, in one look."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select, union_all

from bot.closed_sets import TickSource
from bot.database.columns import constant
from bot.identity import LearnerId
from bot.tables import choices, ticks, undos


@dataclass(frozen=True, slots=True)
class Attained:
    """The live ticks of a learner on a roadmap, those of them that a placement granted, and the options chosen."""

    ticked: frozenset[str]
    placed: frozenset[str]
    chosen: dict[str, str]


_TICKED = (
    select(constant(0).label("chosen"), ticks.c.task.label("name"), ticks.c.source.label("what"))
    .select_from(ticks.outerjoin(undos, undos.c.tick_id == ticks.c.id))
    .where(
        ticks.c.learner_id == bindparam("learner"),
        ticks.c.roadmap == bindparam("slug"),
        undos.c.tick_id.is_(None),
    )
)
_CHOSEN = select(constant(1), choices.c.choice, choices.c.option).where(
    choices.c.learner_id == bindparam("learner"), choices.c.roadmap == bindparam("slug")
)
_ATTAINED = union_all(_TICKED, _CHOSEN)


def read_attained(db: Connection, learner_id: LearnerId, roadmap_slug: str) -> Attained:
    """Read what a learner attained on a roadmap."""
    rows = db.execute(_ATTAINED, {"learner": learner_id, "slug": roadmap_slug}).all()
    return Attained(
        ticked=frozenset(name for chosen, name, _ in rows if not chosen),
        placed=frozenset(name for chosen, name, what in rows if not chosen and what == TickSource.PLACEMENT),
        chosen={name: what for chosen, name, what in rows if chosen},
    )
