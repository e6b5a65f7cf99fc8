"""SQL about editions, about the slugs under which acts are kept, and about groups by their roadmap."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    Column,
    Connection,
    Executable,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    literal,
    select,
    union_all,
    update,
)

from bot.database.upsert import Into, PerEngine
from bot.identity import GroupId, LearnerId
from bot.tables import (
    changes,
    choices,
    criteria,
    editions,
    groups,
    memberships,
    milestones,
    promises,
    sessions,
    ticks,
    undos,
)
from roadmap.editions import SlugWords
from roadmap.milestones import MilestoneKind
from roadmap.model import FormerSlug
from roadmap.parts_named import bare_slug, key_part


@dataclass(slots=True)
class KeptActs:
    """The acts under a slug: how many ticks that were not taken back, how many other acts, and whose they are.

    `logs` are sessions of a habit that were not taken back.
    """

    ticks: int = 0
    others: int = 0
    logs: int = 0
    learners: set[LearnerId] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Follower:
    """A group that follows a roadmap."""

    group_id: GroupId
    roadmap_slug: str


def _put_edition(into: Into) -> Executable:
    fresh = into(editions)
    return fresh.on_conflict_do_update(
        index_elements=["roadmap"], set_={name: fresh.excluded[name] for name in ("words", "former", "pinned", "at")}
    )


_COLUMNS: tuple[Column[Any], ...] = (
    ticks.c.task,
    promises.c.task,
    choices.c.choice,
    choices.c.option,
    criteria.c.criterion,
    changes.c.name,
    changes.c.value,
)
"""All columns that hold the slug of a task, choice, option or criterion, beside a column with its roadmap."""

AT_ONCE = 200
"""The most slugs in one statement."""

_ANY: BindParameter[list[str]] = bindparam("slugs", expanding=True)
_TURNS = (
    select(ticks.c.task, func.max(ticks.c.turn))
    .where(ticks.c.roadmap == bindparam("roadmap"), ticks.c.task.in_(_ANY))
    .group_by(ticks.c.task)
)
_WORDS = select(editions.c.words).where(editions.c.roadmap == bindparam("roadmap"))
_PINNED = select(editions.c.pinned).where(editions.c.roadmap == bindparam("roadmap"))
PART_KINDS = {
    "block": (MilestoneKind.BLOCK,),
    "month": (MilestoneKind.MONTH,),
    "level": (MilestoneKind.LEVEL, MilestoneKind.VICTORY),
}
"""The kinds of milestones that are kept under the slug of each kind of part."""

_MILESTONES = (
    select(milestones.c.kind, milestones.c.slug).where(milestones.c.roadmap == bindparam("roadmap")).distinct()
)
_THEIRS = (
    select(memberships.c.learner_id)
    .join(groups, groups.c.id == memberships.c.group_id)
    .group_by(memberships.c.learner_id)
    .having(func.min(groups.c.roadmap) == bindparam("roadmap"), func.max(groups.c.roadmap) == bindparam("roadmap"))
)
"""The learners whose groups all follow one roadmap. The session of a habit has no other sign of its roadmap."""

_HABITS = select(sessions.c.habit).where(sessions.c.habit != "", sessions.c.learner_id.in_(_THEIRS)).distinct()
_RENAME_HABIT = (
    update(sessions)
    .where(sessions.c.habit == bindparam("old"), sessions.c.learner_id.in_(_THEIRS))
    .values(habit=bindparam("new"))
)
_FORMER = select(editions.c.former).where(editions.c.roadmap == bindparam("roadmap"))
_EVERY = select(editions.c.roadmap, editions.c.words)
_FOLLOWED = select(groups.c.id).where(groups.c.roadmap == bindparam("roadmap")).limit(1)
_PUT = PerEngine(_put_edition)
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
    .where(sessions.c.habit.in_(_ANY), sessions.c.undone_at.is_(None), sessions.c.learner_id.in_(_THEIRS))
    .group_by(sessions.c.habit, sessions.c.learner_id)
)
_SLUGS = tuple(
    (column, select(column).where(column.table.c.roadmap == bindparam("roadmap")).distinct()) for column in _COLUMNS
)
_ACTED = select(ticks.c.roadmap).union(*(select(table.c.roadmap) for table in (promises, choices, criteria)))
_FOLLOWERS = (
    select(groups.c.id, groups.c.roadmap)
    .where(groups.c.roadmap.not_in(bindparam("roadmaps", expanding=True)), groups.c.removed_at.is_(None))
    .order_by(groups.c.id)
)
_ALONE = select(memberships.c.learner_id).join(groups, groups.c.id == memberships.c.group_id)
_ALONE = _ALONE.where(groups.c.id == bindparam("group"), groups.c.solo, memberships.c.left_at.is_(None))


def read_edition(db: Connection, roadmap_slug: str) -> dict[str, SlugWords] | None:
    """Read the words of a roadmap's last edition, by slug. None: no edition was kept yet."""
    kept = db.scalar(_WORDS, {"roadmap": roadmap_slug})
    return None if kept is None else {slug: SlugWords(*words) for slug, words in kept.items()}


def read_pinned(db: Connection, roadmap_slug: str) -> frozenset[str] | None:
    """Read the slugs that a roadmap's last edition pinned. None: it was not kept."""
    kept = db.scalar(_PINNED, {"roadmap": roadmap_slug})
    return None if kept is None else frozenset(kept)


def put_edition(
    db: Connection,
    roadmap_slug: str,
    words: Mapping[str, SlugWords],
    former: Mapping[str, FormerSlug],
    now: datetime,
    *,
    pinned: Collection[str] = (),
) -> None:
    """Keep the words, the former and the pinned slugs of a roadmap's edition in place of the last."""
    kept = {slug: list(one) for slug, one in words.items()}
    past = {slug: [one.title, one.hint, one.heirs, one.turn, one.since.isoformat()] for slug, one in former.items()}
    values = {"roadmap": roadmap_slug, "words": kept, "former": past, "pinned": sorted(pinned), "at": now}
    db.execute(_PUT(db), values)


def read_former(db: Connection, roadmap_slug: str) -> dict[str, FormerSlug]:
    """Read what the slugs of a roadmap meant in earlier editions."""
    kept = db.scalar(_FORMER, {"roadmap": roadmap_slug}) or {}
    return {
        slug: FormerSlug(title, hint, tuple(heirs), turn, date.fromisoformat(since))
        for slug, (title, hint, heirs, turn, since) in kept.items()
    }


def read_every_edition(db: Connection) -> dict[str, dict[str, SlugWords]]:
    """Read the words of every roadmap that was ever there."""
    return {roadmap: {slug: SlugWords(*one) for slug, one in words.items()} for roadmap, words in db.execute(_EVERY)}


def is_followed(db: Connection, roadmap_slug: str) -> bool:
    """Tell whether a group follows a roadmap."""
    return db.scalar(_FOLLOWED, {"roadmap": roadmap_slug}) is not None


def read_kept_acts(db: Connection, roadmap_slug: str, slugs: Collection[str]) -> dict[str, KeptActs]:
    """Read which of these slugs have acts, and how many. What was taken back does not count."""
    found: dict[str, KeptActs] = {}
    for some in _in_batches(slugs):
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
    acts = {slug for _, query in _SLUGS for slug in db.scalars(query, {"roadmap": roadmap_slug})}
    habits = set(db.scalars(_HABITS, {"roadmap": roadmap_slug}))
    return acts | habits | {key_part(part, slug) for part, slug in _read_parts(db, roadmap_slug)}


def _read_parts(db: Connection, roadmap_slug: str) -> Iterator[tuple[str, str]]:
    """Yield the kind and slug of each part that has milestones."""
    kinds = {kind: part for part, every in PART_KINDS.items() for kind in every}
    for kind, slug in db.execute(_MILESTONES, {"roadmap": roadmap_slug}):
        if kind in kinds:
            yield kinds[MilestoneKind(kind)], slug


def read_acted_roadmaps(db: Connection) -> set[str]:
    """Read the slugs of all roadmaps under which acts are kept."""
    return set(db.scalars(_ACTED))


def read_stranded(db: Connection, roadmaps: Collection[str]) -> list[Follower]:
    """Read the groups that follow none of these roadmaps, without those from which the bot was removed."""
    return [Follower(*row) for row in db.execute(_FOLLOWERS, {"roadmaps": list(roadmaps)})]


def read_alone(db: Connection, group_id: GroupId) -> list[LearnerId]:
    """Read the member of a group of one. Empty for any other group."""
    return list(db.scalars(_ALONE, {"group": group_id}))


def rename_slugs(db: Connection, roadmap_slug: str, names: Mapping[str, str]) -> None:
    """Give all acts under each old slug the new one, in all tables.

    Slugs may change places, so every row goes through a name of its own. If a learner has the same act under the new
    slug already, a tick becomes a further turn there, and of any other act the renamed one goes.
    """
    for column, query in _SLUGS:
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
    held = set(db.scalars(_HABITS, {"roadmap": roadmap_slug}))
    steps = [(old, f"~{number}", new) for number, (old, new) in enumerate(names.items()) if old in held]
    for old, new in (*((old, aside) for old, aside, _ in steps), *((aside, new) for _, aside, new in steps)):
        db.execute(_RENAME_HABIT, {"roadmap": roadmap_slug, "old": old, "new": new})


def _rename_milestones(db: Connection, roadmap_slug: str, names: Mapping[str, str]) -> None:
    """Give the milestones of parts their new slugs, so that none is celebrated again."""
    parts = sorted(set(_read_parts(db, roadmap_slug)))
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
    for some in _in_batches(names):
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


def _in_batches(slugs: Iterable[str]) -> Iterator[list[str]]:
    """Yield the slugs in lists that fit into one statement."""
    every = list(slugs)
    yield from (every[at : at + AT_ONCE] for at in range(0, len(every), AT_ONCE))
