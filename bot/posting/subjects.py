"""Subjects of a post: learners and groups that its facts name by id, read just before it is worded."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, case, select

from bot.closed_sets import Visibility
from bot.identity import Account, GroupId, LearnerId
from bot.posting.posts import Post
from bot.tables import accounts, gathered, groups, learners, memberships, milestones
from bot.tables.names import SHOWN_NAME

LEARNER, GROUP = "learner", "group_id"
"""The keys in facts of the id of a learner and of a group, at any depth."""

MILESTONES = "milestones"
"""The key in facts of milestones that the post tells of."""

PARTS_OF = "parts_of"
"""The key in facts of the post whose parts are told: the facts of several learners, each kept apart. 0: its own."""

LostMilestone = tuple[LearnerId, str, str, str]
"""A learner, and the roadmap, kind and slug of a milestone that an undo took back."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A learner as the readers of a post may see them now.

    `name` and `account` are empty for a learner who is not shown by name. `number` is theirs in the group. A `silent`
    learner is hidden or has left the group: nothing new is said about them. `pings`: they allow a ping.
    """

    number: int
    name: str = ""
    account: Account | None = None
    pings: bool = False
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Subjects:
    """Learners and titles of groups, by id, and the milestones of these learners that were taken back.

    `parts` are the facts of several learners that share the post, the first learner first.
    """

    learners: Mapping[LearnerId, Subject] = field(default_factory=dict)
    titles: Mapping[GroupId, str] = field(default_factory=dict)
    lost: frozenset[LostMilestone] = frozenset()
    parts: tuple[Mapping[str, Any], ...] = ()

    def find_shown(self, learner_id: LearnerId) -> Subject | None:
        """The subject of a learner about whom posts may say something new; None for any other."""
        found = self.learners.get(learner_id)
        return None if found is None or found.silent else found


NO_SUBJECTS = Subjects()
_LEARNERS = (
    select(
        learners.c.id,
        SHOWN_NAME,
        learners.c.visibility,
        learners.c.pings,
        memberships.c.number,
        memberships.c.left_at,
        accounts.c.platform,
        accounts.c.user_id,
        accounts.c.name.label("account_name"),
        accounts.c.username,
    )
    .join(memberships, and_(memberships.c.learner_id == learners.c.id, memberships.c.group_id == bindparam("group")))
    .outerjoin(accounts, accounts.c.learner_id == learners.c.id)
    .where(learners.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(
        learners.c.id, case((accounts.c.platform == bindparam("read_on"), 0), else_=1).desc(), accounts.c.id.desc()
    )
)
"""The account that fits best comes last."""
_LOST = select(milestones.c.learner_id, milestones.c.roadmap, milestones.c.kind, milestones.c.slug).where(
    milestones.c.learner_id.in_(bindparam("ids", expanding=True)), milestones.c.withdrawn.is_(True)
)
_PARTS = (
    select(gathered.c.facts)
    .where(gathered.c.post_id == bindparam("post"))
    .order_by(gathered.c.due_at, gathered.c.learner_id)
)
_TITLES = select(groups.c.id, groups.c.title).where(groups.c.id.in_(bindparam("ids", expanding=True)))


def find_ids(facts: object, name: str) -> frozenset[int]:
    """The ids that facts hold under a name, however deep."""
    return frozenset(_ids(facts, name))


def has_subjects(post: Post) -> bool:
    """Whether a post's facts name a learner or group, to be read before it is worded."""
    return bool(find_ids(post.facts, LEARNER) or find_ids(post.facts, GROUP)) or PARTS_OF in post.facts


def find_learners(db: Connection, post: Post) -> list[LearnerId]:
    """Find the learners whose facts a post holds."""
    return [LearnerId(one) for one in sorted(find_ids([post.facts, *_read_parts(db, post)], LEARNER))]


def read_subjects(db: Connection, post: Post) -> Subjects:
    """Read the learners and groups that a post is about.

    A learner who was never in the post's group is left out.
    """
    parts = _read_parts(db, post)
    learner_ids = [LearnerId(one) for one in find_ids([post.facts, *parts], LEARNER)]
    return Subjects(
        read_learners(db, learner_ids, post.group_id, post.place.platform),
        read_titles(db, [GroupId(one) for one in find_ids(post.facts, GROUP)]),
        _read_lost(db, learner_ids) if post.facts.get(MILESTONES) else frozenset(),
        parts,
    )


def _read_parts(db: Connection, post: Post) -> tuple[Mapping[str, Any], ...]:
    """Read the facts of the learners that share a post."""
    if PARTS_OF not in post.facts:
        return ()
    return tuple(db.scalars(_PARTS, {"post": post.facts[PARTS_OF] or post.id}))


def _read_lost(db: Connection, learner_ids: Collection[LearnerId]) -> frozenset[LostMilestone]:
    """Read the milestones of learners that were taken back."""
    found = db.execute(_LOST, {"ids": sorted(learner_ids)}) if learner_ids else ()
    return frozenset((LearnerId(row[0]), row[1], row[2], row[3]) for row in found)


def read_learners(
    db: Connection, learner_ids: Collection[LearnerId], group_id: GroupId | None, platform: str
) -> dict[LearnerId, Subject]:
    """Learners as the members of a group may see them, each with their account on a platform, else any."""
    if not learner_ids or group_id is None:
        return {}
    found = db.execute(_LEARNERS, {"ids": sorted(learner_ids), "group": group_id, "read_on": platform})
    return {row.id: _subject(row) for row in found}


def read_titles(db: Connection, group_ids: Collection[GroupId]) -> dict[GroupId, str]:
    """Group -> its title."""
    if not group_ids:
        return {}
    return {group_id: title for group_id, title in db.execute(_TITLES, {"ids": sorted(group_ids)})}  # noqa: C416  a row is no pair to mypy


def _ids(facts: object, name: str) -> Iterator[int]:
    if isinstance(facts, Mapping):
        for key, value in facts.items():
            if key == name and isinstance(value, int):
                yield value
            else:
                yield from _ids(value, name)
    elif isinstance(facts, list | tuple):
        for value in facts:
            yield from _ids(value, name)


def _subject(row: Row[*tuple[Any, ...]]) -> Subject:
    silent = row.visibility == Visibility.HIDDEN or row.left_at is not None
    if row.visibility != Visibility.GROUP:
        return Subject(row.number, silent=silent)
    account = Account(row.platform, row.user_id, row.account_name, row.username) if row.platform else None
    return Subject(row.number, row.name, account, row.pings, silent)
