"""SQL of the rows that both learners keep when a link ends: outages and celebrated milestones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, select, true

from bot.database.upsert import PerEngine
from bot.features.linking.queries.links import KeptLink
from bot.identity import LearnerId
from bot.tables import links, milestones, outage_days

_OUTAGES = select(outage_days).where(outage_days.c.learner_id == bindparam("learner"), outage_days.c.made_on.is_(None))
_ADD_OUTAGES = PerEngine(lambda into: into(outage_days).on_conflict_do_nothing())
_CELEBRATED = (
    select(milestones)
    .join(links, links.c.id == bindparam("link"))
    .where(milestones.c.learner_id == bindparam("learner"), milestones.c.posted == true(), milestones.c.at > links.c.at)
)
_ADD_MILESTONES = PerEngine(lambda into: into(milestones).on_conflict_do_nothing())


def copy_outage_days(db: Connection, link: KeptLink) -> None:
    """Let the outages since the link hold the streaks of both learners."""
    found = db.execute(_OUTAGES, {"learner": link.learner_id}).mappings().all()
    _copy(db, _ADD_OUTAGES, found, link.other_id)


def copy_celebrated(db: Connection, link: KeptLink) -> None:
    """Let neither learner celebrate a milestone that was celebrated since the link. Its own learner still lists it."""
    for of, to in ((link.learner_id, link.other_id), (link.other_id, link.learner_id)):
        found = db.execute(_CELEBRATED, {"link": link.id, "learner": of}).mappings().all()
        _copy(db, _ADD_MILESTONES, [{**row, "withdrawn": True, "act_id": None} for row in found], to)


def _copy(
    db: Connection, into: PerEngine, rows: Sequence[Mapping[str, Any]] | Sequence[RowMapping], to: LearnerId
) -> None:
    values = [{**row, "learner_id": to} for row in rows]
    if values:
        db.execute(into(db), values)
