"""SQL about the settings of groups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from bot.closed_sets import AnswerHome
from bot.features.members.queries.places import PostingPlace
from bot.features.members.queries.said_while_linked import Decision, note_decision
from bot.identity import GroupId, LearnerId
from bot.posting.audiences import MEMBERS
from bot.tables import groups, learners, memberships
from bot.tables.members import PRESENT_MEMBERS
from roadmap.weekdays import WHOLE_WEEK


@dataclass(frozen=True, slots=True)
class GroupSettings:
    """The settings of a group. Hours are minutes after midnight, weekdays count from Monday = 0.

    `nudge_days` are weekday bits, Monday = 1.

    The group gets no posts before `quiet_until`. Only `set_up` reads the `places` in which the group gets its posts.
    """

    title: str
    roadmap: str
    zone: str
    week_start: int
    language: str
    nudge_at: int
    checkin_day: int
    checkin_at: int
    community: bool
    solo: bool
    nudge_on: bool = True
    checkin_on: bool = True
    review_on: bool = True
    quiet_until: datetime | None = None
    answers: str = AnswerHome.HERE
    nudge_days: int = WHOLE_WEEK
    places: tuple[PostingPlace, ...] = ()


_GROUP = groups.c.id == bindparam("group")
_READ = select(
    groups.c.title,
    groups.c.roadmap,
    groups.c.zone,
    groups.c.week_start,
    groups.c.language,
    groups.c.nudge_at,
    groups.c.checkin_day,
    groups.c.checkin_at,
    groups.c.community,
    groups.c.solo,
    groups.c.nudge_on,
    groups.c.checkin_on,
    groups.c.review_on,
    groups.c.quiet_until,
    groups.c.answers,
    groups.c.nudge_days,
).where(_GROUP)
_WEEK_START = select(groups.c.week_start).where(_GROUP)
_FOLLOWERS = (
    select(learners.c.id).where(learners.c.id.in_(MEMBERS), learners.c.zone_is_own.is_(False)).order_by(learners.c.id)
)
_STEWARD = (
    update(memberships).where(PRESENT_MEMBERS, memberships.c.learner_id == bindparam("learner")).values(steward=True)
)


def read_group_settings(db: Connection, group_id: GroupId) -> GroupSettings:
    """Read the settings of a group, without its places. Raises NoResultFound."""
    return GroupSettings(**db.execute(_READ, {"group": group_id}).mappings().one())


def read_week_start(db: Connection, group_id: GroupId) -> int:
    """Read the weekday on which a group's week begins, Monday = 0."""
    return int(db.execute(_WEEK_START, {"group": group_id}).scalar_one())


def read_zone_followers(db: Connection, group_id: GroupId) -> list[LearnerId]:
    """Read the members who never set a zone of their own."""
    return list(db.execute(_FOLLOWERS, {"group": group_id}).scalars())


def mark_steward(db: Connection, group_id: GroupId, learner_id: LearnerId) -> bool:
    """Mark a member as a steward, for posts about lost places. The mark gives no rights.

    Returns False for a learner who is no member.
    """
    marked = db.execute(_STEWARD, {"group": group_id, "learner": learner_id}).rowcount > 0
    if marked:
        note_decision(db, learner_id, group_id, Decision.STEWARD)
    return marked
