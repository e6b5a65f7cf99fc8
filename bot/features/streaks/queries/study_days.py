"""SQL about the study days and ticks of learners, for posts to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    Connection,
    Date,
    Row,
    bindparam,
    cast,
    func,
    null,
    select,
    union_all,
)

from bot.closed_sets import SessionSource, TickSource, Visibility
from bot.database.columns import constant
from bot.identity import GroupId, LearnerId
from bot.posting.audiences import MEMBERS
from bot.tables import acts, choices, day_points, learners, memberships, pauses, rest_changes, sessions, ticks, undos
from bot.tables.clocks import CLOCK, clock_of
from bot.tables.members import PRESENT_MEMBERS
from roadmap.cadence import StudyClock
from roadmap.weekdays import has_weekday


@dataclass(frozen=True, slots=True)
class ActiveMember:
    """A visible member of a group. `active_at` is their last activity anywhere."""

    learner_id: LearnerId
    clock: StudyClock
    active_at: datetime
    joined_at: datetime


@dataclass(frozen=True, slots=True)
class StudyCalendar:
    """A learner's done days, pauses and rest days. Pauses include both ends.

    `rest` are (from day, weekday bits, Monday = 1).
    """

    done: frozenset[date]
    pauses: tuple[tuple[date, date], ...]
    rest: tuple[tuple[date, int], ...]

    def is_paused(self, day: date) -> bool:
        """Whether a pause covers the day."""
        return any(first <= day <= last for first, last in self.pauses)

    def is_rest(self, day: date) -> bool:
        """Whether the day is a rest day."""
        bits = max((change for change in self.rest if change[0] <= day), default=(day, 0))[1]
        return has_weekday(bits, day.weekday())

    def asks_for_study(self, day: date) -> bool:
        """Whether the day is open: not done, no rest day, no pause."""
        return not (day in self.done or self.is_rest(day) or self.is_paused(day))


_no_date = cast(null(), Date)
_nothing = constant(0)
_FELLOWS = (
    select(
        learners.c.id,
        *CLOCK,
        learners.c.active_at,
        memberships.c.active_at.label("here_at"),
        memberships.c.joined_at,
    )
    .join(memberships, memberships.c.learner_id == learners.c.id)
    .where(PRESENT_MEMBERS, learners.c.visibility != Visibility.HIDDEN)
    .order_by(learners.c.id)
)
_LEARNER_IDS: BindParameter[list[LearnerId]] = bindparam("learner_ids", expanding=True)
_CALENDARS = union_all(
    select(
        constant("done").label("kind"),
        day_points.c.learner_id,
        day_points.c.day.label("first"),
        _no_date.label("last"),
        _nothing.label("bits"),
    ).where(day_points.c.learner_id.in_(_LEARNER_IDS), day_points.c.day >= bindparam("since"), day_points.c.points > 0),
    select(constant("pause"), pauses.c.learner_id, pauses.c.first_day, pauses.c.last_day, _nothing).where(
        pauses.c.learner_id.in_(_LEARNER_IDS), pauses.c.last_day >= bindparam("since")
    ),
    select(
        constant("rest"),
        rest_changes.c.learner_id,
        rest_changes.c.from_day,
        _no_date,
        rest_changes.c.rest_days,
    ).where(rest_changes.c.learner_id.in_(_LEARNER_IDS)),
)
_STUDIED = union_all(
    select(ticks.c.day, ticks.c.at)
    .select_from(ticks.outerjoin(undos, undos.c.tick_id == ticks.c.id))
    .where(ticks.c.learner_id == bindparam("learner"), ticks.c.source == TickSource.TICK, undos.c.tick_id.is_(None)),
    select(sessions.c.day, sessions.c.at).where(
        sessions.c.learner_id == bindparam("learner"),
        sessions.c.source == SessionSource.SESSION,
        sessions.c.undone_at.is_(None),
    ),
).subquery()
_BEGINNINGS = (
    select(func.min(_STUDIED.c.at)).group_by(_STUDIED.c.day).order_by(_STUDIED.c.day.desc()).limit(bindparam("count"))
)
_TICKED = (
    select(ticks.c.learner_id, ticks.c.task)
    .select_from(ticks.outerjoin(undos, undos.c.tick_id == ticks.c.id))
    .where(ticks.c.learner_id.in_(_LEARNER_IDS), ticks.c.roadmap == bindparam("slug"), undos.c.tick_id.is_(None))
)
_CHOSEN = select(choices.c.learner_id, choices.c.choice, choices.c.option).where(
    choices.c.learner_id.in_(_LEARNER_IDS), choices.c.roadmap == bindparam("slug")
)
_TICKED_BETWEEN = (
    select(func.count(), func.count(ticks.c.learner_id.distinct()))
    .select_from(
        ticks.outerjoin(undos, undos.c.tick_id == ticks.c.id)
        .join(memberships, memberships.c.learner_id == ticks.c.learner_id)
        .join(learners, learners.c.id == ticks.c.learner_id)
    )
    .where(
        PRESENT_MEMBERS,
        learners.c.visibility != Visibility.HIDDEN,
        ticks.c.roadmap == bindparam("slug"),
        ticks.c.source == TickSource.TICK,
        ticks.c.day.between(bindparam("first"), bindparam("last")),
        undos.c.tick_id.is_(None),
    )
)
_ACTED = select(acts.c.id).where(acts.c.learner_id.in_(MEMBERS), acts.c.at > bindparam("since")).limit(1)
_DONE_DAYS = select(func.count()).where(
    day_points.c.learner_id == bindparam("learner"), day_points.c.points > 0, day_points.c.day <= bindparam("last")
)


def read_active_members(db: Connection, group_id: GroupId) -> list[ActiveMember]:
    """Read the visible members of a group, with the last activity of each."""
    return [_fellow(row) for row in db.execute(_FELLOWS, {"group": group_id})]


def read_study_calendars(
    db: Connection, learner_ids: Sequence[LearnerId], since: date
) -> dict[LearnerId, StudyCalendar]:
    """Read the done days and pauses of learners from `since` on, and their rest days."""
    rows = db.execute(_CALENDARS, {"learner_ids": list(learner_ids), "since": since}).all() if learner_ids else []
    by_learner: dict[LearnerId, list[Row[Any]]] = {learner_id: [] for learner_id in learner_ids}
    for row in rows:
        by_learner[row.learner_id].append(row)
    return {learner_id: _calendar(found) for learner_id, found in by_learner.items()}


def read_study_times(db: Connection, learner_id: LearnerId, count: int) -> list[datetime]:
    """Read the first instant of study on each of a learner's last study days with any, the newest first.

    Ticks, sessions and habits are study. Placements, repairs and acts that were taken back are left out.
    """
    return list(db.scalars(_BEGINNINGS, {"learner": learner_id, "count": count}))


def read_ticked_by(db: Connection, learner_ids: Sequence[LearnerId], roadmap_slug: str) -> Mapping[LearnerId, set[str]]:
    """Read the ticked tasks of each of these learners."""
    found: dict[LearnerId, set[str]] = {learner_id: set() for learner_id in learner_ids}
    for learner_id, task in (
        db.execute(_TICKED, {"learner_ids": list(learner_ids), "slug": roadmap_slug}) if learner_ids else ()
    ):
        found[learner_id].add(task)
    return found


def read_chosen_by(
    db: Connection, learner_ids: Sequence[LearnerId], roadmap_slug: str
) -> Mapping[LearnerId, dict[str, str]]:
    """Read the choices of each of these learners: choice slug -> option slug."""
    found: dict[LearnerId, dict[str, str]] = {learner_id: {} for learner_id in learner_ids}
    for row in db.execute(_CHOSEN, {"learner_ids": list(learner_ids), "slug": roadmap_slug}) if learner_ids else ():
        found[row.learner_id][row.choice] = row.option
    return found


def count_ticks(db: Connection, group_id: GroupId, roadmap_slug: str, first: date, last: date) -> tuple[int, int]:
    """Count the live ticks of these study days, and the members that made them.

    Placements, repairs and hidden members are left out.
    """
    values = {"group": group_id, "slug": roadmap_slug, "first": first, "last": last}
    tasks, people = db.execute(_TICKED_BETWEEN, values).one()
    return tasks, people


def has_acted(db: Connection, group_id: GroupId, since: datetime) -> bool:
    """Whether a member of a group did anything since an instant that is kept as an act."""
    return db.execute(_ACTED, {"group": group_id, "since": since}).first() is not None


def count_done_days(db: Connection, learner_id: LearnerId, last: date) -> int:
    """Count the study days up to `last` that a learner did in time, which are those with points."""
    return int(db.execute(_DONE_DAYS, {"learner": learner_id, "last": last}).scalar_one())


def _fellow(row: Row[*tuple[Any, ...]]) -> ActiveMember:
    return ActiveMember(row.id, clock_of(row), max(row.here_at, row.active_at or row.here_at), row.joined_at)


def _calendar(rows: Sequence[Row[Any]]) -> StudyCalendar:
    return StudyCalendar(
        done=frozenset(row.first for row in rows if row.kind == "done"),
        pauses=tuple((row.first, row.last) for row in rows if row.kind == "pause"),
        rest=tuple((row.first, row.bits) for row in rows if row.kind == "rest"),
    )
