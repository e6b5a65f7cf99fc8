"""SQL that sets rows aside for which a linked learner has no room, and puts them back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Connection, Date, ForeignKey, Table, and_, bindparam, delete, insert, select

from bot.database.columns import Instant
from bot.database.upsert import PerEngine
from bot.identity import LinkId
from bot.tables import metadata, set_aside

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ShelvedRow:
    """A row that was set aside, or a part of a row that was noted. `name`: its table, or the kind of note.

    `twin` is the id of the row that stayed in its place, if it has an id.
    """

    platform: str
    name: str
    twin: int | None
    values: dict[str, Any]


_ADD = insert(set_aside)
_OF_LINK = select(
    set_aside.c.platform, set_aside.c.table_name, set_aside.c.twin, set_aside.c.row, set_aside.c.id
).order_by(set_aside.c.id)
_ALL = _OF_LINK.where(set_aside.c.link_id == bindparam("link"))


def shelve_rows(
    db: Connection,
    link_id: LinkId,
    table: Table,
    rows: Sequence[tuple[str, Values, int | None]],
) -> None:
    """Set rows of a table aside, each with its platform and twin, and delete them.

    The rows that would be deleted with them are set aside too.
    """
    if rows:
        note_rows(db, link_id, table.name, rows)
        _note_dependents(db, link_id, table, {values["id"]: platform for platform, values, _ in rows if "id" in values})
        keys = list(table.primary_key.columns)
        chosen = and_(*(column == bindparam(f"key_{column.name}") for column in keys))
        values = [{f"key_{column.name}": row[column.name] for column in keys} for _, row, _ in rows]
        db.execute(delete(table).where(chosen), values)


def note_rows(db: Connection, link_id: LinkId, name: str, rows: Sequence[tuple[str, Values, int | None]]) -> None:
    """Keep rows as they are now, without deleting them."""
    if rows:
        db.execute(
            _ADD,
            [
                {
                    "link_id": link_id,
                    "platform": platform,
                    "table_name": name,
                    "twin": twin,
                    "row": {key: _encode(value) for key, value in values.items()},
                }
                for platform, values, twin in rows
            ],
        )


def _note_dependents(db: Connection, link_id: LinkId, table: Table, owners: Mapping[int, str]) -> None:
    for other, name in _references(table) if owners else ():
        found = db.execute(select(other).where(other.c[name].in_(list(owners)))).mappings().all()
        note_rows(db, link_id, other.name, [(owners[row[name]], dict(row), None) for row in found])


def _references(table: Table) -> Iterator[tuple[Table, str]]:
    """Yield each table whose rows are deleted with rows of this one, and its column that refers here."""
    for other in metadata.sorted_tables:
        for key in other.foreign_keys:
            if key.column.table is table and key.ondelete == "CASCADE":
                yield other, key.parent.name


def read_set_aside(db: Connection, link_id: LinkId) -> list[ShelvedRow]:
    """Read all that a link set aside. Rows come after the rows that they refer to."""
    found = [_shelved(*row) for row in db.execute(_ALL, {"link": link_id})]
    order = {table.name: number for number, table in enumerate(metadata.sorted_tables)}
    return sorted(found, key=lambda one: order.get(one.name, len(order)))


def leave_orphans_out(db: Connection, shelf: Sequence[ShelvedRow]) -> list[ShelvedRow]:
    """Leave out the rows that would have gone with a row that is gone by now. Other keys to such rows become NULL.

    Rows come after the rows that they refer to.
    """
    there, kept = _read_owners(db, shelf), list[ShelvedRow]()
    for row in shelf:
        gone = [key for key, value in _keys_of(row) if value not in there[key.column]]
        if any(key.ondelete == "CASCADE" for key in gone):
            continue
        kept.append(replace(row, values=row.values | {key.parent.name: None for key in gone}))
        for column, values in there.items():
            if column.table.name == row.name:
                values.add(row.values[column.name])
    return kept


def put_rows_back(db: Connection, shelf: Sequence[ShelvedRow], put: Callable[[ShelvedRow], bool]) -> None:
    """Put rows of a shelf back by `put`, which returns whether it did. What belongs to one left out goes with it."""
    rest = list(shelf)
    while rest:
        row, *rest = rest
        if not put(row):
            rest = leave_orphans_out(db, rest)


def _read_owners(db: Connection, shelf: Sequence[ShelvedRow]) -> dict[Column[Any], set[object]]:
    """Read which of the rows are there that rows of a shelf refer to: referred column -> its values."""
    wanted: dict[Column[Any], set[object]] = {}
    for row in shelf:
        for key, value in _keys_of(row):
            wanted.setdefault(key.column, set()).add(value)
    return {column: set(db.scalars(select(column).where(column.in_(values)))) for column, values in wanted.items()}


def _keys_of(row: ShelvedRow) -> list[tuple[ForeignKey, object]]:
    """List the keys of a row that was set aside, with their values. A note has none."""
    table = metadata.tables.get(row.name)
    keys = table.foreign_keys if table is not None else ()
    return [(key, value) for key in keys if (value := row.values.get(key.parent.name)) is not None]


def _shelved(platform: str, name: str, twin: int | None, row: Values, _id: int) -> ShelvedRow:
    table = metadata.tables.get(name)
    return ShelvedRow(platform, name, twin, dict(row) if table is None else decode_row(table, row))


def decode_row(table: Table, row: Values) -> dict[str, Any]:
    """Return a row as its table has it, of what was noted of it."""
    return {key: _decode(table, key, value) for key, value in row.items()}


def put_row_back(db: Connection, name: str, row: Values) -> bool:
    """Insert a row as it was. False: its key was taken meanwhile, and it is left out."""
    table = metadata.tables[name]
    return bool(db.execute(PerEngine(lambda into: into(table).on_conflict_do_nothing())(db), dict(row)).rowcount)


def _encode(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _decode(table: Table, name: str, value: object) -> object:
    kind = table.c[name].type
    if not isinstance(value, str):
        return value
    if isinstance(kind, Instant):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(kind, Date) else value
