"""Ticks: append-only rows, taken back by rows of `undos`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    Connection,
    Executable,
    Row,
    and_,
    bindparam,
    case,
    insert,
    or_,
    select,
    union_all,
)

from bot.closed_sets import ObstacleSource, ObstacleState, TickSource
from bot.database.columns import constant
from bot.identity import ActId, LearnerId, ObstacleId, TickId
from bot.tables import choices, obstacles, ticks, undos


class PastTick(NamedTuple):
    """A tick, live or taken back. `today`: it is a tick of the study day that was asked for.

    `placed`: a placement granted it.
    """

    id: TickId
    roadmap_slug: str
    task: str
    turn: int
    points: int
    today: bool
    live: bool
    placed: bool
    act_id: ActId | None


@dataclass(frozen=True, slots=True)
class Tick:
    """A tick as an undo needs it. `live`: it was not taken back."""

    id: TickId
    act_id: ActId | None
    task: str
    source: str
    day: date
    points: int
    evidence: str
    live: bool


_WITH_UNDOS = ticks.outerjoin(undos, undos.c.tick_id == ticks.c.id)
_OWN = ticks.c.learner_id == bindparam("learner")
_HERE = and_(_OWN, ticks.c.roadmap == bindparam("roadmap"))
_LIVE = undos.c.tick_id.is_(None)

_none, _yes = constant(0), constant(1)
_STUCK = -1  # the id in a row of an open question
_HISTORY = union_all(
    select(
        constant("").label("option"),
        ticks.c.id,
        ticks.c.roadmap,
        ticks.c.task,
        ticks.c.turn,
        ticks.c.points,
        case((ticks.c.day == bindparam("day"), _yes), else_=_none),
        case((_LIVE, _yes), else_=_none),
        case((ticks.c.source == constant(TickSource.PLACEMENT), _yes), else_=_none),
        ticks.c.act_id,
    )
    .select_from(_WITH_UNDOS)
    .where(_OWN, or_(ticks.c.roadmap == bindparam("roadmap"), ticks.c.day == bindparam("day"))),
    select(choices.c.option, _none, choices.c.roadmap, choices.c.choice, *[_none] * 6).where(
        choices.c.learner_id == bindparam("learner"), choices.c.roadmap == bindparam("roadmap")
    ),
    select(
        constant("stuck"), constant(_STUCK), obstacles.c.roadmap, obstacles.c.task, obstacles.c.id, *[_none] * 5
    ).where(
        obstacles.c.learner_id == bindparam("learner"),
        obstacles.c.roadmap == bindparam("roadmap"),
        obstacles.c.source == constant(ObstacleSource.STUCK),
        obstacles.c.state == constant(ObstacleState.OPEN),
    ),
)
_TICKED = select(ticks.c.task).select_from(_WITH_UNDOS).where(_HERE, _LIVE)
_TICK = select(
    *(ticks.c.id, ticks.c.act_id, ticks.c.task, ticks.c.source, ticks.c.day, ticks.c.points, ticks.c.evidence),
    _LIVE.label("live"),
).select_from(_WITH_UNDOS)
_NAMED = _TICK.where(_HERE, _LIVE, ticks.c.task.in_(bindparam("tasks", expanding=True))).order_by(ticks.c.id)
_OF_ACTS = _TICK.where(ticks.c.act_id.in_(bindparam("act_ids", expanding=True))).order_by(ticks.c.id)
_ADD = insert(ticks)
_UNDO = insert(undos)


def read_tick_history(
    db: Connection, learner_id: LearnerId, roadmap_slug: str, day: date
) -> tuple[list[PastTick], dict[str, str], dict[str, ObstacleId]]:
    """Read a learner's ticks of a roadmap and those of one study day on any roadmap, and the choices made on it.

    Taken back ticks are included. Last come the learner's open questions: task -> obstacle.
    """
    rows = db.execute(_HISTORY, {"learner": learner_id, "roadmap": roadmap_slug, "day": day}).all()
    past = [
        PastTick(id_, slug, task, turn, points, bool(today), bool(live), bool(placed), act_id)
        for option, id_, slug, task, turn, points, today, live, placed, act_id in rows
        if not option
    ]
    chosen = {choice: option for option, id_, _, choice, *_ in rows if option and id_ != _STUCK}
    return past, chosen, {task: number for _, id_, _, task, number, *_ in rows if id_ == _STUCK}


def read_ticked(db: Connection, learner_id: LearnerId, roadmap_slug: str) -> frozenset[str]:
    """Read the slugs that a learner has ticked off on a roadmap."""
    return frozenset(db.scalars(_TICKED, {"learner": learner_id, "roadmap": roadmap_slug}))


def read_ticks_named(db: Connection, learner_id: LearnerId, roadmap_slug: str, tasks: Collection[str]) -> list[Tick]:
    """Read the live ticks of these tasks, oldest first."""
    return _ticks(db, _NAMED, learner_id, roadmap_slug, tasks=list(tasks))


def _ticks(
    db: Connection, statement: Executable, learner_id: LearnerId, roadmap_slug: str, **values: object
) -> list[Tick]:
    rows = db.execute(statement, {"learner": learner_id, "roadmap": roadmap_slug, **values})
    return [_tick(row) for row in rows]


def read_ticks_of(db: Connection, act_ids: Collection[ActId]) -> list[Tick]:
    """Read the ticks of acts. Taken back ticks are included."""
    rows = db.execute(_OF_ACTS, {"act_ids": list(act_ids)}) if act_ids else ()
    return [_tick(row) for row in rows]


def _tick(row: Row[*tuple[Any, ...]]) -> Tick:
    return Tick(row.id, row.act_id, row.task, row.source, row.day, row.points, row.evidence, bool(row.live))


def add_ticks(db: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Insert ticks in one statement. Raises IntegrityError for a task that is ticked already in the same turn."""
    db.execute(_ADD, rows)


def add_undo(db: Connection, ids: Iterable[TickId], now: datetime) -> None:
    """Take ticks back. Raises IntegrityError for a tick that was taken back before."""
    rows = [{"tick_id": id_, "at": now} for id_ in ids]
    if rows:
        db.execute(_UNDO, rows)
