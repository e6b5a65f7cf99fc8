"""What has to be known of a group or a learner before anything is said to them unasked."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    Connection,
    Date,
    Integer,
    Row,
    String,
    and_,
    bindparam,
    cast,
    func,
    literal_column,
    null,
    or_,
    select,
    union_all,
    update,
)

from bot.storage.learners import CLOCK, clock_of
from bot.storage.tables import (
    accounts,
    choices,
    day_points,
    dues,
    groups,
    learners,
    memberships,
    outbox,
    pauses,
    places,
    rest_changes,
    ticks,
    undos,
)
from roadmap.cadence import StudyClock


@dataclass(frozen=True, slots=True)
class Audience:
    """A group as the one who speaks to it knows it. Hours are minutes after midnight in its zone, days Monday = 0."""

    group_id: int
    roadmap: str
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


@dataclass(frozen=True, slots=True)
class Listener:
    """A learner as the one who speaks to them knows them; `nudge_pace` as in the table."""

    learner_id: int
    clock: StudyClock
    visibility: str
    nudge_on: bool
    nudge_at: int | None
    nudge_pace: int
    nudges_ignored: int
    snoozed_until: datetime | None
    saver_on: bool
    fallback: str
    active_at: datetime
    welcomed_at: datetime | None
    streak: int
    streak_through: date | None
    best_streak: int


@dataclass(frozen=True, slots=True)
class Fellow:
    """A visible member of a group."""

    learner_id: int
    clock: StudyClock
    active_at: datetime


@dataclass(frozen=True, slots=True)
class Home:
    """The group in which a learner was last; `solo`: their own, in a private chat."""

    group_id: int
    roadmap: str
    solo: bool


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are done, which are pauses, which weekdays (bits, Monday 1) are for rest from which day on."""

    done: frozenset[date]
    pauses: tuple[tuple[date, date], ...]
    rest: tuple[tuple[date, int], ...]

    def is_paused(self, day: date) -> bool:
        """Whether a planned absence covers the day."""
        return any(first <= day <= last for first, last in self.pauses)

    def is_rest(self, day: date) -> bool:
        """Whether it is one of the weekdays on which this learner never studies."""
        bits = max((change for change in self.rest if change[0] <= day), default=(day, 0))[1]
        return bool(bits >> day.weekday() & 1)


_no_date = cast(null(), Date)
_nothing = literal_column("0", Integer)
_ACTIVE = func.coalesce(learners.c.active_at, learners.c.joined_at).label("active_at")

_GROUP = select(groups).where(groups.c.id == bindparam("group"))
_LEARNER = select(
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
).where(learners.c.id == bindparam("learner"))
_PRESENT = and_(memberships.c.group_id == bindparam("group"), memberships.c.left_at.is_(None))
_FELLOWS = (
    select(learners.c.id, *CLOCK, learners.c.active_at, memberships.c.active_at.label("here_at"))
    .join(memberships, memberships.c.learner_id == learners.c.id)
    .where(_PRESENT, learners.c.visibility != "hidden")
    .order_by(learners.c.id)
)
_WHO: BindParameter[list[int]] = bindparam("who", expanding=True)
_CALENDARS = union_all(
    select(
        literal_column("'done'", String).label("kind"),
        day_points.c.learner_id,
        day_points.c.day.label("first"),
        _no_date.label("last"),
        _nothing.label("bits"),
    ).where(day_points.c.learner_id.in_(_WHO), day_points.c.day >= bindparam("since"), day_points.c.points > 0),
    select(
        literal_column("'pause'", String), pauses.c.learner_id, pauses.c.first_day, pauses.c.last_day, _nothing
    ).where(pauses.c.learner_id.in_(_WHO), pauses.c.last_day >= bindparam("since")),
    select(
        literal_column("'rest'", String),
        rest_changes.c.learner_id,
        rest_changes.c.from_day,
        _no_date,
        rest_changes.c.rest_days,
    ).where(rest_changes.c.learner_id.in_(_WHO)),
)
_PLACES = (
    select(places.c.id)
    .where(places.c.group_id == bindparam("group"), places.c.off_reason.is_(None))
    .order_by(places.c.id)
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
    .where(
        memberships.c.learner_id == bindparam("learner"), memberships.c.left_at.is_(None), groups.c.removed_at.is_(None)
    )
    .order_by(memberships.c.active_at.desc(), groups.c.solo, groups.c.id.desc())
    .limit(1)
)
_STEWARDS = select(memberships.c.learner_id).where(_PRESENT, memberships.c.steward).order_by(memberships.c.number)
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
_FEW_TICKS = (
    select(ticks.c.at)
    .select_from(ticks.outerjoin(undos, undos.c.tick_id == ticks.c.id))
    .where(ticks.c.learner_id == bindparam("learner"), ticks.c.source == "tick", undos.c.tick_id.is_(None))
    .order_by(ticks.c.id.desc())
    .limit(bindparam("count"))
)
_TICKED = (
    select(ticks.c.learner_id, ticks.c.task)
    .select_from(ticks.outerjoin(undos, undos.c.tick_id == ticks.c.id))
    .where(ticks.c.learner_id.in_(_WHO), ticks.c.roadmap == bindparam("slug"), undos.c.tick_id.is_(None))
)
_CHOSEN = select(choices.c.learner_id, choices.c.choice, choices.c.option).where(
    choices.c.learner_id.in_(_WHO), choices.c.roadmap == bindparam("slug")
)
_SPOKEN = and_(
    outbox.c.kind.in_(bindparam("kinds", expanding=True)),
    outbox.c.state.not_in(["dead", "cancelled"]),
    or_(
        outbox.c.created_at >= bindparam("since"),
        and_(outbox.c.state == "new", outbox.c.stale_at > bindparam("now")),
    ),
)
_SPOKEN_TO = {
    "group": select(outbox.c.id)
    .join(places, places.c.id == outbox.c.place_id)
    .where(places.c.group_id == bindparam("owner"), _SPOKEN)
    .limit(1),
    "learner": select(outbox.c.id).where(outbox.c.learner_id == bindparam("owner"), _SPOKEN).limit(1),
}
_WAITING = and_(
    outbox.c.state == "new", outbox.c.kind.in_(bindparam("kinds", expanding=True)), outbox.c.id != bindparam("newer")
)
_FORGO = {
    kind: update(outbox)
    .where(column == bindparam("target"), _WAITING)
    .values(state="cancelled", ended_at=bindparam("now"), reason="newer")
    for kind, column in {"place": outbox.c.place_id, "account": outbox.c.account_id}.items()
}
_TICKED_BETWEEN = (
    select(func.count(), func.count(ticks.c.learner_id.distinct()))
    .select_from(
        ticks.outerjoin(undos, undos.c.tick_id == ticks.c.id)
        .join(memberships, memberships.c.learner_id == ticks.c.learner_id)
        .join(learners, learners.c.id == ticks.c.learner_id)
    )
    .where(
        _PRESENT,
        learners.c.visibility != "hidden",
        ticks.c.roadmap == bindparam("slug"),
        ticks.c.source == "tick",
        ticks.c.day.between(bindparam("first"), bindparam("last")),
        undos.c.tick_id.is_(None),
    )
)
_STALE = select(outbox.c.stale_at).where(outbox.c.id == bindparam("post"))
_DONE_DAYS = select(func.count()).where(
    day_points.c.learner_id == bindparam("learner"), day_points.c.points > 0, day_points.c.day <= bindparam("last")
)


def read_audience(db: Connection, group_id: int) -> Audience:
    """A group. Raises NoResultFound."""
    row = db.execute(_GROUP, {"group": group_id}).one()
    return Audience(
        group_id=row.id,
        roadmap=row.roadmap,
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
    )


def read_listener(db: Connection, learner_id: int) -> Listener:
    """A learner. Raises NoResultFound."""
    row = db.execute(_LEARNER, {"learner": learner_id}).one()
    kept = {name: getattr(row, name) for name in Listener.__slots__ if name not in {"learner_id", "clock"}}
    return Listener(learner_id=row.id, clock=clock_of(row), **kept)


def read_fellows(db: Connection, group_id: int) -> list[Fellow]:
    """The members of a group whom others may see, with the last word from each."""
    return [_fellow(row) for row in db.execute(_FELLOWS, {"group": group_id})]


def read_calendars(db: Connection, learner_ids: Sequence[int], since: date) -> dict[int, Calendar]:
    """The done days and pauses of learners from a day on, and their rest days."""
    rows = db.execute(_CALENDARS, {"who": list(learner_ids), "since": since}).all() if learner_ids else []
    by_learner: dict[int, list[Row[Any]]] = {learner_id: [] for learner_id in learner_ids}
    for row in rows:
        by_learner[row.learner_id].append(row)
    return {learner_id: _calendar(found) for learner_id, found in by_learner.items()}


def open_places(db: Connection, group_id: int) -> list[int]:
    """The places of a group that take posts."""
    return list(db.scalars(_PLACES, {"group": group_id}))


def open_account(db: Connection, learner_id: int) -> int | None:
    """The learner's account that takes private posts, the oldest of several."""
    return db.scalar(_ACCOUNTS, {"learner": learner_id})


def home(db: Connection, learner_id: int) -> Home | None:
    """The group that a learner used last; None for who is in none."""
    row = db.execute(_HOME, {"learner": learner_id}).one_or_none()
    return Home(row.id, row.roadmap, row.solo) if row else None


def stewards(db: Connection, group_id: int) -> list[int]:
    """Who looks after a group, the longest member first."""
    return list(db.scalars(_STEWARDS, {"group": group_id}))


def unplanned_groups(db: Connection, after: int, limit: int) -> list[int]:
    """Groups that nobody looks at, though they neither sleep nor are gone; some at a time, by id."""
    return list(db.scalars(_UNPLANNED, {"after": after, "count": limit}))


def latest_ticks(db: Connection, learner_id: int, count: int) -> list[datetime]:
    """When a learner ticked something off, the last so many times."""
    return list(db.scalars(_FEW_TICKS, {"learner": learner_id, "count": count}))


def ticked_by(db: Connection, learner_ids: Sequence[int], roadmap: str) -> Mapping[int, set[str]]:
    """What each of these learners has ticked off."""
    found: dict[int, set[str]] = {learner_id: set() for learner_id in learner_ids}
    for learner_id, task in db.execute(_TICKED, {"who": list(learner_ids), "slug": roadmap}) if learner_ids else ():
        found[learner_id].add(task)
    return found


def chosen_by(db: Connection, learner_ids: Sequence[int], roadmap: str) -> Mapping[int, dict[str, str]]:
    """What each of these learners has chosen: choice slug -> option slug."""
    found: dict[int, dict[str, str]] = {learner_id: {} for learner_id in learner_ids}
    for row in db.execute(_CHOSEN, {"who": list(learner_ids), "slug": roadmap}) if learner_ids else ():
        found[row.learner_id][row.choice] = row.option
    return found


def spoken_to_group(db: Connection, group_id: int, kinds: Collection[str], since: datetime, now: datetime) -> bool:
    """Whether the group has a post of these kinds that was planned since then and not given up, or still waits."""
    values = {"owner": group_id, "kinds": list(kinds), "since": since, "now": now}
    return db.execute(_SPOKEN_TO["group"], values).first() is not None


def spoken_to_learner(db: Connection, learner_id: int, kinds: Collection[str], since: datetime, now: datetime) -> bool:
    """Whether the learner has a post of these kinds that was planned since then and not given up, or still waits."""
    values = {"owner": learner_id, "kinds": list(kinds), "since": since, "now": now}
    return db.execute(_SPOKEN_TO["learner"], values).first() is not None


def forgo(db: Connection, target: tuple[str, int], kinds: Collection[str], newer: int, now: datetime) -> None:
    """Give up posts of these kinds that still wait for a place or an account: a newer one says it."""
    kind, target_id = target
    db.execute(_FORGO[kind], {"target": target_id, "kinds": list(kinds), "newer": newer, "now": now})


def stale_at(db: Connection, post_id: int) -> datetime | None:
    """When a post is not worth saying any more."""
    moment: datetime | None = db.scalar(_STALE, {"post": post_id})
    return moment


def count_ticks(db: Connection, group_id: int, roadmap: str, first: date, last: date) -> tuple[int, int]:
    """How many tasks were ticked off over these study days by how many members, hidden ones left out."""
    values = {"group": group_id, "slug": roadmap, "first": first, "last": last}
    tasks, people = db.execute(_TICKED_BETWEEN, values).one()
    return tasks, people


def count_done_days(db: Connection, learner_id: int, last: date) -> int:
    """On how many study days up to this one a learner did something in time."""
    return int(db.execute(_DONE_DAYS, {"learner": learner_id, "last": last}).scalar_one())


def change_listener(db: Connection, learner_id: int, **values: object) -> None:
    """Set columns of `learners` that say what they want to hear, and what they answered to."""
    db.execute(update(learners).where(learners.c.id == learner_id).values(**values))


def change_audience(db: Connection, group_id: int, **values: object) -> None:
    """Set columns of `groups`."""
    db.execute(update(groups).where(groups.c.id == group_id).values(**values))


def switch_on(db: Connection, account_id: int) -> None:
    """Send private posts to an account again."""
    db.execute(update(accounts).where(accounts.c.id == account_id).values(off_reason=None))


def _fellow(row: Row[*tuple[Any, ...]]) -> Fellow:
    return Fellow(row.id, clock_of(row), max(row.here_at, row.active_at or row.here_at))


def _calendar(rows: Sequence[Row[Any]]) -> Calendar:
    return Calendar(
        done=frozenset(row.first for row in rows if row.kind == "done"),
        pauses=tuple((row.first, row.last) for row in rows if row.kind == "pause"),
        rest=tuple((row.first, row.bits) for row in rows if row.kind == "rest"),
    )
