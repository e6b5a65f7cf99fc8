"""SQL that reads work: the links and notes of ticks, for their own learner and for fellow members."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, Executable, Row, and_, bindparam, case, or_, select

from bot.closed_sets import Visibility
from bot.database.columns import constant
from bot.identity import ActId, GroupId, LearnerId, TickId
from bot.tables import learners, memberships, ticks
from bot.tables.members import PRESENT_MEMBERS
from bot.tables.names import SHOWN_NAME, reader
from bot.tables.work import HAS_WORK, SHOWN_WORK, WORK, WORK_AT

MOST = 400
"""Pieces of work that a list reads. Older ones are not listed."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of work: the evidence of a task, or of the tasks that one act ticked.

    `name` is empty for a learner who is shown by `number`. `others`: how many more tasks it is for. `shown`: fellow
    members see it. `hidden`: it was taken out of what they see; `taken_down`: by a steward.
    """

    tick_id: TickId
    act_id: ActId | None
    learner_id: LearnerId
    name: str
    number: int
    roadmap_slug: str
    task: str
    words: str
    file: str
    at: datetime
    shown: bool
    hidden: bool
    taken_down: bool
    others: int = 0


_TASKS: BindParameter[list[str]] = bindparam("tasks", expanding=True)
_HERE = memberships.c.group_id == bindparam("group")
_OF = ticks.c.learner_id == bindparam("learner")
_PIECES = (
    select(
        *(ticks.c.id, ticks.c.act_id, ticks.c.learner_id, ticks.c.roadmap, ticks.c.task, ticks.c.evidence),
        *(ticks.c.file, WORK_AT.label("given_at"), ticks.c.hidden_at, ticks.c.taken_down),
        *(SHOWN_NAME, learners.c.visibility, memberships.c.number),
        case((SHOWN_WORK, constant(1)), else_=constant(0)).label("shown"),
    )
    .select_from(WORK)
    .order_by(WORK_AT.desc(), ticks.c.id.desc())
    .limit(MOST)
)
_OWN = _PIECES.where(_HERE, _OF, HAS_WORK)
_OF_MEMBER = _PIECES.where(PRESENT_MEMBERS, _OF, SHOWN_WORK)
_OF_TASK = _PIECES.where(
    PRESENT_MEMBERS,
    ticks.c.roadmap == bindparam("roadmap"),
    ticks.c.task.in_(_TASKS),
    or_(SHOWN_WORK, and_(HAS_WORK, ticks.c.learner_id == bindparam("viewer"))),
)
_OF_TICK = _PIECES.where(
    PRESENT_MEMBERS,
    ticks.c.id == bindparam("tick"),
    or_(SHOWN_WORK, and_(HAS_WORK, ticks.c.learner_id == bindparam("viewer"))),
)
_LINKED = or_(ticks.c.evidence.like("%http://%"), ticks.c.evidence.like("%https://%"), ticks.c.file.is_not(None))
_OF_WEEK = _PIECES.where(
    PRESENT_MEMBERS,
    ticks.c.roadmap == bindparam("roadmap"),
    ticks.c.day.between(bindparam("first"), bindparam("last")),
    SHOWN_WORK,
    _LINKED,
)


def read_own_work(db: Connection, learner_id: LearnerId, group_id: GroupId) -> list[Piece]:
    """Read all of a learner's own work, whoever sees it, newest first."""
    return _pieces(db, _OWN, learner=learner_id, group=group_id)


def read_member_work(db: Connection, learner_id: LearnerId, group_id: GroupId) -> list[Piece]:
    """Read the work of a present member that the group may see, newest first."""
    return _pieces(db, _OF_MEMBER, learner=learner_id, group=group_id)


def read_task_work(
    db: Connection, group_id: GroupId, viewer: LearnerId | None, roadmap_slug: str, names: Collection[str]
) -> list[Piece]:
    """Read the work on a task, which goes by these slugs: that of fellow members as they allow, and the viewer's."""
    return _pieces(db, _OF_TASK, group=group_id, viewer=viewer or 0, roadmap=roadmap_slug, tasks=list(names))


def find_piece(db: Connection, group_id: GroupId, viewer: LearnerId | None, tick_id: TickId) -> Piece | None:
    """Find a piece of work by its tick, if the viewer may see it."""
    return next(iter(_pieces(db, _OF_TICK, group=group_id, viewer=viewer or 0, tick=tick_id)), None)


def read_week_work(db: Connection, group_id: GroupId, roadmap_slug: str, first: date, last: date) -> list[Piece]:
    """Read the work with links that the group may see, on tasks of these study days, newest first."""
    return _pieces(db, _OF_WEEK, group=group_id, roadmap=roadmap_slug, first=first, last=last)


def _pieces(db: Connection, query: Executable, **values: object) -> list[Piece]:
    return _merge(_piece(row) for row in db.execute(query, {**values, **reader(db)}))


def _piece(row: Row[Any]) -> Piece:
    return Piece(
        tick_id=row.id,
        act_id=row.act_id,
        learner_id=row.learner_id,
        name=row.name if row.visibility == Visibility.GROUP else "",
        number=row.number,
        roadmap_slug=row.roadmap,
        task=row.task,
        words=row.evidence,
        file=row.file or "",
        at=row.given_at,
        shown=bool(row.shown),
        hidden=row.hidden_at is not None,
        taken_down=bool(row.taken_down),
    )


def _merge(pieces: Iterable[Piece]) -> list[Piece]:
    """Merge the tasks that one act ticked with the same words into one piece."""
    merged: dict[object, list[Piece]] = {}
    for piece in pieces:
        same = (piece.act_id, piece.words, piece.file, piece.roadmap_slug, piece.hidden)
        merged.setdefault(same if piece.act_id else piece.tick_id, []).append(piece)
    return [_together(same) for same in merged.values()]


def _together(same: list[Piece]) -> Piece:
    return replace(same[-1], others=len(same) - 1) if len(same) > 1 else same[0]
