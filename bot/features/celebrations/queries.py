"""Milestones that learners reached, and the posts that celebrate them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, or_, select, tuple_, update

from bot.closed_sets import PostState, Visibility
from bot.identity import GroupId, LearnerId, PlaceId, PostId
from bot.tables import groups, learners, memberships, milestones, outbox, places
from roadmap.milestones import MilestoneKind

MilestoneName = tuple[str, str]
"""Kind and slug."""

NOWHERE = frozenset({MilestoneKind.STREAK, MilestoneKind.COMEBACK})
"""Kinds that belong to no roadmap."""

CELEBRATION, AMEND = "celebration", "amend"
"""The kinds of post: a celebration, and the change of one that is out."""


@dataclass(frozen=True, slots=True)
class KeptPost:
    """A learner's post as it is in the outbox."""

    id: PostId
    kind: str
    place_id: PlaceId | None
    state: PostState
    facts: dict[str, Any]
    message_id: str | None


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
_HERE = milestones.c.roadmap.in_([bindparam("slug"), ""])
_KNOWN = select(milestones.c.kind, milestones.c.slug).where(_OWN, _HERE)
_ADD = insert(milestones)
_POSTED = (
    update(milestones)
    .where(
        _OWN,
        milestones.c.roadmap == bindparam("where_"),
        milestones.c.kind == bindparam("which"),
        milestones.c.slug == bindparam("named"),
    )
    .values(posted=True)
)
_VISIBILITY = select(learners.c.visibility).where(learners.c.id == bindparam("learner"))
_VENUES = (
    select(places.c.id)
    .join(groups, groups.c.id == places.c.group_id)
    .join(memberships, memberships.c.group_id == groups.c.id)
    .where(
        memberships.c.learner_id == bindparam("learner"),
        memberships.c.left_at.is_(None),
        groups.c.roadmap == bindparam("slug"),
        groups.c.removed_at.is_(None),
        or_(groups.c.quiet_until.is_(None), groups.c.quiet_until <= bindparam("now")),
        places.c.off_reason.is_(None),
    )
    .order_by(places.c.id)
)
_POSTS = (
    select(outbox.c.id, outbox.c.kind, outbox.c.place_id, outbox.c.state, outbox.c.facts, outbox.c.message_id)
    .where(outbox.c.learner_id == bindparam("learner"), outbox.c.kind.in_([CELEBRATION, AMEND]))
    .order_by(outbox.c.id)
    .with_for_update()
)
_POST = select(outbox.c.facts, outbox.c.message_id).where(outbox.c.id == bindparam("post"))
_REWRITE = update(outbox).where(outbox.c.id == bindparam("post")).values(facts=bindparam("said"))
_POSTPONE = update(outbox).where(outbox.c.id == bindparam("post")).values(due_at=bindparam("when_"))
_RECENT = (
    select(
        learners.c.id,
        learners.c.name,
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
        or_(learners.c.visibility != Visibility.HIDDEN, learners.c.id == bindparam("viewer")),
        or_(milestones.c.posted, milestones.c.at <= bindparam("until")),
    )
    .order_by(milestones.c.at.desc(), learners.c.id, milestones.c.kind, milestones.c.slug)
    .limit(bindparam("count"))
)


def read_known_milestones(db: Connection, learner_id: LearnerId, roadmap_slug: str) -> frozenset[MilestoneName]:
    """Read the milestones that a learner has reached on a roadmap, with streaks and comebacks."""
    rows = db.execute(_KNOWN, {"learner": learner_id, "slug": roadmap_slug})
    return frozenset((kind, slug) for kind, slug in rows)


def add_milestones(
    db: Connection, learner_id: LearnerId, roadmap_slug: str, reached: Iterable[MilestoneName], now: datetime
) -> None:
    """Keep milestones that are not known yet."""
    shared = {"learner_id": learner_id, "at": now}
    db.execute(
        _ADD,
        [{**shared, "roadmap": _kept_under(kind, roadmap_slug), "kind": kind, "slug": slug} for kind, slug in reached],
    )


def remove_milestones(
    db: Connection, learner_id: LearnerId, roadmap_slug: str, lost: Collection[MilestoneName]
) -> None:
    """Forget milestones that were never posted. Posted ones stay."""
    if lost:
        named = tuple_(milestones.c.kind, milestones.c.slug).in_(list(lost))
        db.execute(
            delete(milestones).where(_OWN, _HERE, named, milestones.c.posted.is_(False)),
            {"learner": learner_id, "slug": roadmap_slug},
        )


def set_posted(db: Connection, learner_id: LearnerId, roadmap_slug: str, posted: Collection[MilestoneName]) -> None:
    """Mark milestones as posted, so that they are kept for ever."""
    rows = [
        {"learner": learner_id, "where_": _kept_under(kind, roadmap_slug), "which": kind, "named": slug}
        for kind, slug in posted
    ]
    if rows:
        db.execute(_POSTED, rows)


def is_hidden(db: Connection, learner_id: LearnerId) -> bool:
    """Return whether a learner is hidden."""
    return db.scalar(_VISIBILITY, {"learner": learner_id}) == Visibility.HIDDEN


def read_venues(db: Connection, learner_id: LearnerId, roadmap_slug: str, now: datetime) -> list[PlaceId]:
    """Read the places for a learner's celebrations, in all groups of theirs that follow this roadmap.

    Quiet or removed groups are left out, and places that cannot be reached.
    """
    return list(db.scalars(_VENUES, {"learner": learner_id, "slug": roadmap_slug, "now": now}))


def read_learner_posts(db: Connection, learner_id: LearnerId) -> list[KeptPost]:
    """Read a learner's celebrations and amendments in the outbox, oldest first.

    Their rows are locked against the deliverer.
    """
    return [_kept_post(row) for row in db.execute(_POSTS, {"learner": learner_id})]


def read_post_facts(db: Connection, post_id: PostId) -> tuple[dict[str, Any], str | None]:
    """Read a post's facts as they are now, and the platform's id of it."""
    facts, message_id = db.execute(_POST, {"post": post_id}).one()
    return facts, message_id


def rewrite_post(db: Connection, post_id: PostId, facts: dict[str, Any]) -> None:
    """Replace the facts of a post."""
    db.execute(_REWRITE, {"post": post_id, "said": facts})


def postpone_post(db: Connection, post_id: PostId, due_at: datetime) -> None:
    """Set a new due moment for a waiting post."""
    db.execute(_POSTPONE, {"post": post_id, "when_": due_at})


def read_recent_milestones(
    db: Connection, group_id: GroupId, roadmap_slug: str, *, viewer: LearnerId | None, until: datetime, count: int
) -> list[RecentMilestone]:
    """Read the last milestones of a group's members, newest first. Those after `until` count only once posted."""
    values = {"group": group_id, "slug": roadmap_slug, "viewer": viewer, "until": until, "count": count}
    return [_recent_milestone(row) for row in db.execute(_RECENT, values)]


def _kept_post(row: Row[*tuple[Any, ...]]) -> KeptPost:
    return KeptPost(row.id, row.kind, row.place_id, PostState(row.state), row.facts, row.message_id)


def _recent_milestone(row: Row[*tuple[Any, ...]]) -> RecentMilestone:
    return RecentMilestone(row.id, row.name, Visibility(row.visibility), row.number, row.kind, row.slug, row.at)


def _kept_under(kind: str, roadmap_slug: str) -> str:
    """The roadmap that a milestone is kept under: none for streaks and comebacks."""
    return "" if kind in NOWHERE else roadmap_slug
