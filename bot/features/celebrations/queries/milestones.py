"""SQL about milestones that learners reached."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, or_, select, update

from bot.closed_sets import Visibility
from bot.database.columns import constant
from bot.features.acts.queries import Act
from bot.identity import ActId, GroupId, LearnerId
from bot.tables import learners, memberships, milestones
from bot.tables.names import SHOWN_NAME, reader
from roadmap.milestones import Milestone, MilestoneKind

NOWHERE = frozenset({MilestoneKind.STREAK, MilestoneKind.COMEBACK})
"""Kinds that belong to no roadmap."""


@dataclass(frozen=True, slots=True)
class KnownMilestone:
    """A milestone that a learner reached. `withdrawn`: an undo took it back. `act_id` reached it last, if known."""

    at: datetime
    posted: bool
    withdrawn: bool
    act_id: ActId | None


@dataclass(frozen=True, slots=True)
class UnpostedMilestone:
    """A milestone that no post has shown yet. `roadmap` is empty for streaks and comebacks."""

    roadmap: str
    milestone: Milestone
    at: datetime

    def is_in(self, roadmap_slug: str, milestones: Iterable[Milestone]) -> bool:
        """Whether it is among the milestones that a post tells of a roadmap."""
        return self.roadmap in {"", roadmap_slug} and self.milestone in milestones


@dataclass(frozen=True, slots=True)
class RecentMilestone:
    """A milestone that the members of a group may see."""

    learner_id: LearnerId
    name: str
    visibility: Visibility
    number: int
    kind: str
    slug: str
    at: datetime


_OWN = milestones.c.learner_id == bindparam("learner")
_HERE = milestones.c.roadmap.in_([bindparam("slug"), constant("")])
_KNOWN = select(
    *(milestones.c.kind, milestones.c.slug, milestones.c.at),
    *(milestones.c.posted, milestones.c.withdrawn, milestones.c.act_id),
).where(_OWN, _HERE)
_UNPOSTED = (
    select(milestones.c.roadmap, milestones.c.kind, milestones.c.slug, milestones.c.at)
    .where(
        _OWN,
        milestones.c.at > bindparam("since"),
        milestones.c.posted.is_(False),
        milestones.c.withdrawn.is_(False),
    )
    .order_by(milestones.c.at, milestones.c.roadmap, milestones.c.kind, milestones.c.slug)
)
_ADD = insert(milestones)
_CHANGE = update(milestones).where(
    _OWN,
    milestones.c.roadmap == bindparam("where_"),
    milestones.c.kind == bindparam("which"),
    milestones.c.slug == bindparam("named"),
)
_POSTED = _CHANGE.values(posted=True)
_WITHDRAW = _CHANGE.values(withdrawn=True)
_REACH_AGAIN = _CHANGE.values(withdrawn=False, at=bindparam("when_"), act_id=bindparam("by_"))
_VISIBILITY = select(learners.c.visibility).where(learners.c.id == bindparam("learner"))
_RECENT = (
    select(
        learners.c.id,
        SHOWN_NAME,
        learners.c.visibility,
        memberships.c.number,
        milestones.c.kind,
        milestones.c.slug,
        milestones.c.at,
    )
    .join(memberships, memberships.c.learner_id == milestones.c.learner_id)
    .join(learners, learners.c.id == milestones.c.learner_id)
    .where(
        memberships.c.group_id == bindparam("group"),
        memberships.c.left_at.is_(None),
        _HERE,
        milestones.c.withdrawn.is_(False),
        or_(learners.c.visibility != Visibility.HIDDEN, learners.c.id == bindparam("viewer")),
        or_(milestones.c.posted, milestones.c.at <= bindparam("until")),
    )
    .order_by(milestones.c.at.desc(), learners.c.id, milestones.c.kind, milestones.c.slug)
    .limit(bindparam("count"))
)


def read_known_milestones(db: Connection, learner_id: LearnerId, roadmap_slug: str) -> dict[Milestone, KnownMilestone]:
    """Read the milestones that a learner ever reached on a roadmap, with streaks and comebacks."""
    rows = db.execute(_KNOWN, {"learner": learner_id, "slug": roadmap_slug})
    return {
        Milestone(MilestoneKind(kind), slug): KnownMilestone(at, posted, withdrawn, act_id)
        for kind, slug, at, posted, withdrawn, act_id in rows
    }


def read_unposted_milestones(db: Connection, learner_id: LearnerId, since: datetime) -> list[UnpostedMilestone]:
    """Read the milestones that a learner reached since an instant and that no post has shown yet, oldest first."""
    rows = db.execute(_UNPOSTED, {"learner": learner_id, "since": since})
    return [UnpostedMilestone(row.roadmap, Milestone(MilestoneKind(row.kind), row.slug), row.at) for row in rows]


def add_milestones(
    db: Connection, learner_id: LearnerId, roadmap_slug: str, reached: Iterable[Milestone], act: Act
) -> None:
    """Keep milestones that are not known yet."""
    shared = {"learner_id": learner_id, "at": act.at, "act_id": act.id}
    rows = [
        {**shared, "roadmap": _kept_under(one, roadmap_slug), "kind": one.kind.value, "slug": one.slug}
        for one in reached
    ]
    if rows:
        db.execute(_ADD, rows)


def reach_again(
    db: Connection,
    learner_id: LearnerId,
    roadmap_slug: str,
    reached: Mapping[Milestone, datetime],
    act_id: ActId | None,
) -> None:
    """Let withdrawn milestones hold again. Each is kept with the instant given, and with the act."""
    rows = [{**_name(learner_id, roadmap_slug, one), "when_": at, "by_": act_id} for one, at in reached.items()]
    if rows:
        db.execute(_REACH_AGAIN, rows)


def set_withdrawn(db: Connection, learner_id: LearnerId, roadmap_slug: str, lost: Iterable[Milestone]) -> None:
    """Mark milestones as taken back, so that they are listed nowhere."""
    rows = [_name(learner_id, roadmap_slug, one) for one in lost]
    if rows:
        db.execute(_WITHDRAW, rows)


def set_posted(db: Connection, learner_id: LearnerId, roadmap_slug: str, posted: Iterable[Milestone]) -> None:
    """Mark milestones as posted, so that they are never posted again."""
    rows = [_name(learner_id, roadmap_slug, one) for one in posted]
    if rows:
        db.execute(_POSTED, rows)


def is_hidden(db: Connection, learner_id: LearnerId) -> bool:
    """Return whether a learner is hidden."""
    return db.scalar(_VISIBILITY, {"learner": learner_id}) == Visibility.HIDDEN


def read_recent_milestones(
    db: Connection, group_id: GroupId, roadmap_slug: str, *, viewer: LearnerId | None, until: datetime, count: int
) -> list[RecentMilestone]:
    """Read the last milestones of a group's members, newest first. Those after `until` count only once posted."""
    values = {"group": group_id, "slug": roadmap_slug, "viewer": viewer, "until": until, "count": count}
    return [_recent_milestone(row) for row in db.execute(_RECENT, {**values, **reader(db)})]


def _recent_milestone(row: Row[*tuple[Any, ...]]) -> RecentMilestone:
    return RecentMilestone(row.id, row.name, Visibility(row.visibility), row.number, row.kind, row.slug, row.at)


def _name(learner_id: LearnerId, roadmap_slug: str, milestone: Milestone) -> dict[str, object]:
    """Return the values that find a milestone's row."""
    where = _kept_under(milestone, roadmap_slug)
    return {"learner": learner_id, "where_": where, "which": milestone.kind.value, "named": milestone.slug}


def _kept_under(milestone: Milestone, roadmap_slug: str) -> str:
    """The roadmap that a milestone is kept under: none for streaks and comebacks."""
    return "" if milestone.kind in NOWHERE else roadmap_slug
