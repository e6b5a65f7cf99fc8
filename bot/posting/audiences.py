"""SQL about groups and learners as the audience of posts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    and_,
    bindparam,
    func,
    or_,
    select,
    update,
)

from bot.closed_sets import Fallback, NudgePace, Visibility
from bot.database.platforms import runs
from bot.identity import AccountId, GroupId, LearnerId, PlaceId
from bot.tables import accounts, dues, groups, learners, memberships, place_stewards, places
from bot.tables.clocks import CLOCK, clock_of
from bot.tables.members import PRESENT_MEMBERS, TAKES_POSTS, is_home, meant_first
from roadmap.cadence import StudyClock
from roadmap.weekdays import WHOLE_WEEK


@dataclass(frozen=True, slots=True)
class Audience:
    """A group as the audience of posts.

    Times of day are minutes after midnight in its zone. Weekdays count from Monday = 0. `nudge_days` are weekday bits,
    Monday = 1. `nudges_ignored` counts the nudges in a row without a reaction, the last of which was at `nudged_at`.
    """

    group_id: GroupId
    roadmap_slug: str
    zone: str
    nudge_at: int
    checkin_day: int
    checkin_at: int
    nudge_on: bool
    checkin_on: bool
    review_on: bool
    solo: bool
    asleep: bool
    removed: bool
    quiet_until: datetime | None
    active_at: datetime
    created_at: datetime
    nudge_days: int = WHOLE_WEEK
    nudges_ignored: int = 0
    nudged_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Listener:
    """A learner as the audience of private posts. `nudge_pace` is as in the table."""

    learner_id: LearnerId
    clock: StudyClock
    visibility: Visibility
    nudge_on: bool
    nudge_at: int | None
    nudge_pace: NudgePace
    nudges_ignored: int
    snoozed_until: datetime | None
    saver_on: bool
    fallback: Fallback
    active_at: datetime
    welcomed_at: datetime | None
    streak: int
    streak_through: date | None
    best_streak: int
    cheers_on: bool = True


@dataclass(frozen=True, slots=True)
class Home:
    """The group that a learner used last. `solo`: the learner's own, in a private chat."""

    group_id: GroupId
    roadmap_slug: str
    solo: bool


_ACTIVE = func.coalesce(learners.c.active_at, learners.c.joined_at).label("active_at")
_GROUP = select(groups).where(groups.c.id == bindparam("group"))
_NUDGING = (
    select(groups)
    .join(memberships, memberships.c.group_id == groups.c.id)
    .where(
        memberships.c.learner_id == bindparam("learner"),
        is_home(groups),
        groups.c.nudge_on,
        groups.c.solo.is_(False),
        groups.c.asleep.is_(False),
    )
    .order_by(groups.c.id)
)
_LISTENERS = select(
    learners.c.id,
    *CLOCK,
    learners.c.visibility,
    learners.c.nudge_on,
    learners.c.nudge_at,
    learners.c.nudge_pace,
    learners.c.nudges_ignored,
    learners.c.snoozed_until,
    learners.c.saver_on,
    learners.c.fallback,
    _ACTIVE,
    learners.c.welcomed_at,
    learners.c.streak,
    learners.c.streak_through,
    learners.c.best_streak,
    learners.c.cheers_on,
)
_LEARNER = _LISTENERS.where(learners.c.id == bindparam("learner"))
_SEVERAL = _LISTENERS.where(learners.c.id.in_(bindparam("ids", expanding=True)))
_PLACES = select(places.c.id).where(places.c.group_id == bindparam("group"), TAKES_POSTS).order_by(places.c.id)
_PLACES_OF = _PLACES.where(
    places.c.platform.in_(select(accounts.c.platform).where(accounts.c.learner_id == bindparam("learner")))
)
_ACCOUNTS = (
    select(accounts.c.id)
    .where(accounts.c.learner_id == bindparam("learner"), accounts.c.off_reason.is_(None))
    .order_by(accounts.c.id)
    .limit(1)
)
_HOME = (
    select(groups.c.id, groups.c.roadmap, groups.c.solo)
    .join(memberships, memberships.c.group_id == groups.c.id)
    .where(memberships.c.learner_id == bindparam("learner"), is_home(groups))
    .order_by(*meant_first(groups))
    .limit(1)
)
_STEWARDS = (
    select(memberships.c.learner_id)
    .where(PRESENT_MEMBERS, or_(memberships.c.steward, memberships.c.deputy))
    .order_by(memberships.c.steward.desc(), memberships.c.number)
)
_NOTED_STEWARDS = (
    select(accounts.c.learner_id)
    .join(place_stewards, place_stewards.c.user_id == accounts.c.user_id)
    .join(places, and_(places.c.id == place_stewards.c.place_id, places.c.platform == accounts.c.platform))
    .where(places.c.group_id == bindparam("group"))
    .order_by(accounts.c.id)
)
_UNPLANNED = (
    select(groups.c.id)
    .where(
        groups.c.id > bindparam("after"),
        groups.c.asleep.is_(False),
        groups.c.removed_at.is_(None),
        ~select(dues.c.id).where(dues.c.group_id == groups.c.id).exists(),
    )
    .order_by(groups.c.id)
    .limit(bindparam("count"))
)


def read_audience(db: Connection, group_id: GroupId) -> Audience:
    """Read a group as an audience. Raises NoResultFound."""
    return _audience(db.execute(_GROUP, {"group": group_id}).one())


def read_nudging_groups(db: Connection, learner_id: LearnerId) -> list[Audience]:
    """Read the groups that a learner is in and that get nudges. Their own, in a private chat, gets none."""
    return [_audience(row) for row in db.execute(_NUDGING, {"learner": learner_id})]


def read_listener(db: Connection, learner_id: LearnerId) -> Listener:
    """Read a learner as an audience. Raises NoResultFound."""
    return _listener(db.execute(_LEARNER, {"learner": learner_id}).one())


def read_listeners(db: Connection, learner_ids: Collection[LearnerId]) -> dict[LearnerId, Listener]:
    """Read several learners as audiences, in one query."""
    rows = db.execute(_SEVERAL, {"ids": list(learner_ids)}) if learner_ids else ()
    return {row.id: _listener(row) for row in rows}


def _listener(row: Row[*tuple[Any, ...]]) -> Listener:
    kept = {name: getattr(row, name) for name in Listener.__slots__ if name not in {"learner_id", "clock"}}
    kept |= {"visibility": Visibility(row.visibility), "fallback": Fallback(row.fallback)}
    kept |= {"nudge_pace": NudgePace(row.nudge_pace)}
    return Listener(learner_id=row.id, clock=clock_of(row), **kept)


def open_places(db: Connection, group_id: GroupId) -> list[PlaceId]:
    """The places of a group at which posts are tried."""
    return list(db.scalars(_PLACES, {"group": group_id}))


def open_places_of(db: Connection, group_id: GroupId, learner_id: LearnerId) -> list[PlaceId]:
    """The places of a group at which posts are tried, on the platforms of a learner that run."""
    values = {"group": group_id, "learner": learner_id}
    return list(db.scalars(_PLACES_OF.where(runs(db, places.c.platform)), values))


def open_account(db: Connection, learner_id: LearnerId) -> AccountId | None:
    """The learner's account that takes private posts: of several the oldest whose platform runs, else the oldest."""
    return reached_account(db, learner_id) or db.scalar(_ACCOUNTS, {"learner": learner_id})


def reached_account(db: Connection, learner_id: LearnerId) -> AccountId | None:
    """The learner's account that takes private posts now, as its platform runs. The oldest of several."""
    return db.scalar(_ACCOUNTS.where(runs(db, accounts.c.platform)), {"learner": learner_id})


def find_home(db: Connection, learner_id: LearnerId) -> Home | None:
    """The group that a learner used last; None for a learner in no group."""
    row = db.execute(_HOME, {"learner": learner_id}).one_or_none()
    return Home(row.id, row.roadmap, row.solo) if row else None


def read_stewards(db: Connection, group_id: GroupId) -> list[LearnerId]:
    """Read the stewards of a group, the longest member first, then its deputies, then learners who are no members."""
    given = {"group": group_id}
    return list(dict.fromkeys([*db.scalars(_STEWARDS, given), *db.scalars(_NOTED_STEWARDS, given)]))


def find_unplanned_groups(db: Connection, after: GroupId, limit: int) -> list[GroupId]:
    """Groups without dues that are neither asleep nor removed. At most `limit`, by id, those behind `after`."""
    return list(db.scalars(_UNPLANNED, {"after": after, "count": limit}))


def change_listener(db: Connection, learner_id: LearnerId, **values: object) -> None:
    """Set columns of a learner's row, such as wishes about posts."""
    db.execute(update(learners).where(learners.c.id == learner_id).values(**values))


def change_audience(db: Connection, group_id: GroupId, **values: object) -> None:
    """Set columns of `groups`."""
    db.execute(update(groups).where(groups.c.id == group_id).values(**values))


def switch_account_on(db: Connection, account_id: AccountId) -> None:
    """Send private posts to an account again."""
    db.execute(update(accounts).where(accounts.c.id == account_id).values(off_reason=None))


MEMBERS = select(memberships.c.learner_id).where(PRESENT_MEMBERS)


def read_member_ids(db: Connection, group_id: GroupId) -> list[LearnerId]:
    """The ids of a group's members."""
    return list(db.execute(MEMBERS, {"group": group_id}).scalars())


def _audience(row: Row[*tuple[Any, ...]]) -> Audience:
    return Audience(
        group_id=row.id,
        roadmap_slug=row.roadmap,
        zone=row.zone,
        nudge_at=row.nudge_at,
        checkin_day=row.checkin_day,
        checkin_at=row.checkin_at,
        nudge_on=row.nudge_on,
        checkin_on=row.checkin_on,
        review_on=row.review_on,
        solo=row.solo,
        asleep=row.asleep,
        removed=row.removed_at is not None,
        quiet_until=row.quiet_until,
        active_at=row.active_at,
        created_at=row.created_at,
        nudge_days=row.nudge_days,
        nudges_ignored=row.nudges_ignored,
        nudged_at=row.nudged_at,
    )
