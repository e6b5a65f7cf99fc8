"""SQL that moves the rows of one learner to another, by the rules beside the tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Column, Connection, Select, Table, Update, and_, bindparam, exists, select, true, update
from sqlalchemy.sql.schema import UniqueConstraint

from bot.closed_sets import PromiseState
from bot.database.columns import MADE_ON
from bot.database.rules import LearnerRule, Merge, learner_rule
from bot.identity import LearnerId
from bot.tables import metadata

MOVED = {Merge.MOVE, Merge.EARLIER, Merge.LATER, Merge.MORE, Merge.OWN}
APART = {"learners", "links"}
"""Tables whose rows of the other learner do not move: there is none, or it is set aside."""

Row = Mapping[str, Any]
Pair = tuple[Row, Row]
"""Two rows that cannot both be one learner's: the kept learner's, and the other's."""

_KEPT_FIRST = (PromiseState.KEPT, PromiseState.PART, PromiseState.MOVED, PromiseState.OPEN)


@cache
def moved_tables() -> tuple[Table, ...]:
    """List the tables whose rows move from one learner to another, those that others refer to first."""
    return tuple(
        table
        for table in metadata.sorted_tables
        if (rule := learner_rule(table)) and rule.merge in MOVED and table.name not in APART
    )


@cache
def learner_columns(table: Table) -> tuple[Column[int], ...]:
    """List the columns of a table that refer to a learner."""
    return tuple(
        column for column in table.columns if any(key.target_fullname == "learners.id" for key in column.foreign_keys)
    )


@cache
def _stamp(table: Table) -> Update:
    [column, *_] = learner_columns(table)
    return update(table).where(column == bindparam("of")).values({MADE_ON: bindparam("platform")})


@cache
def _move(column: Column[int]) -> Update:
    return update(column.table).where(column == bindparam("of")).values({column.name: bindparam("to")})


@cache
def _move_made(table: Table) -> Update:
    [column, *_] = learner_columns(table)
    made = and_(column == bindparam("of"), table.c[MADE_ON] == bindparam("platform"))
    return update(table).where(made).values({column.name: bindparam("to")})


def stamp_rows(db: Connection, learner_id: LearnerId, platform: str) -> None:
    """Note of all rows of a learner with one account that this account made them."""
    for table in moved_tables():
        if MADE_ON in table.c:
            db.execute(_stamp(table), {"of": learner_id, "platform": platform})


def move_rows(db: Connection, of: LearnerId, to: LearnerId) -> None:
    """Give all rows of a learner to another. Rows for which there is no room were set aside before."""
    for table in moved_tables():
        for column in learner_columns(table):
            db.execute(_move(column), {"of": of, "to": to})


def move_made_rows(db: Connection, of: LearnerId, to: LearnerId, platform: str) -> None:
    """Give the rows that an account made to another learner."""
    for table in moved_tables():
        if MADE_ON in table.c:
            db.execute(_move_made(table), {"of": of, "to": to, "platform": platform})


def find_pairs(db: Connection, table: Table, kept: LearnerId, other: LearnerId) -> list[Pair]:
    """Find the rows of two learners that cannot both be one learner's."""
    pairs: list[Pair] = []
    for names in _shared_keys(table):
        if mine := _rows_with_twin(db, table, names, kept, other):
            theirs = _rows_with_twin(db, table, names, other, kept)
            pairs += [(mine[key], theirs[key]) for key in mine]
    return pairs


def _rows_with_twin(
    db: Connection, table: Table, names: tuple[str, ...], of: LearnerId, twin_of: LearnerId
) -> dict[tuple[object, ...], Row]:
    rows = db.execute(_with_twin(table, names), {"of": of, "twin_of": twin_of}).mappings()
    return {tuple(row[name] for name in names): dict(row) for row in rows}


@cache
def _with_twin(table: Table, names: tuple[str, ...]) -> Select[Any]:
    twin = table.alias()
    same = and_(true(), *(table.c[name] == twin.c[name] for name in names))
    return select(table).where(
        table.c.learner_id == bindparam("of"), exists().where(twin.c.learner_id == bindparam("twin_of"), same)
    )


@cache
def _shared_keys(table: Table) -> tuple[tuple[str, ...], ...]:
    """List the columns that two rows of one learner may not share: the others of each key that holds the learner."""
    return tuple(
        tuple(column.name for column in key if column.name != "learner_id")
        for key in _keys(table)
        if any(column.name == "learner_id" for column in key)
    )


def _keys(table: Table) -> Iterator[Sequence[Column[Any]]]:
    yield list(table.primary_key.columns)
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint):
            yield list(constraint.columns)


def choose_loser(table: Table, pair: Pair) -> Row:
    """Choose the row of a pair that is set aside, by the rule of its table."""
    kept, other = pair
    rule = learner_rule(table)
    return kept if rule and _wins(table, rule)(other, kept) else other


def _wins(table: Table, rule: LearnerRule) -> Callable[[Row, Row], bool]:
    """Return whether the second learner's row wins over the kept learner's."""
    by = rule.by
    if rank := _RANKS.get(table.name):
        return lambda other, kept: rank(other) < rank(kept)
    if rule.merge is Merge.EARLIER:
        return lambda other, kept: bool(other[by] < kept[by])
    if rule.merge is Merge.LATER:
        return lambda other, kept: bool(other[by] > kept[by])
    if rule.merge is Merge.MORE:
        return lambda other, kept: bool((other[by], kept["at"]) > (kept[by], other["at"]))
    return lambda other, kept: False


def _rank_promise(row: Row) -> tuple[int, datetime]:
    return _KEPT_FIRST.index(PromiseState(row["state"])), row["at"]


def _rank_focus_member(row: Row) -> tuple[bool, int]:
    return not row["staying"], -row["minutes"]


_RANKS: Mapping[str, Callable[[Row], tuple[Any, ...]]] = {
    "promises": _rank_promise,
    "focus_members": _rank_focus_member,
}
"""Table -> the order of its rows, of which the first stays."""
