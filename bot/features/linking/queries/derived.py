"""SQL of the rows that both learners keep when a link ends: outages and celebrated milestones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, false, select, true

from bot.database.upsert import PerEngine
from bot.features.homes.queries.shelving import ShelvedRow, note_rows
from bot.features.linking.queries.links import KeptLink
from bot.identity import LearnerId
from bot.tables import milestones, outage_days

_OUTAGES = select(outage_days).where(outage_days.c.learner_id == bindparam("learner"), outage_days.c.made_on.is_(None))
_ADD_OUTAGES = PerEngine(lambda into: into(outage_days).on_conflict_do_nothing())
WAITING = "waiting"
"""The name under which the milestones are noted whose celebrations waited when two learners were linked."""

_KEY = ("roadmap", "kind", "slug")
_OWN = select(milestones).where(milestones.c.learner_id == bindparam("learner"))
_WAITING = _OWN.where(milestones.c.posted == false(), milestones.c.withdrawn == false())
_POSTED = _OWN.where(milestones.c.posted == true())
_ADD_MILESTONES = PerEngine(lambda into: into(milestones).on_conflict_do_nothing())


def copy_outage_days(db: Connection, link: KeptLink) -> None:
    """Let the outages since the link hold the streaks of both learners."""
    found = db.execute(_OUTAGES, {"learner": link.learner_id}).mappings().all()
    _copy(db, _ADD_OUTAGES, found, link.other_id)


def note_waiting(db: Connection, link: KeptLink) -> None:
    """Keep which milestones of two learners are to be celebrated after their link."""
    for learner_id, platform in ((link.learner_id, link.platform), (link.other_id, link.other_platform)):
        found = db.execute(_WAITING, {"learner": learner_id})
        note_rows(db, link.id, WAITING, [(platform, {one: getattr(row, one) for one in _KEY}, None) for row in found])


def copy_celebrated(db: Connection, link: KeptLink, shelf: Iterable[ShelvedRow]) -> None:
    """Let neither learner celebrate a milestone that was celebrated since the link. Its own learner still lists it."""
    waited = {_key(row.values) for row in shelf if row.name == WAITING}
    for of, to in ((link.learner_id, link.other_id), (link.other_id, link.learner_id)):
        posted = [dict(row) for row in db.execute(_POSTED, {"learner": of}).mappings()]
        since = [row for row in posted if row["at"] > link.at or _key(row) in waited]
        _copy(db, _ADD_MILESTONES, [{**row, "withdrawn": True, "act_id": None} for row in since], to)


def _key(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row[one] for one in _KEY)


def _copy(
    db: Connection, into: PerEngine, rows: Sequence[Mapping[str, Any]] | Sequence[RowMapping], to: LearnerId
) -> None:
    values = [{**row, "learner_id": to} for row in rows]
    if values:
        db.execute(into(db), values)
