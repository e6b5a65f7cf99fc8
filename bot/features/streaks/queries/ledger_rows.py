"""The rows that the ledger is reckoned from: what happened on each study day, and the spans that hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Date,
    Select,
    Table,
    bindparam,
    case,
    cast,
    func,
    null,
    select,
    union_all,
)

from bot.closed_sets import NewsKind, SessionSource, TickSource
from bot.database.columns import constant
from bot.tables import (
    day_points,
    outage_days,
    outages,
    pauses,
    rest_changes,
    sessions,
    streak_news,
    ticks,
    undos,
    zone_changes,
)
from roadmap.streak import ENOUGH_MINUTES

_nothing, _single, _enough = constant(0), constant(1), constant(ENOUGH_MINUTES)
_no_date = cast(null(), Date)
Made = Callable[[Table], tuple[ColumnElement[bool], ...]]
"""The condition on the rows of a table that count: none, or that an account made them."""


def _of(table: Table, made: Made) -> tuple[ColumnElement[bool], ...]:
    return (table.c.learner_id == bindparam("learner_id"), *made(table))


def _live_ticks(made: Made) -> Select[*tuple[Any, ...]]:
    return (
        select(
            ticks.c.day,
            case((ticks.c.source == constant(TickSource.TICK), _single), else_=_nothing).label("ticked"),
            case((ticks.c.source == constant(TickSource.REPAIR), _single), else_=_nothing).label("late"),
            _nothing.label("minutes"),
            _nothing.label("late_minutes"),
            ticks.c.points.label("earned"),
            _nothing.label("kept"),
            _enough.label("enough"),
        )
        .select_from(ticks.outerjoin(undos, undos.c.tick_id == ticks.c.id))
        .where(*_of(ticks, made), ticks.c.source != constant(TickSource.PLACEMENT), undos.c.tick_id.is_(None))
    )


def _sessions(made: Made) -> Select[*tuple[Any, ...]]:
    return select(
        sessions.c.day,
        _nothing,
        _nothing,
        case((sessions.c.source == constant(SessionSource.SESSION), sessions.c.minutes), else_=_nothing),
        case((sessions.c.source == constant(SessionSource.REPAIR), sessions.c.minutes), else_=_nothing),
        _nothing,
        _nothing,
        sessions.c.enough,
    ).where(*_of(sessions, made), sessions.c.undone_at.is_(None))


_KEPT = select(day_points.c.day, *[_nothing] * 5, day_points.c.points, _enough).where(
    day_points.c.learner_id == bindparam("learner_id")
)


def _span(kind: str, *columns: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    """Select spans of a kind beside the days, which have six figures more."""
    return select(constant(kind), *columns, *[_nothing] * 6)


def select_facts(made: Made) -> CompoundSelect[*tuple[Any, ...]]:
    """Select all that the ledger is reckoned from."""
    entries = union_all(_live_ticks(made), _sessions(made), _KEPT).subquery()
    return union_all(
        select(
            constant("day").label("kind"),
            entries.c.day.label("first"),
            _no_date.label("last"),
            func.sum(entries.c.ticked).label("number"),
            func.sum(entries.c.late),
            func.sum(entries.c.minutes),
            func.sum(entries.c.late_minutes),
            func.sum(entries.c.earned),
            func.sum(entries.c.kept),
            func.min(entries.c.enough),
        ).group_by(entries.c.day),
        _span("rest", rest_changes.c.from_day, _no_date, rest_changes.c.rest_days).where(*_of(rest_changes, made)),
        _span("pause", pauses.c.first_day, pauses.c.last_day, _nothing).where(*_of(pauses, made)),
        _span("held", zone_changes.c.held_day, _no_date, _nothing).where(
            *_of(zone_changes, made), zone_changes.c.held_day.is_not(None)
        ),
        _span("outage", outage_days.c.first_day, outage_days.c.last_day, _nothing)
        .join(outages, outages.c.starts_at == outage_days.c.starts_at)
        .where(*_of(outage_days, made), outages.c.resolved),
        *(
            _span(f"told {kind}", streak_news.c.day, _no_date, _nothing).where(
                streak_news.c.learner_id == bindparam("learner_id"), streak_news.c.kind == constant(kind)
            )
            for kind in NewsKind
        ),
        _span("open", _no_date, _no_date, _nothing).select_from(outages).where(outages.c.resolved.is_(False)),
    )
