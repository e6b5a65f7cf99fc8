"""Weekly check-ins of groups, and who reported what in them. Hidden learners are left out where others read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Executable, and_, bindparam, null, select, update

from bot.database.upsert import Into, PerEngine
from bot.tables import checkins, learners, memberships, outbox, reports, ticks, undos
from bot.tables.members import PRESENT_MEMBERS


@dataclass(frozen=True, slots=True)
class Checkin:
    """A group's round about the week that begins on `week`. `closed_at`: its digest was planned."""

    id: int
    group_id: int
    week: date
    opened_at: datetime
    closes_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Report:
    """What a learner reported; empty where nothing was said about it."""

    finished: str
    obstacle: str
    late: bool


@dataclass(frozen=True, slots=True)
class Reporter:
    """A member who reported, as others may see them."""

    learner_id: int
    name: str
    by_number: bool
    number: int


_COLUMNS = (
    checkins.c.id,
    checkins.c.group_id,
    checkins.c.week,
    checkins.c.opened_at,
    checkins.c.closes_at,
    checkins.c.closed_at,
)
_OPENED = and_(checkins.c.group_id == bindparam("group"), checkins.c.opened_at <= bindparam("now"))
_LATEST = select(*_COLUMNS).where(_OPENED).order_by(checkins.c.opened_at.desc(), checkins.c.id.desc()).limit(1)
_ONE = select(*_COLUMNS).where(checkins.c.id == bindparam("checkin"))
_OPEN = PerEngine(
    lambda into: into(checkins).on_conflict_do_nothing(index_elements=["group_id", "week"]).returning(checkins.c.id)
)
_CLOSE = (
    update(checkins)
    .where(checkins.c.group_id == bindparam("group"), checkins.c.closed_at.is_(None))
    .values(closed_at=bindparam("now"))
)
_MINE = and_(reports.c.checkin_id == bindparam("checkin"), reports.c.learner_id == bindparam("learner"))
_REPORT = select(reports.c.finished, reports.c.obstacle, reports.c.late).where(_MINE)


def _reporting(into: Into) -> Executable:
    fresh = into(reports)
    kept = {name: fresh.excluded[name] for name in ("finished", "obstacle", "at")}
    return fresh.on_conflict_do_update(index_elements=["checkin_id", "learner_id"], set_=kept)


_PUT = PerEngine(_reporting)
_REPORTERS = (
    select(learners.c.id, learners.c.name, learners.c.visibility, memberships.c.number)
    .join(reports, reports.c.learner_id == learners.c.id)
    .join(memberships, memberships.c.learner_id == learners.c.id)
    .where(PRESENT_MEMBERS, reports.c.checkin_id == bindparam("checkin"), learners.c.visibility != "hidden")
    .order_by(reports.c.at, learners.c.id)
)
_LAST_FEW = (
    select(checkins.c.id)
    .where(_OPENED, checkins.c.id != bindparam("checkin"))
    .order_by(checkins.c.opened_at.desc())
    .limit(bindparam("count"))
)
_HAS_REPORTED = select(reports.c.learner_id).where(reports.c.checkin_id == bindparam("checkin"))
_REGULARS = (
    select(memberships.c.learner_id)
    .where(
        PRESENT_MEMBERS,
        memberships.c.learner_id.in_(select(reports.c.learner_id).where(reports.c.checkin_id.in_(_LAST_FEW))),
        memberships.c.learner_id.not_in(_HAS_REPORTED),
    )
    .order_by(memberships.c.learner_id)
)
_TICKED = (
    select(ticks.c.task)
    .select_from(ticks.outerjoin(undos, undos.c.tick_id == ticks.c.id))
    .where(
        ticks.c.learner_id == bindparam("learner"),
        ticks.c.roadmap == bindparam("slug"),
        ticks.c.source != "placement",
        ticks.c.day.between(bindparam("first"), bindparam("last")),
        undos.c.tick_id.is_(null()),
    )
    .order_by(ticks.c.id)
)
_FORGO = (
    update(outbox)
    .where(outbox.c.learner_id == bindparam("learner"), outbox.c.kind == bindparam("which"), outbox.c.state == "new")
    .values(state="cancelled", ended_at=bindparam("now"), reason="reported")
)


def read_latest_checkin(db: Connection, group_id: int, now: datetime) -> Checkin | None:
    """The check-in that a group opened last, closed or not."""
    row = db.execute(_LATEST, {"group": group_id, "now": now}).one_or_none()
    return Checkin(*row) if row else None


def find_checkin(db: Connection, checkin_id: int) -> Checkin | None:
    """A check-in by its id."""
    row = db.execute(_ONE, {"checkin": checkin_id}).one_or_none()
    return Checkin(*row) if row else None


def add_checkin(db: Connection, group_id: int, week: date, opened_at: datetime, closes_at: datetime) -> int | None:
    """Begin the check-in of a week. Returns its id; None: that week had one already."""
    row = {"group_id": group_id, "week": week, "opened_at": opened_at, "closes_at": closes_at}
    return db.execute(_OPEN(db), row).scalar_one_or_none()


def close_checkins(db: Connection, group_id: int, now: datetime) -> None:
    """End what a group has open."""
    db.execute(_CLOSE, {"group": group_id, "now": now})


def find_report(db: Connection, checkin_id: int, learner_id: int) -> Report | None:
    """What a learner reported in a check-in, if anything."""
    row = db.execute(_REPORT, {"checkin": checkin_id, "learner": learner_id}).one_or_none()
    return Report(*row) if row else None


def put_report(db: Connection, checkin_id: int, learner_id: int, report: Report, now: datetime) -> None:
    """Keep a report; a second one takes the first one's place, and is late only if the first one was."""
    row = {
        "checkin_id": checkin_id,
        "learner_id": learner_id,
        "finished": report.finished,
        "obstacle": report.obstacle,
        "at": now,
        "late": report.late,
    }
    db.execute(_PUT(db), row)


def read_reporters(db: Connection, group_id: int, checkin_id: int) -> list[Reporter]:
    """The members who reported and may be shown, in the order of their reports."""
    rows = db.execute(_REPORTERS, {"group": group_id, "checkin": checkin_id})
    return [Reporter(row.id, row.name, row.visibility == "number", row.number) for row in rows]


def regulars_missing(db: Connection, checkin: Checkin, among_last: int) -> Sequence[int]:
    """The members who reported in one of the last so many check-ins, and not yet in this one."""
    values = {
        "group": checkin.group_id,
        "checkin": checkin.id,
        "now": checkin.opened_at,
        "count": among_last,
    }
    return list(db.scalars(_REGULARS, values))


def ticked_between(db: Connection, learner_id: int, roadmap: str, first: date, last: date) -> list[str]:
    """The tasks that a learner ticked off over these study days, in their order."""
    values = {"learner": learner_id, "slug": roadmap, "first": first, "last": last}
    return list(dict.fromkeys(db.scalars(_TICKED, values)))


def forgo_reminder(db: Connection, learner_id: int, kind: str, now: datetime) -> None:
    """Do not remind a learner of what they have just done."""
    db.execute(_FORGO, {"learner": learner_id, "which": kind, "now": now})
