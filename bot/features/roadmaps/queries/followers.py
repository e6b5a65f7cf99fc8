"""SQL about the groups that follow a roadmap, and about roadmaps under which acts are kept."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import (
    Connection,
    bindparam,
    select,
)

from bot.identity import GroupId, LearnerId
from bot.tables import (
    choices,
    criteria,
    groups,
    memberships,
    promises,
    ticks,
)


@dataclass(frozen=True, slots=True)
class Follower:
    """A group that follows a roadmap."""

    group_id: GroupId
    roadmap_slug: str


_FOLLOWED = select(groups.c.id).where(groups.c.roadmap == bindparam("roadmap")).limit(1)
_ACTED = select(ticks.c.roadmap).union(*(select(table.c.roadmap) for table in (promises, choices, criteria)))
_FOLLOWERS = (
    select(groups.c.id, groups.c.roadmap)
    .where(groups.c.roadmap.not_in(bindparam("roadmaps", expanding=True)), groups.c.removed_at.is_(None))
    .order_by(groups.c.id)
)
_ALONE = select(memberships.c.learner_id).join(groups, groups.c.id == memberships.c.group_id)
_ALONE = _ALONE.where(groups.c.id == bindparam("group"), groups.c.solo, memberships.c.left_at.is_(None))


def is_followed(db: Connection, roadmap_slug: str) -> bool:
    """Tell whether a group follows a roadmap."""
    return db.scalar(_FOLLOWED, {"roadmap": roadmap_slug}) is not None


def read_acted_roadmaps(db: Connection) -> set[str]:
    """Read the slugs of all roadmaps under which acts are kept."""
    return set(db.scalars(_ACTED))


def read_stranded(db: Connection, roadmaps: Collection[str]) -> list[Follower]:
    """Read the groups that follow none of these roadmaps, without those from which the bot was removed."""
    return [Follower(*row) for row in db.execute(_FOLLOWERS, {"roadmaps": list(roadmaps)})]


def read_alone(db: Connection, group_id: GroupId) -> list[LearnerId]:
    """Read the member of a group of one. Empty for any other group."""
    return list(db.scalars(_ALONE, {"group": group_id}))
