"""SQL about slugs in rows that a link of learners set aside, which come back when it ends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from bot.features.roadmaps.queries.kept_acts import PART_KINDS, SLUG_COLUMNS
from bot.tables import milestones, set_aside
from roadmap.milestones import MilestoneKind
from roadmap.parts_named import bare_slug, key_part

_NAMES: defaultdict[str, list[str]] = defaultdict(list)
for _column in SLUG_COLUMNS:
    _NAMES[_column.table.name].append(_column.name)
_PART_OF = {kind: part for part, kinds in PART_KINDS.items() for kind in kinds}
_ROWS = select(set_aside.c.id, set_aside.c.table_name, set_aside.c.row).where(
    set_aside.c.table_name.in_([*_NAMES, milestones.name]),
    set_aside.c.row["roadmap"].as_string() == bindparam("roadmap"),
)
_CHANGE = update(set_aside).where(set_aside.c.id == bindparam("shelved")).values(row=bindparam("renamed"))


def read_shelved_slugs(db: Connection, roadmap_slug: str) -> set[str]:
    """Read the slugs of a roadmap, and the keys of its parts, in rows that were set aside."""
    return {key for _, name, row in _rows(db, roadmap_slug) for key in _keys(name, row).values()}


def rename_shelved(db: Connection, roadmap_slug: str, names: Mapping[str, str]) -> None:
    """Give the rows that were set aside their new slugs."""
    for shelved_id, name, row in _rows(db, roadmap_slug):
        new = {column: bare_slug(names[key]) for column, key in _keys(name, row).items() if key in names}
        if new:
            db.execute(_CHANGE, {"shelved": shelved_id, "renamed": {**row, **new}})


def _rows(db: Connection, roadmap_slug: str) -> Iterator[tuple[int, str, dict[str, Any]]]:
    for row in db.execute(_ROWS, {"roadmap": roadmap_slug}).all():
        yield row.id, row.table_name, row.row


def _keys(name: str, row: Mapping[str, Any]) -> dict[str, str]:
    """Return the columns of a row that hold slugs, each with the key of its slug."""
    if name != milestones.name:
        return {column: row[column] for column in _NAMES[name] if row[column]}
    part = _PART_OF.get(MilestoneKind(row["kind"]))
    return {"slug": key_part(part, row["slug"])} if part else {}
