"""Due moments: when to look at a group or a learner next, and why. One row for each kind and owner."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Executable, Row, and_, bindparam, delete, or_, select, update

from bot.database.upsert import Into, PerEngine
from bot.identity import DueId, GroupId, LearnerId
from bot.posting.locking import lock_free
from bot.tables import dues, groups


@dataclass(frozen=True, slots=True)
class GroupDue:
    """A moment at which something is to be planned for a group."""

    id: DueId
    kind: str
    at: datetime
    group_id: GroupId


@dataclass(frozen=True, slots=True)
class LearnerDue:
    """A moment at which something is to be planned for a learner."""

    id: DueId
    kind: str
    at: datetime
    learner_id: LearnerId


Due = GroupDue | LearnerDue


_OWNERS = {"group_id": dues.c.group_id, "learner_id": dues.c.learner_id}
_KINDS = dues.c.kind.in_(bindparam("kinds", expanding=True))
_ANY_OF_KINDS = dues.c.kind.concat("").in_(bindparam("kinds", expanding=True))
"""The same, in a form that no index serves: SQLite would read all dues of a kind, not only those that have come."""

_FOLLOWED = ~(
    select(groups.c.id)
    .where(groups.c.id == dues.c.group_id, groups.c.roadmap.not_in(bindparam("roadmaps", expanding=True)))
    .exists()
)
"""The dues of learners, and those of groups whose roadmap is there. The others wait until it is back."""

_DUE = dues.c.id == bindparam("due_id")


def _setting(owner: str) -> PerEngine:
    def build(into: Into) -> Executable:
        fresh = into(dues)
        return fresh.on_conflict_do_update(
            index_elements=["kind", owner], set_={"at": fresh.excluded.at}, where=dues.c.at > bindparam("now")
        )

    return PerEngine(build)


_SET = {owner: _setting(owner) for owner in _OWNERS}
_DROP = {owner: delete(dues).where(column == bindparam("owner"), _KINDS) for owner, column in _OWNERS.items()}
_OF = {owner: select(dues).where(column == bindparam("owner")) for owner, column in _OWNERS.items()}
_COME = (
    select(dues)
    .where(dues.c.at <= bindparam("now"), _ANY_OF_KINDS, _FOLLOWED)
    .order_by(dues.c.at, dues.c.kind, dues.c.id)
    .limit(bindparam("count"))
)
_CLAIM = (
    select(dues)
    .where(dues.c.id.in_(bindparam("ids", expanding=True)), dues.c.at <= bindparam("now"))
    .order_by(dues.c.at, dues.c.kind, dues.c.id)
    .with_for_update(skip_locked=True)
)
_ADVANCE = update(dues).where(_DUE).values(at=bindparam("to"))
_REMOVE = delete(dues).where(_DUE)
_NEXT = select(dues.c.at).where(_ANY_OF_KINDS, _FOLLOWED).order_by(dues.c.at).limit(1)


def set_group_due(db: Connection, kind: str, group_id: GroupId, at: datetime, now: datetime) -> None:
    """Set a group's due of a kind.

    A due whose moment has come keeps it, because it is about to be planned.
    """
    db.execute(_SET["group_id"](db), {"kind": kind, "group_id": group_id, "at": at, "now": now})


def set_learner_due(db: Connection, kind: str, learner_id: LearnerId, at: datetime, now: datetime) -> None:
    """Set a learner's due of a kind.

    A due whose moment has come keeps it, because it is about to be planned.
    """
    db.execute(_SET["learner_id"](db), {"kind": kind, "learner_id": learner_id, "at": at, "now": now})


def drop_group_dues(db: Connection, group_id: GroupId, kinds: Collection[str]) -> None:
    """Drop a group's dues of these kinds."""
    db.execute(_DROP["group_id"], {"owner": group_id, "kinds": list(kinds)})


def drop_learner_dues(db: Connection, learner_id: LearnerId, kinds: Collection[str]) -> None:
    """Drop a learner's dues of these kinds."""
    db.execute(_DROP["learner_id"], {"owner": learner_id, "kinds": list(kinds)})


def read_group_dues(db: Connection, group_id: GroupId) -> dict[str, datetime]:
    """Read the dues of a group: kind -> moment."""
    return {row.kind: row.at for row in db.execute(_OF["group_id"], {"owner": group_id})}


def read_learner_dues(db: Connection, learner_id: LearnerId) -> dict[str, datetime]:
    """Read the dues of a learner: kind -> moment."""
    return {row.kind: row.at for row in db.execute(_OF["learner_id"], {"owner": learner_id})}


def claim_dues(
    db: Connection, now: datetime, kinds: Collection[str], roadmaps: Collection[str], limit: int
) -> list[Due]:
    """Claim the dues of these kinds, oldest first. A group's are left waiting unless it follows one of these roadmaps.

    The dues and their owners stay locked until the transaction ends. A claim waits for nobody: it leaves out owners
    that are locked, and other claims leave out these. The dues left out are claimed another time.
    """
    rows = db.execute(_COME, {"now": now, "kinds": list(kinds), "roadmaps": list(roadmaps), "count": limit})
    come = [read_due(row) for row in rows]
    groups_come = {due.group_id for due in come if isinstance(due, GroupDue)}
    learners_come = {due.learner_id for due in come if isinstance(due, LearnerDue)}
    free_groups, free_learners = lock_free(db, groups_come, learners_come)
    ids = [
        due.id
        for due in come
        if (due.group_id in free_groups if isinstance(due, GroupDue) else due.learner_id in free_learners)
    ]
    return [read_due(row) for row in db.execute(_CLAIM, {"ids": ids, "now": now})] if ids else []


def read_due(row: Row[Any]) -> Due:
    """Read a due from a row of `dues`."""
    if row.group_id is not None:
        return GroupDue(row.id, row.kind, row.at, row.group_id)
    return LearnerDue(row.id, row.kind, row.at, row.learner_id)


def advance_due(db: Connection, due: Due, to: datetime | None) -> None:
    """Move a due to its next moment; None removes it."""
    if to is None:
        db.execute(_REMOVE, {"due_id": due.id})
    else:
        db.execute(_ADVANCE, {"due_id": due.id, "to": to})


def next_due_at(db: Connection, kinds: Collection[str], roadmaps: Collection[str]) -> datetime | None:
    """The earliest due of these kinds. A group's counts only if it follows one of these roadmaps."""
    moment: datetime | None = db.scalar(_NEXT, {"kinds": list(kinds), "roadmaps": list(roadmaps)})
    return moment


def read_dues_ahead(db: Connection, latest: Mapping[str, datetime], after: DueId, limit: int) -> list[Due]:
    """Read dues later than the latest instant allowed for their kind, some at a time, by id."""
    too_far = or_(*(and_(dues.c.kind == kind, dues.c.at > instant) for kind, instant in latest.items()))
    rows = db.execute(select(dues).where(dues.c.id > after, too_far).order_by(dues.c.id).limit(limit))
    return [read_due(row) for row in rows]
