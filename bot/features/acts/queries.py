"""SQL about acts, and about what they changed: the options of choices, and criteria."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from bot.closed_sets import ActKind, ChangeKind
from bot.identity import ActId, ChangeId, LearnerId
from bot.tables import acts, changes


@dataclass(frozen=True, slots=True)
class Change:
    """A choice or criterion as an act left it. `value` is the option; empty: the criterion was withdrawn.

    `act_id` is None for a change from before acts were kept.
    """

    id: ChangeId
    act_id: ActId | None
    roadmap: str
    kind: ChangeKind
    name: str
    value: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Act:
    """An act: one thing that a learner did. `roadmap` is empty for study beside a roadmap.

    `day` is the study day on which it was done. `live`: it was not taken back whole.
    """

    id: ActId
    learner_id: LearnerId
    kind: ActKind
    roadmap: str
    at: datetime
    day: date
    live: bool = True


_ADD = insert(acts).returning(acts.c.id)
_FIND = select(acts).where(acts.c.id == bindparam("act"))
_UNDO = update(acts).where(acts.c.id == bindparam("act"), acts.c.undone_at.is_(None)).values(undone_at=bindparam("now"))
_LIVE_AMONG = select(acts.c.id).where(acts.c.id.in_(bindparam("act_ids", expanding=True)), acts.c.undone_at.is_(None))
_LIVE = (
    select(acts)
    .where(
        acts.c.learner_id == bindparam("learner"),
        acts.c.undone_at.is_(None),
        acts.c.roadmap.in_([bindparam("slug"), ""]),
    )
    .order_by(acts.c.id.desc())
    .limit(bindparam("count"))
)
_CHANGE = select(
    changes.c.id, changes.c.act_id, changes.c.roadmap, changes.c.kind, changes.c.name, changes.c.value, changes.c.at
)
_OF_ACTS = _CHANGE.where(
    changes.c.act_id.in_(bindparam("act_ids", expanding=True)), changes.c.undone_at.is_(None)
).order_by(changes.c.id)
_HELD = (
    _CHANGE.where(
        changes.c.learner_id == bindparam("learner"),
        changes.c.roadmap == bindparam("slug"),
        changes.c.kind == bindparam("what"),
        changes.c.name == bindparam("named"),
        changes.c.id != bindparam("besides"),
        changes.c.undone_at.is_(None),
    )
    .order_by(changes.c.id.desc())
    .limit(1)
)
_ADD_CHANGE = insert(changes)
_REVOKE = update(changes).where(changes.c.id == bindparam("change")).values(undone_at=bindparam("now"))
_ASSIGN = update(changes).where(changes.c.id == bindparam("change")).values(act_id=bindparam("act"))


def add_act(db: Connection, learner_id: LearnerId, kind: ActKind, roadmap_slug: str, *, at: datetime, day: date) -> Act:
    """Keep that a learner did something."""
    row = {"learner_id": learner_id, "kind": kind, "roadmap": roadmap_slug, "at": at, "day": day}
    return Act(ActId(db.execute(_ADD, row).scalar_one()), learner_id, kind, roadmap_slug, at, day)


def find_act(db: Connection, act_id: ActId) -> Act | None:
    """Find an act of any learner. None if there is none."""
    row = db.execute(_FIND, {"act": act_id}).one_or_none()
    return _act(row) if row else None


def read_live_acts(db: Connection, learner_id: LearnerId, roadmap_slug: str, count: int) -> list[Act]:
    """Read a learner's last acts on a roadmap or beside it, newest first, without those taken back whole."""
    rows = db.execute(_LIVE, {"learner": learner_id, "slug": roadmap_slug, "count": count})
    return [_act(row) for row in rows]


def live_among(db: Connection, act_ids: Collection[ActId]) -> frozenset[ActId]:
    """Return which of these acts were not taken back whole."""
    return frozenset(db.scalars(_LIVE_AMONG, {"act_ids": list(act_ids)})) if act_ids else frozenset()


def mark_undone(db: Connection, act_id: ActId, now: datetime) -> None:
    """Note that an act was taken back whole."""
    db.execute(_UNDO, {"act": act_id, "now": now})


def add_change(db: Connection, act: Act, kind: ChangeKind, name: str, value: str) -> None:
    """Keep that an act chose an option, or affirmed or withdrew a criterion."""
    row = {"learner_id": act.learner_id, "act_id": act.id, "roadmap": act.roadmap, "at": act.at}
    db.execute(_ADD_CHANGE, {**row, "kind": kind, "name": name, "value": value})


def read_changes(db: Connection, act_ids: Collection[ActId]) -> list[Change]:
    """Read the live changes that these acts made."""
    return [_change(row) for row in db.execute(_OF_ACTS, {"act_ids": list(act_ids)})] if act_ids else []


def read_held(db: Connection, learner_id: LearnerId, besides: Change) -> Change | None:
    """Read the last other live change of the same choice or criterion. None if there is none."""
    named = {"slug": besides.roadmap, "what": besides.kind, "named": besides.name, "besides": besides.id}
    row = db.execute(_HELD, {"learner": learner_id, **named}).one_or_none()
    return _change(row) if row else None


def revoke_change(db: Connection, change_id: ChangeId, now: datetime) -> None:
    """Take a change back."""
    db.execute(_REVOKE, {"change": change_id, "now": now})


def assign_change(db: Connection, change_id: ChangeId, act_id: ActId) -> None:
    """Let a change be another act's."""
    db.execute(_ASSIGN, {"change": change_id, "act": act_id})


def _act(row: Row[*tuple[Any, ...]]) -> Act:
    return Act(row.id, row.learner_id, ActKind(row.kind), row.roadmap, row.at, row.day, row.undone_at is None)


def _change(row: Row[*tuple[Any, ...]]) -> Change:
    return Change(row.id, row.act_id, row.roadmap, ChangeKind(row.kind), row.name, row.value, row.at)
