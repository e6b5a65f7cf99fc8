"""SQL about the evidence of ticks: added later, taken over by a redo, and the question who sees it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, Executable, Row, bindparam, exists, func, insert, select, update

from bot.closed_sets import Visibility
from bot.identity import ActId, GroupId, LearnerId, TickId
from bot.tables import acts, former_evidence, groups, learners, ticks, undos
from bot.tables.work import WORK_AT


@dataclass(frozen=True, slots=True)
class Evidence:
    """The evidence of a tick. `file` is the reference of an attachment; empty: none. `at`: when it was given."""

    tick_id: TickId
    task: str
    words: str
    file: str
    at: datetime
    hidden_at: datetime | None
    taken_down: bool

    def is_same(self, words: str, file: str) -> bool:
        """Whether this is the evidence given. A redo types the words alone, and means the attachment too."""
        return words == self.words and file in {"", self.file}


_TASKS: BindParameter[list[str]] = bindparam("tasks", expanding=True)
_EVIDENCE = select(
    *(ticks.c.id, ticks.c.task, ticks.c.evidence, ticks.c.file, WORK_AT.label("given_at")),
    *(ticks.c.hidden_at, ticks.c.taken_down),
)
_HERE = ticks.c.learner_id == bindparam("learner"), ticks.c.roadmap == bindparam("roadmap"), ticks.c.task.in_(_TASKS)
_WITH_UNDOS = ticks.outerjoin(undos, undos.c.tick_id == ticks.c.id)
_FORMER = _EVIDENCE.select_from(_WITH_UNDOS).where(*_HERE, undos.c.tick_id.is_not(None)).order_by(ticks.c.turn)
_LIVE = _EVIDENCE.select_from(_WITH_UNDOS).where(*_HERE, undos.c.tick_id.is_(None)).order_by(ticks.c.turn)
_CHANGE = (
    update(ticks)
    .where(ticks.c.id == bindparam("which"))
    .values(
        evidence=bindparam("words"),
        file=bindparam("reference"),
        evidence_at=bindparam("given"),
        hidden_at=bindparam("hidden_since"),
        taken_down=bindparam("down"),
    )
)
_KEEP_FORMER = insert(former_evidence)
_FORMER_OF = (
    select(former_evidence, ticks.c.task, ticks.c.evidence, ticks.c.hidden_at, ticks.c.taken_down)
    .select_from(
        former_evidence.join(ticks, ticks.c.id == former_evidence.c.tick_id).outerjoin(
            undos, undos.c.tick_id == ticks.c.id
        )
    )
    .where(former_evidence.c.act_id == bindparam("act"), undos.c.tick_id.is_(None))
)
_NEXT = (
    select(func.min(former_evidence.c.act_id))
    .join(acts, acts.c.id == former_evidence.c.act_id)
    .where(
        former_evidence.c.tick_id == bindparam("tick"),
        former_evidence.c.act_id > bindparam("act"),
        acts.c.undone_at.is_(None),
    )
)
_HAND_ON = (
    update(former_evidence)
    .where(former_evidence.c.act_id == bindparam("later"))
    .values(words=bindparam("old_words"), file=bindparam("old_file"), given_at=bindparam("old_time"))
)
_SHARED_GROUP = exists().where(groups.c.id == bindparam("group"), groups.c.solo.is_(False))
_ASK = (
    update(learners)
    .where(
        learners.c.id == bindparam("learner"),
        learners.c.shows_work.is_(None),
        learners.c.work_from.is_(None),
        learners.c.visibility != Visibility.HIDDEN,
        _SHARED_GROUP,
    )
    .values(work_from=bindparam("now"))
)


def read_former_evidence(
    db: Connection, learner_id: LearnerId, roadmap_slug: str, tasks: Collection[str]
) -> dict[str, Evidence]:
    """Map tasks to the evidence of their last tick that was taken back."""
    return _by_task(db, _FORMER, learner_id, roadmap_slug, tasks)


def find_live_evidence(
    db: Connection, learner_id: LearnerId, roadmap_slug: str, names: Collection[str]
) -> Evidence | None:
    """Find the evidence of a ticked task, which goes by any of these slugs. It may be empty."""
    found = _by_task(db, _LIVE, learner_id, roadmap_slug, names)
    return next(iter(found.values()), None)


def _by_task(
    db: Connection, query: Executable, learner_id: LearnerId, roadmap_slug: str, tasks: Collection[str]
) -> dict[str, Evidence]:
    rows = db.execute(query, {"learner": learner_id, "roadmap": roadmap_slug, "tasks": list(tasks)})
    return {row.task: _evidence(row) for row in rows}


def _evidence(row: Row[Any]) -> Evidence:
    return Evidence(row.id, row.task, row.evidence, row.file or "", row.given_at, row.hidden_at, bool(row.taken_down))


def change_evidence(db: Connection, evidence: Evidence, given_at: datetime) -> None:
    """Replace the evidence of a tick."""
    values = {
        "which": evidence.tick_id,
        "words": evidence.words,
        "reference": evidence.file or None,
        "given": given_at,
        "hidden_since": evidence.hidden_at,
        "down": evidence.taken_down,
    }
    db.execute(_CHANGE, values)


@dataclass(frozen=True, slots=True)
class ReplacedEvidence:
    """The evidence of a live tick that an act replaced, and the words that it put in its place."""

    act_id: ActId
    former: Evidence
    words: str


def keep_replaced(db: Connection, act_id: ActId, former: Evidence) -> None:
    """Keep the evidence that an act replaces, for an undo."""
    row = {"words": former.words, "file": former.file or None, "given_at": former.at}
    db.execute(_KEEP_FORMER, {"act_id": act_id, "tick_id": former.tick_id, **row})


def find_replaced(db: Connection, act_id: ActId) -> ReplacedEvidence | None:
    """Find the evidence that an act replaced. None for other acts, and if the tick was taken back."""
    row = db.execute(_FORMER_OF, {"act": act_id}).one_or_none()
    if row is None:
        return None
    hidden = row.hidden_at, bool(row.taken_down)
    former = Evidence(row.tick_id, row.task, row.words, row.file or "", row.given_at, *hidden)
    return ReplacedEvidence(act_id, former, row.evidence)


def put_back(db: Connection, replaced: ReplacedEvidence) -> None:
    """Put evidence back that an act replaced. If a later act replaced it once more, an undo of that one will.

    What is hidden stays hidden.
    """
    former = replaced.former
    later = db.scalar(_NEXT, {"tick": former.tick_id, "act": replaced.act_id})
    if later is None:
        change_evidence(db, former, former.at)
        return
    values = {"old_words": former.words, "old_file": former.file or None, "old_time": former.at}
    db.execute(_HAND_ON, {"later": later, **values})


def note_asked(db: Connection, learner_id: LearnerId, group_id: GroupId, now: datetime) -> bool:
    """Note that a learner is asked who sees their work. Return False if there is nothing to ask.

    The question comes once. A hidden learner, and a learner in a group of one, have no readers.
    """
    return db.execute(_ASK, {"learner": learner_id, "group": group_id, "now": now}).rowcount > 0
