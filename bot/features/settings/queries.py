"""SQL about learners' settings: visibility, pings, rest days, the history of their clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Executable, bindparam, func, select, update

from bot.closed_sets import ConsentKind, Publishing, Visibility
from bot.database.upsert import Into, PerEngine
from bot.features.members.queries.setting_changes import note_settings
from bot.identity import GroupId, LearnerId
from bot.tables import groups, learners, memberships, rest_changes


@dataclass(frozen=True, slots=True)
class KeptPreferences:
    """A learner's settings other than the clock. `rest_days` are weekday bits, Monday 1.

    `zone_is_own`: the learner chose the zone, so that a change of the group's zone does not change it.
    """

    zone_is_own: bool
    visibility: Visibility
    pings: bool
    rest_days: int
    publishing: Publishing | None = None
    shows_work: bool = False
    takes_questions: bool | None = None


@dataclass(frozen=True, slots=True)
class KeptPrivacy:
    """The settings of a learner from which it follows what others see of them in a group.

    `publishing` and `shows_work`: None before they were asked, which counts as no. `work_from`: links and notes are
    shown from then on. `barred`: a steward stopped their publishing. `solo`: they learn in a group of one.
    `listed`: they are on the community leaderboard. `community_on`: they are if a group of theirs is.
    """

    visibility: Visibility
    publishing: Publishing | None
    shows_work: bool | None
    work_from: datetime | None
    cheers_on: bool
    pings: bool
    community_on: bool
    listed: bool
    barred: bool
    solo: bool


def _change_rest(into: Into) -> Executable:
    fresh = into(rest_changes)
    return fresh.on_conflict_do_update(
        index_elements=["learner_id", "from_day"], set_={"rest_days": fresh.excluded.rest_days}
    )


_LEARNER = learners.c.id == bindparam("learner")
_READ = select(
    *(learners.c.zone_is_own, learners.c.visibility, learners.c.pings, learners.c.rest_days),
    *(learners.c.publishing, learners.c.shows_work, learners.c.takes_questions),
).where(_LEARNER)
_PRIVACY = (
    select(
        *(learners.c.visibility, learners.c.publishing, learners.c.shows_work, learners.c.work_from),
        *(learners.c.cheers_on, learners.c.pings, learners.c.community_on, learners.c.in_community),
        *(memberships.c.barred_at, groups.c.solo),
    )
    .join(memberships, memberships.c.learner_id == learners.c.id)
    .join(groups, groups.c.id == memberships.c.group_id)
    .where(_LEARNER, memberships.c.group_id == bindparam("group"))
)
_OWN_ZONE = update(learners).where(_LEARNER).values(zone_is_own=True)
_SHOW = update(learners).where(_LEARNER).values(visibility=bindparam("shown"))
_PING = update(learners).where(_LEARNER).values(pings=bindparam("wanted"))
_COMMUNITY = update(learners).where(_LEARNER).values(community_on=bindparam("wanted"))
_REST = update(learners).where(_LEARNER).values(rest_days=bindparam("bits"))
_FIRST_REST = select(func.min(rest_changes.c.from_day)).where(rest_changes.c.learner_id == bindparam("learner"))
_REST_FROM = PerEngine(_change_rest)


def read_preferences(db: Connection, learner_id: LearnerId) -> KeptPreferences:
    """Read a learner's settings."""
    row = db.execute(_READ, {"learner": learner_id}).one()
    publishing = Publishing(row.publishing) if row.publishing else None
    return KeptPreferences(
        row.zone_is_own,
        Visibility(row.visibility),
        row.pings,
        row.rest_days,
        publishing,
        shows_work=bool(row.shows_work),
        takes_questions=row.takes_questions,
    )


def read_privacy(db: Connection, learner_id: LearnerId, group_id: GroupId) -> KeptPrivacy:
    """Read from which settings it follows what others see of a member."""
    row = db.execute(_PRIVACY, {"learner": learner_id, "group": group_id}).one()
    return KeptPrivacy(
        visibility=Visibility(row.visibility),
        publishing=Publishing(row.publishing) if row.publishing else None,
        shows_work=row.shows_work,
        work_from=row.work_from,
        cheers_on=row.cheers_on,
        pings=row.pings,
        community_on=row.community_on,
        listed=row.in_community,
        barred=row.barred_at is not None,
        solo=row.solo,
    )


def mark_zone_own(db: Connection, learner_id: LearnerId) -> None:
    """Note that the zone is the learner's own: the group's no longer changes it."""
    db.execute(_OWN_ZONE, {"learner": learner_id})


def write_visibility(db: Connection, learner_id: LearnerId, visibility: Visibility, now: datetime) -> None:
    """Set a learner's visibility: group, number or hidden."""
    db.execute(_SHOW, {"learner": learner_id, "shown": visibility})
    note_settings(db, learner_id, [ConsentKind.VISIBILITY], now)


def write_pings(db: Connection, learner_id: LearnerId, wanted: bool, now: datetime) -> None:
    """Set whether a learner is pinged."""
    db.execute(_PING, {"learner": learner_id, "wanted": wanted})
    note_settings(db, learner_id, [ConsentKind.PINGS], now)


def write_community(db: Connection, learner_id: LearnerId, wanted: bool, now: datetime) -> None:
    """Set whether a learner wants to be on the community leaderboard. The caller has to place them there."""
    db.execute(_COMMUNITY, {"learner": learner_id, "wanted": wanted})
    note_settings(db, learner_id, [ConsentKind.COMMUNITY_ON], now)


def first_rest_change(db: Connection, learner_id: LearnerId) -> date | None:
    """Return the first study day from which a learner chose rest days. None: never chosen."""
    return db.execute(_FIRST_REST, {"learner": learner_id}).scalar()


def write_rest_days(db: Connection, learner_id: LearnerId, from_day: date, bits: int) -> None:
    """Set a learner's rest days (weekday bits, Monday 1) from a study day on."""
    db.execute(_REST, {"learner": learner_id, "bits": bits})
    db.execute(_REST_FROM(db), {"learner_id": learner_id, "from_day": from_day, "rest_days": bits})
