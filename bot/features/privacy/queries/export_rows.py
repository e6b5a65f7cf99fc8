"""SQL that reads all rows of a learner, by the rules beside the tables, without what is another person's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    FromClause,
    Select,
    String,
    Table,
    and_,
    bindparam,
    or_,
    select,
    tuple_,
)

from bot.database.rules import learner_rule
from bot.identity import Account, LearnerId
from bot.tables import Id, accounts, checkins, groups, learners, metadata, outages, pairings, places

KEYS = frozenset({"learner_id", "starter_id"})
"""Columns that say whose a row is. In an export all rows are the learner's."""
OF_OTHERS = frozenset(
    {
        ("avoidances", "other_id"),
        ("avoidances", "named_on"),
        ("cheers", "post_id"),
        ("focus_members", "focus_id"),
        ("gathered", "post_id"),
        ("helps", "obstacle_id"),
        ("links", "other_number"),
        ("outbox", "account_id"),
        ("outbox", "key"),
        ("paired", "pairing_id"),
    }
)
"""Columns that may hold the id of another learner, or of something that is another's."""
FACTS = frozenset({("outbox", "facts"), ("gathered", "facts")})
"""Columns with facts of posts, which may hold ids of other learners."""
OWN_LISTS = frozenset({"milestones", "withdrawn", "undone"})
"""The lists of facts in which each part is the learner's own."""
IDS = frozenset({"learner", "obstacle", "focus", "pairing", "post", "parts_of"})
"""The ids in facts that may be another's."""
SET_ASIDE = ("set_aside", "row")
"""A row of any table of the learner's, which a link had no room for, or a note of a post that named them."""
THEIRS = "theirs"
"""The value of such a note that says whether the post was to the learner. A post to others holds what is of others."""

_OWN, _USER = bindparam("learner", type_=Id), bindparam("user", type_=BigInteger)
_ON = bindparam("on", type_=String)
_OWN_ACCOUNTS = select(accounts.c.id).where(accounts.c.learner_id == _OWN)
_BESIDE: dict[str, tuple[str, tuple[Column[Any], ...]]] = {
    "memberships": ("group_id", (groups.c.title, groups.c.roadmap, groups.c.zone)),
    "outage_days": ("starts_at", (outages.c.ends_at, outages.c.resolved)),
    "paired": ("pairing_id", (pairings.c.group_id, pairings.c.at, pairings.c.ended_at)),
    "reports": ("checkin_id", (checkins.c.week,)),
}
"""Table -> a key of its rows, and the columns of the row of that key that explain them."""


@dataclass(frozen=True, slots=True)
class ExportSection:
    """The rows of one section of an export, each with a value for each column."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True, slots=True)
class ExportedTable:
    """A table that is exported: the section, its columns in order, and the statement that reads them."""

    section: str
    table: Table
    columns: tuple[str, ...]
    statement: Select[*tuple[Any, ...]]


def read_export(db: Connection, learner_id: LearnerId | None, account: Account) -> tuple[ExportSection, ...]:
    """Read every section of a learner's data, and what is kept of their account. A section may have no rows."""
    values = {"learner": learner_id, "on": account.platform, "user": account.user_id}
    return tuple(_read_section(db, exported, values) for exported in EXPORTED)


def _read_section(db: Connection, exported: ExportedTable, values: Mapping[str, Any]) -> ExportSection:
    name, columns = exported.table.name, exported.columns
    rows = db.execute(exported.statement, values).mappings()
    return ExportSection(
        exported.section, columns, tuple(tuple(_clean(name, column, row[column]) for column in columns) for row in rows)
    )


def _clean(table: str, column: str, value: object) -> object:
    """Take out of a value what may be another person's."""
    if (table, column) == SET_ASIDE and isinstance(value, Mapping):
        return _clean_row(value)
    return _clean_facts(value) if (table, column) in FACTS and isinstance(value, Mapping) else value


def _clean_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """Take out of a row that was set aside what no section shows either. Of a post to others nothing is left."""
    if row.get(THEIRS) is False:
        return {}
    hidden = KEYS | {column for _, column in OF_OTHERS}
    kept = {column: value for column, value in row.items() if column not in hidden}
    return {**kept, "facts": _clean_facts(kept["facts"])} if isinstance(kept.get("facts"), Mapping) else kept


def _clean_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Keep of a post's facts the plain values, and the learner's own milestones."""
    return {key: value for key, value in facts.items() if key not in IDS and (key in OWN_LISTS or _is_plain(value))}


def _is_plain(value: object) -> bool:
    if isinstance(value, list):
        return not any(isinstance(part, dict | list) for part in value)
    return not isinstance(value, dict)


def _export(section: str, table: Table) -> ExportedTable:
    """Build the export of a table: its columns, and those that explain them."""
    own = [column for column in table.c if _is_shown(table, column)]
    key, more = _BESIDE.get(table.name, ("", ()))
    named = [*own, *(column.label(f"{column.table.name}_{column.name}") for column in more)]
    statement = select(*named).select_from(_with_owner(table, key) if key else table).where(_is_own(table))
    columns = tuple(column.name for column in named)
    return ExportedTable(section, table, columns, statement.order_by(*table.primary_key.columns))


def _with_owner(table: Table, key: str) -> FromClause:
    """Join a table with the row of a key."""
    [reference] = table.c[key].foreign_keys
    return table.join(reference.column.table, reference.column == table.c[key])


def _is_shown(table: Table, column: Column[Any]) -> bool:
    return column.name not in KEYS and (table.name, column.name) not in OF_OTHERS


def _is_own(table: Table) -> ColumnElement[bool]:
    """Return the condition that a row is the learner's: by a key, an account, or another row of theirs."""
    if table is learners:
        return table.c.id == _OWN
    keys = [table.c[key] for key in sorted(KEYS & set(table.c.keys()))]
    direct: list[ColumnElement[bool]] = [key == _OWN for key in keys]
    if "account_id" in table.c:  # what goes to an account may be another learner's
        direct.append(and_(table.c.account_id.in_(_OWN_ACCOUNTS), *(key.is_(None) for key in keys)))
    if "user_id" in table.c and table is not accounts:
        direct.append(_is_of_account(table))
    return or_(*direct) if direct else _goes_with(table)


def _is_of_account(table: Table) -> ColumnElement[bool]:
    """The condition that a row has the number of one of the learner's accounts, or of the caller's."""
    platform = table.c.platform if "platform" in table.c else _platform_of_place(table)
    theirs = select(accounts.c.platform, accounts.c.user_id).where(accounts.c.learner_id == _OWN)
    return or_(tuple_(platform, table.c.user_id).in_(theirs), and_(platform == _ON, table.c.user_id == _USER))


def _platform_of_place(table: Table) -> ColumnElement[Any]:
    return select(places.c.platform).where(places.c.id == table.c.place_id).correlate(table).scalar_subquery()


def _goes_with(table: Table) -> ColumnElement[bool]:
    """The condition that the row to which a row belongs is the learner's."""
    owners = ((key, key.column.table) for key in table.foreign_keys if learner_rule(key.column.table) is not None)
    key, owner = min(owners, key=lambda found: found[1].name)
    return key.parent.in_(select(key.column).where(_is_own(owner)))


EXPORTED: tuple[ExportedTable, ...] = tuple(
    _export(rule.export, table)
    for table in sorted(metadata.sorted_tables, key=lambda table: table.name)
    if (rule := learner_rule(table)) is not None and rule.export
)
"""Every table that is exported, by name."""
