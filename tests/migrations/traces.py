"""Rows of one learner in every table of a revision, and the traces of that learner that are left anywhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Column, Connection, Table, Text, insert, select

from tests.migrations.filling import tables_of, value_of

LEARNER, ACCOUNT, USER = 471_101, 471_202, 471_303_471
NAME, NOTE = "Zoë Tracer", "a note of Zoë’s"
KEYS = {"learner", "learner_id", "own", "starter_id", "other_id"}
"""The names under which JSON holds a learner's id."""
TOLD = {"learner": LEARNER, "deep": [{"learner_id": LEARNER, "user_id": USER, "name": NAME, "note": NOTE}]}
RAW = [
    *(form for text in (NAME, NOTE, str(USER)) for form in (text.encode(), json.dumps(text)[1:-1].encode())),
    *(number.to_bytes((number.bit_length() + 7) // 8) for number in (LEARNER, ACCOUNT, USER)),
]
"""The learner in bytes: words plain and as JSON has them, and numbers as SQLite writes them."""
UPDATE = json.dumps({"update_id": 1, "message": {"from": {"id": USER, "first_name": NAME}, "text": NOTE}})
SHARED = {
    "groups": {"solo": False, "title": "Study"},
    "places": {"private": False, "chosen": True, "platform": "telegram"},
}
"""Rows that are the group's."""
OF_GROUP = {
    "groups",
    "places",
    "invites",
    "editions",
    "checkins",
    "beats",
    "upkeep",
    "outages",
    "week_goals",
    "point_counts",
}
"""Tables whose words are no learner's."""


def fill_with_learner(db: Connection) -> None:
    """Put a row of the learner into every table there is."""
    for table in tables_of(db):
        db.execute(insert(table), {column.name: _value(table, column) for column in table.columns})


def find_traces(db: Connection) -> list[str]:
    """Find the columns of every table that still tell of the learner."""
    return sorted({where for table in tables_of(db) for where in _traces(db, table)})


def find_raw_traces(url: str) -> list[bytes]:
    """Find what the bytes of a SQLite file and its log still tell of the learner."""
    file = Path(url.removeprefix("sqlite:///"))
    contents = [one.read_bytes() for one in file.parent.glob(f"{file.name}*") if one.is_file()]
    return [trace for trace in RAW if any(trace in content for content in contents)]


def count_rows(db: Connection) -> dict[str, int]:
    """How many rows each table has."""
    return {table.name: len(db.execute(select(table)).all()) for table in tables_of(db)}


def _traces(db: Connection, table: Table) -> Iterator[str]:
    for row in db.execute(select(table)).mappings():
        for column in table.columns:
            if _tells(column, row[column.name]):
                yield f"{table.name}.{column.name}"


def _tells(column: Column[Any], value: object) -> bool:
    key = _target(column)
    if (key == "learners" or column.name == "learner_id" or column.table.name == "learners") and value == LEARNER:
        return True
    if key == "accounts" and value == ACCOUNT:
        return True
    told = value if isinstance(value, str) else json.dumps(value, default=str, ensure_ascii=False)
    return NAME in told or NOTE in told or str(USER) in told or any(f'"{one}": {LEARNER}' in told for one in KEYS)


def _value(table: Table, column: Column[Any]) -> Any:
    name, kind = column.name, column.type
    if name in SHARED.get(table.name, {}):
        return SHARED[table.name][name]
    if name == "id" and table.name in {"learners", "accounts"}:
        return LEARNER if table.name == "learners" else ACCOUNT
    if _target(column) in {"learners", "accounts"} and value_of(table, name) is not None:
        return LEARNER if _target(column) == "learners" else ACCOUNT
    if name in {"user_id", "platform"}:
        return USER if name == "user_id" else "telegram"
    if table.name in OF_GROUP:
        return value_of(table, name)
    return _words(table, name, kind)


def _words(table: Table, name: str, kind: Any) -> Any:
    if (table.name, name) == ("waiting_updates", "body"):
        return UPDATE
    if isinstance(kind, JSON):
        return TOLD
    if isinstance(kind, Text):
        return NOTE
    return NAME if name in {"name", "username"} and table.name in {"learners", "accounts"} else value_of(table, name)


def _target(column: Column[Any]) -> str:
    """The table to which a column refers."""
    return next((key.target_fullname.partition(".")[0] for key in column.foreign_keys), "")
