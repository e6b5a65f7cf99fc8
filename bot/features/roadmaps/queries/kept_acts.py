"""SQL about the slugs under which acts are kept, and the acts themselves."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    BindParameter,
    Column,
    Connection,
    bindparam,
    func,
    literal,
    select,
    union_all,
)

from bot.identity import LearnerId
from bot.tables import (
    changes,
    choices,
    criteria,
    groups,
    memberships,
    milestones,
    obstacles,
    promises,
    sessions,
    ticks,
    undos,
)
from roadmap.milestones import MilestoneKind
from roadmap.parts_named import key_part


@dataclass(slots=True)
class KeptActs:
    """The acts under a slug: how many ticks that were not taken back, how many other acts, and whose they are.

    `logs` are sessions of a habit that were not taken back.
    """

    ticks: int = 0
    others: int = 0
    logs: int = 0
    learners: set[LearnerId] = field(default_factory=set)


SLUG_COLUMNS: tuple[Column[Any], ...] = (
    ticks.c.task,
    promises.c.task,
    choices.c.choice,
    choices.c.option,
    criteria.c.criterion,
    changes.c.name,
    changes.c.value,
    obstacles.c.task,
)
"""All columns that hold the slug of a task, choice, option or criterion, beside a column with its roadmap."""

AT_ONCE = 200
"""The most slugs in one statement."""

_ANY: BindParameter[list[str]] = bindparam("slugs", expanding=True)
PART_KINDS = {
    "block": (MilestoneKind.BLOCK,),
    "month": (MilestoneKind.MONTH,),
    "level": (MilestoneKind.LEVEL, MilestoneKind.VICTORY),
}
"""The kinds of milestones that are kept under the slug of each kind of part."""

_MILESTONES = (
    select(milestones.c.kind, milestones.c.slug).where(milestones.c.roadmap == bindparam("roadmap")).distinct()
)
LEARNERS_HERE = (
    select(memberships.c.learner_id)
    .join(groups, groups.c.id == memberships.c.group_id)
    .group_by(memberships.c.learner_id)
    .having(func.min(groups.c.roadmap) == bindparam("roadmap"), func.max(groups.c.roadmap) == bindparam("roadmap"))
)
"""The learners whose groups all follow one roadmap. The session of a habit has no other sign of its roadmap."""

HABITS_HERE = (
    select(sessions.c.habit).where(sessions.c.habit != "", sessions.c.learner_id.in_(LEARNERS_HERE)).distinct()
)
_LIVE_TICKS = (
    select(ticks.c.task.label("slug"), ticks.c.learner_id, func.count().label("ticks"), literal(0).label("others"))
    .select_from(ticks.outerjoin(undos, undos.c.tick_id == ticks.c.id))
    .where(ticks.c.roadmap == bindparam("roadmap"), ticks.c.task.in_(_ANY), undos.c.tick_id.is_(None))
    .group_by(ticks.c.task, ticks.c.learner_id)
)
_OTHERS = tuple(
    select(column.label("slug"), column.table.c.learner_id, literal(0).label("ticks"), func.count().label("others"))
    .where(column.table.c.roadmap == bindparam("roadmap"), column.in_(_ANY))
    .group_by(column, column.table.c.learner_id)
    for column in (promises.c.task, choices.c.choice, choices.c.option, criteria.c.criterion)
)
_KEPT = union_all(_LIVE_TICKS, *_OTHERS)
_LOGS = (
    select(sessions.c.habit, sessions.c.learner_id, func.count())
    .where(sessions.c.habit.in_(_ANY), sessions.c.undone_at.is_(None), sessions.c.learner_id.in_(LEARNERS_HERE))
    .group_by(sessions.c.habit, sessions.c.learner_id)
)
SLUG_QUERIES = tuple(
    (column, select(column).where(column.table.c.roadmap == bindparam("roadmap"), column.is_not(None)).distinct())
    for column in SLUG_COLUMNS
)


def read_kept_acts(db: Connection, roadmap_slug: str, slugs: Collection[str]) -> dict[str, KeptActs]:
    """Read which of these slugs have acts, and how many. What was taken back does not count."""
    found: dict[str, KeptActs] = {}
    for some in in_batches(slugs):
        for slug, learner_id, count, others in db.execute(_KEPT, {"roadmap": roadmap_slug, "slugs": some}):
            acts = found.setdefault(slug, KeptActs())
            acts.ticks += count
            acts.others += others
            acts.learners.add(learner_id)
        for slug, learner_id, count in db.execute(_LOGS, {"roadmap": roadmap_slug, "slugs": some}):
            acts = found.setdefault(slug, KeptActs())
            acts.logs += count
            acts.learners.add(learner_id)
    return found


def read_kept_slugs(db: Connection, roadmap_slug: str) -> set[str]:
    """Read the slugs of a roadmap that any row holds, taken back or not, and the keys of parts with milestones."""
    acts = {slug for _, query in SLUG_QUERIES for slug in db.scalars(query, {"roadmap": roadmap_slug})}
    habits = set(db.scalars(HABITS_HERE, {"roadmap": roadmap_slug}))
    return acts | habits | {key_part(part, slug) for part, slug in read_celebrated_parts(db, roadmap_slug)}


def read_celebrated_parts(db: Connection, roadmap_slug: str) -> Iterator[tuple[str, str]]:
    """Yield the kind and slug of each part that has milestones."""
    kinds = {kind: part for part, every in PART_KINDS.items() for kind in every}
    for kind, slug in db.execute(_MILESTONES, {"roadmap": roadmap_slug}):
        if kind in kinds:
            yield kinds[MilestoneKind(kind)], slug


def in_batches(slugs: Iterable[str]) -> Iterator[list[str]]:
    """Yield the slugs in lists that fit into one statement."""
    every = list(slugs)
    yield from (every[at : at + AT_ONCE] for at in range(0, len(every), AT_ONCE))
