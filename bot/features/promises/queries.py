"""SQL about promises and their outcome: open, kept, part or moved. The latest check-in says which week comes next."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, and_, bindparam, delete, select, update

from bot.closed_sets import PromiseState
from bot.database.columns import constant
from bot.database.upsert import PerEngine
from bot.identity import CheckinId, GroupId, LearnerId
from bot.tables import checkins, promises
from bot.tables.checkins import OPENED_CHECKINS


@dataclass(frozen=True, slots=True)
class Promised:
    """A task that a learner promised for the week that begins on `week`."""

    learner_id: LearnerId
    week: date
    task: str
    state: PromiseState


@dataclass(frozen=True, slots=True)
class Checkin:
    """A group's check-in about the week that begins on `week`. `closed_at` is None while it is open."""

    id: CheckinId
    group_id: GroupId
    week: date
    opened_at: datetime
    closes_at: datetime
    closed_at: datetime | None


_OWN = and_(promises.c.learner_id == bindparam("learner"), promises.c.roadmap == bindparam("slug"))
_WEEK = promises.c.week == bindparam("first")
_COLUMNS = (promises.c.learner_id, promises.c.week, promises.c.task, promises.c.state)
_SINCE = (
    select(*_COLUMNS)
    .where(_OWN, promises.c.week >= bindparam("since"))
    .order_by(promises.c.week, promises.c.at, promises.c.task)
)
_OF_WEEK = (
    select(*_COLUMNS)
    .where(
        promises.c.learner_id.in_(bindparam("learner_ids", expanding=True)),
        promises.c.roadmap == bindparam("slug"),
        _WEEK,
    )
    .order_by(promises.c.learner_id, promises.c.at, promises.c.task)
)
_ADD = PerEngine(
    lambda into: into(promises).on_conflict_do_nothing(index_elements=["learner_id", "roadmap", "week", "task"])
)
_DROP = delete(promises).where(_OWN, _WEEK, promises.c.task.in_(bindparam("tasks", expanding=True)))
_JUDGE = (
    update(promises)
    .where(_OWN, _WEEK, promises.c.task.in_(bindparam("tasks", expanding=True)))
    .values(state=bindparam("became"))
)
_KEEP = (
    update(promises).where(_OWN, _WEEK, promises.c.task == bindparam("kept")).values(state=constant(PromiseState.KEPT))
)

_LATEST = select(checkins).where(OPENED_CHECKINS).order_by(checkins.c.opened_at.desc(), checkins.c.id.desc()).limit(1)


def read_latest_checkin(db: Connection, group_id: GroupId, now: datetime) -> Checkin | None:
    """Read the check-in that a group opened last, closed or not."""
    row = db.execute(_LATEST, {"group": group_id, "now": now}).one_or_none()
    return Checkin(*row) if row else None


def read_promises_since(db: Connection, learner_id: LearnerId, roadmap_slug: str, since: date) -> list[Promised]:
    """Read a learner's promises for the weeks from `since` on, oldest first."""
    return [
        _promised(*row) for row in db.execute(_SINCE, {"learner": learner_id, "slug": roadmap_slug, "since": since})
    ]


def read_promises(db: Connection, learner_ids: Sequence[LearnerId], roadmap_slug: str, week: date) -> list[Promised]:
    """Read the promises of these learners for a week."""
    values = {"learner_ids": list(learner_ids), "slug": roadmap_slug, "first": week}
    return [_promised(*row) for row in db.execute(_OF_WEEK, values)] if learner_ids else []


def add_promises(
    db: Connection, learner_id: LearnerId, roadmap_slug: str, week: date, tasks: Sequence[str], *, now: datetime
) -> None:
    """Add promised tasks of a week. A task that was promised already stays as it is."""
    rows = [
        {"learner_id": learner_id, "roadmap": roadmap_slug, "week": week, "task": task, "at": now} for task in tasks
    ]
    if rows:
        db.execute(_ADD(db), rows)


def drop_promises(db: Connection, learner_id: LearnerId, roadmap_slug: str, week: date, tasks: Collection[str]) -> None:
    """Delete these promised tasks of a week."""
    if tasks:
        db.execute(_DROP, {"learner": learner_id, "slug": roadmap_slug, "first": week, "tasks": list(tasks)})


def judge_promises(
    db: Connection, learner_id: LearnerId, roadmap_slug: str, week: date, tasks: Collection[str], *, state: PromiseState
) -> None:
    """Set the state of these promised tasks of a week."""
    if tasks:
        values = {"learner": learner_id, "slug": roadmap_slug, "first": week, "tasks": list(tasks), "became": state}
        db.execute(_JUDGE, values)


def note_kept(db: Connection, roadmap_slug: str, promised: Sequence[Promised]) -> None:
    """Note that these promised tasks were kept, of whichever learners."""
    rows = [{"learner": one.learner_id, "slug": roadmap_slug, "first": one.week, "kept": one.task} for one in promised]
    if rows:
        db.execute(_KEEP, rows)


def _promised(learner_id: LearnerId, week: date, task: str, state: str) -> Promised:
    return Promised(learner_id, week, task, PromiseState(state))
