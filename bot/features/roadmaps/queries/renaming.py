"""SQL that gives acts, habits and milestones their new slugs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    BindParameter,
    Column,
    Connection,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    select,
    update,
)

from bot.features.roadmaps.queries.kept_acts import (
    HABITS_HERE,
    LEARNERS_HERE,
    PART_KINDS,
    SLUG_QUERIES,
    in_batches,
    read_celebrated_parts,
)
from bot.tables import (
    milestones,
    sessions,
    ticks,
)
from roadmap.parts_named import bare_slug, key_part

_ANY: BindParameter[list[str]] = bindparam("slugs", expanding=True)
_TURNS = (
    select(ticks.c.task, func.max(ticks.c.turn))
    .where(ticks.c.roadmap == bindparam("roadmap"), ticks.c.task.in_(_ANY))
    .group_by(ticks.c.task)
)
_RENAME_HABIT = (
    update(sessions)
    .where(sessions.c.habit == bindparam("old"), sessions.c.learner_id.in_(LEARNERS_HERE))
    .values(habit=bindparam("new"))
)


def rename_slugs(db: Connection, roadmap_slug: str, names: Mapping[str, str]) -> None:
    """Give all acts under each old slug the new one, in all tables.

    Slugs may change places, so every row goes through a name of its own. If a learner has the same act under the new
    slug already, a tick becomes a further turn there, and of any other act the renamed one goes.
    """
    for column, query in SLUG_QUERIES:
        held = set(db.scalars(query, {"roadmap": roadmap_slug}))
        own = [(old, new) for old, new in names.items() if old in held]
        aside = {old: f"~{number}" for number, (old, _) in enumerate(own)}
        _rename(db, column, roadmap_slug, aside)
        rest = [(aside[old], new) for old, new in own]
        while rest:  # slugs that become one go one after the other
            one_each = {new: old for old, new in reversed(rest)}
            rest = [(old, new) for old, new in rest if one_each[new] != old]
            _drop_doubles(db, column, roadmap_slug, one_each)
            _rename(db, column, roadmap_slug, {old: new for new, old in one_each.items()})
    _rename_habits(db, roadmap_slug, names)
    _rename_milestones(db, roadmap_slug, names)


def _rename_habits(db: Connection, roadmap_slug: str, names: Mapping[str, str]) -> None:
    """Give the sessions of habits their new slugs, for learners on this roadmap alone."""
    held = set(db.scalars(HABITS_HERE, {"roadmap": roadmap_slug}))
    steps = [(old, f"~{number}", new) for number, (old, new) in enumerate(names.items()) if old in held]
    for old, new in (*((old, aside) for old, aside, _ in steps), *((aside, new) for _, aside, new in steps)):
        db.execute(_RENAME_HABIT, {"roadmap": roadmap_slug, "old": old, "new": new})


def _rename_milestones(db: Connection, roadmap_slug: str, names: Mapping[str, str]) -> None:
    """Give the milestones of parts their new slugs, so that none is celebrated again."""
    parts = sorted(set(read_celebrated_parts(db, roadmap_slug)))
    steps = [
        (part, slug, f"~{number}", bare_slug(names[key_part(part, slug)]))
        for number, (part, slug) in enumerate(parts)
        if key_part(part, slug) in names
    ]
    for part, old, aside, _ in steps:
        _rename_milestone(db, roadmap_slug, part, old, aside)
    for part, _, aside, new in steps:
        _rename_milestone(db, roadmap_slug, part, aside, new)


def _rename_milestone(db: Connection, roadmap_slug: str, part: str, old: str, new: str) -> None:
    """Rename a part in milestones. A learner who has the new one already keeps that."""
    there = milestones.alias()
    same = (there.c[name] == milestones.c[name] for name in ("learner_id", "roadmap", "kind"))
    here = (milestones.c.roadmap == roadmap_slug, milestones.c.kind.in_(PART_KINDS[part]), milestones.c.slug == old)
    db.execute(delete(milestones).where(*here, exists().where(*same, there.c.slug == new)))
    db.execute(update(milestones).where(*here).values(slug=new))


def _rename(db: Connection, column: Column[Any], roadmap_slug: str, names: Mapping[str, str]) -> None:
    """Give each old slug of a column its new one, in one pass through the table for many slugs."""
    table = column.table
    for some in in_batches(names):
        new = {old: names[old] for old in some}
        values: dict[Any, Any] = {column: case(new, value=column)}
        if column is ticks.c.task and (turns := _turns_taken(db, roadmap_slug, new)):
            values[ticks.c.turn] = ticks.c.turn + case(turns, value=column, else_=0)
        db.execute(update(table).where(table.c.roadmap == roadmap_slug, column.in_(some)).values(values))


def _turns_taken(db: Connection, roadmap_slug: str, names: Mapping[str, str]) -> dict[str, int]:
    """Return the last turn of each new slug that has ticks already, by its old slug."""
    rows = db.execute(_TURNS, {"roadmap": roadmap_slug, "slugs": list(names.values())})
    last = {slug: turn for slug, turn in rows}  # noqa: C416  a row is no pair to mypy
    return {old: last[new] for old, new in names.items() if new in last}


def _drop_doubles(db: Connection, column: Column[Any], roadmap_slug: str, olds: Mapping[str, str]) -> None:
    """Delete rows that would have the same key as a row under their new slug. `olds` has the old slug of each."""
    table, there = column.table, column.table.alias()
    if not column.primary_key:
        return
    for new in olds.keys() & set(db.scalars(select(column).where(table.c.roadmap == roadmap_slug).distinct())):
        same = and_(*(there.c[one.name] == (new if one is column else one) for one in table.primary_key.columns))
        db.execute(delete(table).where(table.c.roadmap == roadmap_slug, column == olds[new], exists().where(same)))
