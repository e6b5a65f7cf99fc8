"""SQL about the members who want study partners."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, func, select, update

from bot.closed_sets import Visibility
from bot.database.columns import constant
from bot.identity import GroupId, LearnerId
from bot.tables import accounts, learners, memberships, places
from bot.tables.clocks import CLOCK, clock_of
from bot.tables.members import PRESENT_MEMBERS, TAKES_POSTS
from roadmap.cadence import StudyClock


@dataclass(frozen=True, slots=True)
class Seeker:
    """A visible member who wants study partners.

    `active_at` is their last activity anywhere. `homes` are the platforms of the group on which they have an account.
    """

    learner_id: LearnerId
    clock: StudyClock
    active_at: datetime
    snoozed_until: datetime | None
    homes: frozenset[str]


@dataclass(frozen=True, slots=True)
class PartnerWish:
    """Whether a member wants partners. `number` is theirs if they are shown by it, else 0."""

    wanted: bool
    hidden: bool
    muted_until: datetime | None
    number: int


WANTS_PARTNERS = and_(
    memberships.c.left_at.is_(None),
    memberships.c.partner_since.is_not(None),
    learners.c.visibility != constant(Visibility.HIDDEN),
)
"""The condition that a member wants study partners, and may have some: they did not leave or hide."""
_SEEKERS = (
    select(
        learners.c.id,
        *CLOCK,
        learners.c.active_at,
        memberships.c.active_at.label("here_at"),
        learners.c.snoozed_until,
        accounts.c.platform,
    )
    .select_from(
        memberships.join(learners, learners.c.id == memberships.c.learner_id)
        .join(accounts, accounts.c.learner_id == learners.c.id)
        .join(places, and_(places.c.group_id == memberships.c.group_id, places.c.platform == accounts.c.platform))
    )
    .where(PRESENT_MEMBERS, WANTS_PARTNERS, TAKES_POSTS)
    .order_by(learners.c.id)
)
_COUNTED = (
    select(func.count().label("visible"), func.count(memberships.c.partner_since).label("wanting"))
    .select_from(memberships.join(learners, learners.c.id == memberships.c.learner_id))
    .where(PRESENT_MEMBERS, learners.c.visibility != constant(Visibility.HIDDEN))
)
_OWN = and_(memberships.c.learner_id == bindparam("learner"), memberships.c.group_id == bindparam("group"))
_WISH = select(memberships.c.partner_since, memberships.c.number, learners.c.visibility, learners.c.snoozed_until).join(
    learners, learners.c.id == memberships.c.learner_id
)
_SET_WISH = (
    update(memberships).where(_OWN).values(partner_since=bindparam("since"), partner_changed_at=bindparam("now"))
)


def read_seekers(db: Connection, group_id: GroupId) -> list[Seeker]:
    """Read the visible members of a group who want study partners, on a platform on which it takes posts."""
    rows = db.execute(_SEEKERS, {"group": group_id}).all()
    homes: defaultdict[int, set[str]] = defaultdict(set)
    for row in rows:
        homes[row.id].add(row.platform)
    return [
        Seeker(
            row.id,
            clock_of(row),
            max(row.here_at, row.active_at or row.here_at),
            row.snoozed_until,
            frozenset(homes[row.id]),
        )
        for row in {row.id: row for row in rows}.values()
    ]


def count_wishes(db: Connection, group_id: GroupId) -> tuple[int, int]:
    """Count the visible members of a group, and those of them who want study partners."""
    row = db.execute(_COUNTED, {"group": group_id}).one()
    return row.visible, row.wanting


def read_partner_wish(db: Connection, learner_id: LearnerId, group_id: GroupId) -> PartnerWish:
    """Read whether a member wants partners, how they are shown, and until when they are muted."""
    row = db.execute(_WISH.where(_OWN), {"learner": learner_id, "group": group_id}).one()
    return PartnerWish(
        wanted=row.partner_since is not None,
        hidden=row.visibility == Visibility.HIDDEN,
        muted_until=row.snoozed_until,
        number=row.number if row.visibility == Visibility.NUMBER else 0,
    )


def write_partner_wish(db: Connection, learner_id: LearnerId, group_id: GroupId, wanted: bool, now: datetime) -> None:
    """Note whether a member wants study partners from now on."""
    since = now if wanted else None
    db.execute(_SET_WISH, {"learner": learner_id, "group": group_id, "since": since, "now": now})
