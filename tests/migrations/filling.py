"""A row in every table that a revision has, whatever its columns are; and what is left of those rows."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, Connection, MetaData, Table, insert, select

Rows = dict[str, list[dict[str, Any]]]

NOW = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
# What the checks ask for; all else is filled by type.
GIVEN: dict[str, dict[str, Any]] = {
    "acts": {"kind": "tick"},
    "groups": {"answers": "here"},
    "changes": {"kind": "choice"},
    "ticks": {"source": "tick", "weight": 2, "points": 1},
    "outbox": {"state": "new", "account_id": None, "night_from": None},
    "dues": {"learner_id": None},
    "promises": {"state": "open"},
    "milestones": {"kind": "level"},
    "learners": {
        "visibility": "hidden",
        "next_from": None,
        "next_zone": None,
        "fallback": "none",
        "publishing": "all",
    },
    "reports": {"publishing": "all"},
    "obstacles": {"source": "stuck", "state": "open", "ended_at": None, "outreach": "both"},
    "helps": {"state": "asked"},
    "takedowns": {"obstacle_id": None},
    "focuses": {"account_id": None, "running": True, "ended_at": None, "timetable": "25,5,25"},
    "focus_members": {"staying": True, "left_at": None},
    "sessions": {"source": "session"},
    "week_goals": {"tasks": 20},
    "streak_news": {"kind": "freeze"},
    "codes": {"kind": "link", "group_id": None},
    "links": {"other_platform": "other"},
    "setting_changes": {"setting": "zone"},
    "connections": {"open": True, "ended_at": None},
}


def fill(db: Connection) -> Rows:
    """Put one row into every table there is. Returns all rows as they now stand."""
    tables = tables_of(db)
    for table in tables:
        db.execute(insert(table), {column.name: value_of(table, column.name) for column in table.columns})
    return _rows_of(db, tables)


def kept(db: Connection) -> Rows:
    """Every row of every table there is."""
    return _rows_of(db, tables_of(db))


def _rows_of(db: Connection, tables: list[Table]) -> Rows:
    return {table.name: [dict(row) for row in db.execute(select(table)).mappings()] for table in tables}


def narrowed(rows: Rows, to: Rows) -> Rows:
    """Of rows, only the tables and columns that were there before."""
    return {name: [{column: row[column] for column in before[0]} for row in rows[name]] for name, before in to.items()}


def tables_of(db: Connection) -> list[Table]:
    """Every table there is."""
    found = MetaData()
    found.reflect(db)
    return [table for table in found.sorted_tables if table.name != "alembic_version"]


def value_of(table: Table, name: str) -> Any:
    """What a column is filled with."""
    given = GIVEN.get(table.name, {})
    if name in given:
        return given[name]
    kind = table.columns[name].type
    if isinstance(kind, JSON):
        return {"a": ["é", 1]}
    if kind.python_type is dt.datetime:
        return NOW if getattr(kind, "timezone", False) else NOW.replace(tzinfo=None)
    return {int: 1, bool: True, dt.date: NOW.date(), str: "é"}[kind.python_type]
