"""Ticks: append-only rows, taken back by rows of `undos`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Executable, and_, bindparam, insert, or_, select

from bot.closed_sets import TickSource
from bot.identity import LearnerId, TickId
from bot.tables import ticks, undos


@dataclass(frozen=True, slots=True)
class PastTick:
    """A tick, live or taken back. `today`: it is a tick of the study day that was asked for."""

    id: TickId
    roadmap_slug: str
    task: str
    turn: int
    points: int
    today: bool
    live: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """A tick as an undo needs it. `live`: it was not taken back."""

    id: TickId
    task: str
    source: str
    day: date
    points: int
    at: datetime
    live: bool


_WITH_UNDOS = ticks.outerjoin(undos, undos.c.tick_id == ticks.c.id)
_OWN = ticks.c.learner_id == bindparam("learner")
_HERE = and_(_OWN, ticks.c.roadmap == bindparam("roadmap"))
_LIVE = undos.c.tick_id.is_(None)

_HISTORY = (
    select(
        ticks.c.id,
        ticks.c.roadmap,
        ticks.c.task,
        ticks.c.turn,
        ticks.c.points,
        (ticks.c.day == bindparam("day")).label("today"),
        _LIVE.label("live"),
    )
    .select_from(_WITH_UNDOS)
    .where(_OWN, or_(ticks.c.roadmap == bindparam("roadmap"), ticks.c.day == bindparam("day")))
)
_TICKED = select(ticks.c.task).select_from(_WITH_UNDOS).where(_HERE, _LIVE)
_TICK = select(
    ticks.c.id, ticks.c.task, ticks.c.source, ticks.c.day, ticks.c.points, ticks.c.at, _LIVE.label("live")
).select_from(_WITH_UNDOS)
_LATEST = (
    _TICK.where(_HERE, ticks.c.source != TickSource.PLACEMENT).order_by(ticks.c.id.desc()).limit(bindparam("count"))
)
_NAMED = _TICK.where(_HERE, _LIVE, ticks.c.task.in_(bindparam("tasks", expanding=True))).order_by(ticks.c.id)
_BETWEEN = _TICK.where(_HERE, ticks.c.id.between(bindparam("first"), bindparam("last"))).order_by(ticks.c.id)
_PLACED = _TICK.where(_HERE, _LIVE, ticks.c.source == TickSource.PLACEMENT).order_by(ticks.c.id)
_ADD = insert(ticks).returning(ticks.c.id)
_UNDO = insert(undos)


def read_tick_history(db: Connection, learner_id: LearnerId, roadmap_slug: str, day: date) -> list[PastTick]:
    """Read a learner's ticks of a roadmap, and those of one study day on any roadmap.

    Taken back ticks are included.
    """
    rows = db.execute(_HISTORY, {"learner": learner_id, "roadmap": roadmap_slug, "day": day})
    return [
        PastTick(id_, slug, task, turn, points, bool(today), bool(live))
        for id_, slug, task, turn, points, today, live in rows
    ]


def read_ticked(db: Connection, learner_id: LearnerId, roadmap_slug: str) -> frozenset[str]:
    """Read the slugs that a learner has ticked off on a roadmap."""
    return frozenset(db.scalars(_TICKED, {"learner": learner_id, "roadmap": roadmap_slug}))


def read_latest_ticks(db: Connection, learner_id: LearnerId, roadmap_slug: str, count: int) -> list[Tick]:
    """Read the last ticks without placements, newest first. Taken back ticks are included."""
    return _ticks(db, _LATEST, learner_id, roadmap_slug, count=count)


def read_ticks_named(db: Connection, learner_id: LearnerId, roadmap_slug: str, tasks: Collection[str]) -> list[Tick]:
    """Read the live ticks of these tasks, oldest first."""
    return _ticks(db, _NAMED, learner_id, roadmap_slug, tasks=list(tasks))


def read_ticks_between(
    db: Connection, learner_id: LearnerId, roadmap_slug: str, first: TickId, last: TickId
) -> list[Tick]:
    """Read the learner's ticks with ids from `first` to `last`. Taken back ticks are included."""
    return _ticks(db, _BETWEEN, learner_id, roadmap_slug, first=first, last=last)


def read_placed(db: Connection, learner_id: LearnerId, roadmap_slug: str) -> list[Tick]:
    """Read the live ticks that a placement granted."""
    return _ticks(db, _PLACED, learner_id, roadmap_slug)


def _ticks(
    db: Connection, statement: Executable, learner_id: LearnerId, roadmap_slug: str, **values: object
) -> list[Tick]:
    rows = db.execute(statement, {"learner": learner_id, "roadmap": roadmap_slug, **values})
    return [Tick(id_, task, source, day, points, at, bool(live)) for id_, task, source, day, points, at, live in rows]


def add_ticks(db: Connection, rows: Sequence[dict[str, Any]]) -> tuple[TickId, TickId]:
    """Insert ticks in one statement. Return the first and the last of their ids.

    Raises IntegrityError for a task that is ticked already in the same turn.
    """
    ids = list(db.scalars(_ADD, rows))
    return min(ids), max(ids)


def add_undo(db: Connection, ids: Iterable[TickId], now: datetime) -> None:
    """Take ticks back. Raises IntegrityError for a tick that was taken back before."""
    db.execute(_UNDO, [{"tick_id": id_, "at": now} for id_ in ids])
