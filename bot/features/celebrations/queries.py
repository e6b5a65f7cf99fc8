"""Milestones that learners reached, and the posts that celebrate them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, or_, select, tuple_, update

from bot.tables import accounts, groups, learners, memberships, milestones, outbox, places

MilestoneName = tuple[str, str]
"""Kind and slug."""

NOWHERE = frozenset({"streak", "comeback"})
"""Kinds that belong to no roadmap."""


@dataclass(frozen=True, slots=True)
class Venue:
    """A place that hears of a learner's milestones, and the learner's number there."""

    place_id: int
    platform: str
    number: int
    role_id: int | None


@dataclass(frozen=True, slots=True)
class CelebratedLearner:
    """What a celebration has to know of its learner. `accounts` are (platform, user id, name, username)."""

    name: str
    visibility: str
    pings: bool
    accounts: tuple[tuple[str, int, str, str], ...]


@dataclass(frozen=True, slots=True)
class KeptPost:
    """A post of a learner, as it stands in the outbox."""

    id: int
    kind: str
    place_id: int | None
    state: str
    facts: dict[str, Any]
    message_id: str | None


@dataclass(frozen=True, slots=True)
class RecentMilestone:
    """A milestone that the members of a group may see."""

    learner_id: int
    name: str
    visibility: str
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
_LEARNER = select(learners.c.name, learners.c.visibility, learners.c.pings).where(learners.c.id == bindparam("learner"))
_ACCOUNTS = (
    select(accounts.c.platform, accounts.c.user_id, accounts.c.name, accounts.c.username)
    .where(accounts.c.learner_id == bindparam("learner"))
    .order_by(accounts.c.id)
)
_VENUES = (
    select(places.c.id, places.c.platform, memberships.c.number, places.c.role_id)
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
    .where(outbox.c.learner_id == bindparam("learner"), outbox.c.kind.in_(["celebration", "amend"]))
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
        or_(learners.c.visibility != "hidden", learners.c.id == bindparam("viewer")),
        or_(milestones.c.posted, milestones.c.at <= bindparam("until")),
    )
    .order_by(milestones.c.at.desc(), learners.c.id, milestones.c.kind, milestones.c.slug)
    .limit(bindparam("count"))
)


def read_board_home(kind: str, roadmap: str) -> str:
    """The roadmap that a milestone is kept under: none for streaks and comebacks."""
    return "" if kind in NOWHERE else roadmap


def read_known_milestones(db: Connection, learner_id: int, roadmap: str) -> frozenset[MilestoneName]:
    """The milestones of a roadmap, and the streaks, that a learner has reached already."""
    rows = db.execute(_KNOWN, {"learner": learner_id, "slug": roadmap})
    return frozenset((kind, slug) for kind, slug in rows)


def add_milestones(
    db: Connection, learner_id: int, roadmap: str, reached: Iterable[MilestoneName], now: datetime
) -> None:
    """Keep milestones that are not known yet."""
    common = {"learner_id": learner_id, "at": now}
    db.execute(
        _ADD,
        [{**common, "roadmap": read_board_home(kind, roadmap), "kind": kind, "slug": slug} for kind, slug in reached],
    )


def remove_milestones(db: Connection, learner_id: int, roadmap: str, lost: Collection[MilestoneName]) -> None:
    """Forget milestones of which nobody was told; those of which the world was told stay."""
    if lost:
        named = tuple_(milestones.c.kind, milestones.c.slug).in_(list(lost))
        db.execute(
            delete(milestones).where(_OWN, _HERE, named, milestones.c.posted.is_(False)),
            {"learner": learner_id, "slug": roadmap},
        )


def set_posted(db: Connection, learner_id: int, roadmap: str, told: Collection[MilestoneName]) -> None:
    """Note that the world was told: these are kept for ever."""
    rows = [
        {"learner": learner_id, "where_": read_board_home(kind, roadmap), "which": kind, "named": slug}
        for kind, slug in told
    ]
    if rows:
        db.execute(_POSTED, rows)


def read_celebrated_learner(db: Connection, learner_id: int) -> CelebratedLearner:
    """The learner's name, visibility, wish for pings and accounts."""
    name, visibility, pings = db.execute(_LEARNER, {"learner": learner_id}).one()
    found = db.execute(_ACCOUNTS, {"learner": learner_id})
    return CelebratedLearner(name, visibility, pings, tuple((one[0], one[1], one[2], one[3]) for one in found))


def read_venues(db: Connection, learner_id: int, roadmap: str, now: datetime) -> list[Venue]:
    """Every place of every group of the learner that follows this roadmap, can still be reached and is not quiet."""
    rows = db.execute(_VENUES, {"learner": learner_id, "slug": roadmap, "now": now})
    return [Venue(*row) for row in rows]


def read_learner_posts(db: Connection, learner_id: int) -> list[KeptPost]:
    """The learner's celebrations and amendments in the outbox, oldest first, locked against the deliverer."""
    return [KeptPost(*row) for row in db.execute(_POSTS, {"learner": learner_id})]


def read_post_facts(db: Connection, post_id: int) -> tuple[dict[str, Any], str | None]:
    """What a post says by now, and the platform's id of it."""
    facts, message_id = db.execute(_POST, {"post": post_id}).one()
    return facts, message_id


def rewrite_post(db: Connection, post_id: int, facts: dict[str, Any]) -> None:
    """Change what a post says."""
    db.execute(_REWRITE, {"post": post_id, "said": facts})


def postpone_post(db: Connection, post_id: int, due_at: datetime) -> None:
    """Give a waiting post its grace anew."""
    db.execute(_POSTPONE, {"post": post_id, "when_": due_at})


def read_recent_milestones(
    db: Connection, group_id: int, roadmap: str, *, viewer: int | None, until: datetime, count: int
) -> list[RecentMilestone]:
    """The last milestones of a group's members, newest first; those after `until` only once the world was told."""
    values = {"group": group_id, "slug": roadmap, "viewer": viewer, "until": until, "count": count}
    return [RecentMilestone(*row) for row in db.execute(_RECENT, values)]
