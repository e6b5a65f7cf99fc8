"""Two learners with a row in every table of theirs. Each value says whose it is, where a value can."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import JSON, Column, Connection, Integer, String, Table, insert

from bot.database.rules import learner_rule
from bot.identity import Account, LearnerId
from bot.tables import Instant, metadata
from tests.migrations.filling import GIVEN, NOW

Row = dict[str, Any]
PLATFORM = "sandbox"
SHARED = 7
"""The id of each row that both share: their group and place, its check-in, their pairing."""
GIVEN_HERE: dict[str, Row] = {
    "focuses": {"place_id": None, "running": None, "ended_at": NOW},
    "outbox": {"place_id": None, "state": "new", "night_from": None},
    "places": {"platform": PLATFORM, "private": False},
    "learners": {"fallback": "none", "publishing": "all", "next_from": None, "next_zone": None},
}
OWN_KEYS = {("focuses", "account_id"), ("obstacles", "learner_id")}
"""Keys of which each learner has a row, though one without it may be there too."""
ABOUT_OTHER = {
    ("avoidances", "other_id"): "learners",
    ("cheers", "post_id"): "outbox",
    ("focus_members", "focus_id"): "focuses",
    ("gathered", "post_id"): "outbox",
    ("helps", "obstacle_id"): "obstacles",
    ("links", "other_number"): "learners",
    ("outbox", "account_id"): "accounts",
}
"""Columns with the id of the other learner, or of a row of theirs -> its table."""
NUMBERED = {"chat_id", "message_id", "space_id", "answer_chat_id", "answer_id", "number", "act_id"}
"""Columns with a number of the learner's own, beside keys."""


@dataclass(frozen=True)
class Filled:
    """A learner with rows: `rows` by table, as they were put in. `first` is their id, and other numbers follow it."""

    name: str
    first: int
    rows: dict[str, Row] = field(default_factory=dict)

    @property
    def learner_id(self) -> LearnerId:
        return LearnerId(self.first)

    @property
    def account(self) -> Account:
        return Account(PLATFORM, self.first + 999, self.name)

    def id_in(self, table: str) -> int:
        """The id of this learner's row in a table."""
        return self.first + (
            0 if table == "learners" else 1 + [one.name for one in metadata.sorted_tables].index(table)
        )

    def marks_in(self, told: str) -> list[str]:
        """The words and numbers of this learner that a text holds."""
        marks = {str(value) for row in self.rows.values() for value in row.values() if self._is_mark(value)}
        return sorted(mark for mark in {*marks, f"{self.name}:", str(self.first)} if mark in told)

    def _is_mark(self, value: object) -> bool:
        if isinstance(value, str):
            return value.startswith(self.name)
        return isinstance(value, int) and self.first <= value < self.first + 1000


def fill_both(db: Connection) -> tuple[Filled, Filled]:
    """Put a row of each learner into every table with rows of learners, and one row into each other table."""
    both = Filled("anna", 61_000_000), Filled("bert", 82_000_000)
    for table in metadata.sorted_tables:
        if learner_rule(table) is None:
            db.execute(insert(table), {column.name: _shared(table, column) for column in table.columns})
            continue
        for mine, other in (both, both[::-1]):
            mine.rows[table.name] = {column.name: _own(column, mine, other) for column in table.columns}
            db.execute(insert(table), mine.rows[table.name])
    return both


def tell_of(mine: Filled, other: Filled) -> Row:
    """The facts of a post about a learner and another, of which `told_of` is the learner's own part."""
    them = {"learner": other.first}
    members = [them, {"learner": mine.first}]
    nested = {"asker": them, "members": members, "deep": {"er": {"members": [them]}}, "pairs": [[them]]}
    ids = {"learner": other.first, "obstacle": other.id_in("obstacles"), "focus": other.first, "pairing": other.first}
    return {**told_of(mine), **nested, **ids, "parts_of": other.id_in("outbox"), "post": other.id_in("outbox")}


def told_of(mine: Filled) -> Row:
    """What an export shows of such facts."""
    return {
        "at": f"{mine.name}:at",
        "tasks": [f"{mine.name}:task"],
        "streak": 3,
        **{name: [{"kind": "block", "slug": f"{mine.name}:{name}"}] for name in ("milestones", "withdrawn", "undone")},
    }


def _own(column: Column[Any], mine: Filled, other: Filled) -> Any:
    table, name = column.table.name, column.name
    if (table, name) in ABOUT_OTHER:
        return other.id_in(ABOUT_OTHER[table, name])
    if (table, name) == ("outbox", "key"):
        return f"{mine.name}:{other.first}"
    if name == "facts":
        return tell_of(mine, other)
    if (table, name) == ("set_aside", "row"):
        return {"other_id": other.first, "words": f"{mine.name}:words", "facts": tell_of(mine, other)}
    given = _given(table)
    return given[name] if name in given else _value(column, mine)


def _given(table: str) -> Row:
    """The values that checks ask for."""
    found = {**GIVEN.get(table, {}), **GIVEN_HERE.get(table, {})}
    return {name: value for name, value in found.items() if (table, name) not in OWN_KEYS}


def _value(column: Column[Any], mine: Filled) -> Any:
    table, name = column.table.name, column.name
    if column.foreign_keys:
        return _key(column, mine)
    if isinstance(column.type, JSON):
        return {"said": f"{mine.name}:{table}.{name}"}
    if isinstance(column.type, String) and name not in {"platform", "made_on"}:
        return f"{mine.name}:{table}.{name}"[: column.type.length or 99]
    if name == "id" or (name in NUMBERED and isinstance(column.type, Integer)):
        return mine.id_in(table)
    return mine.account.user_id if name == "user_id" else _plain(column)


def _key(column: Column[Any], mine: Filled) -> Any:
    """A key to a row of the learner's own, or to one that both share."""
    [owner] = {key.column.table for key in column.foreign_keys}
    if learner_rule(owner) is not None:
        return mine.id_in(owner.name)
    return SHARED if isinstance(column.type, Integer) else NOW


def _shared(table: Table, column: Column[Any]) -> Any:
    given = _given(table.name)
    if column.name in given:
        return given[column.name]
    if isinstance(column.type, JSON):
        return {}
    is_key = column.foreign_keys or (column.name == "id" and table.name != "beats")
    return SHARED if is_key and isinstance(column.type, Integer) else _plain(column)


def _plain(column: Column[Any]) -> Any:
    """A value that says nothing of anybody."""
    if isinstance(column.type, Instant):
        return NOW
    return {int: 1, bool: True, dt.date: NOW.date(), str: PLATFORM}[column.type.python_type]
