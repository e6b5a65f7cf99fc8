"""SQL about check-ins and reports. Lists for other members leave hidden learners out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Executable, and_, bindparam, func, null, select, update

from bot.closed_sets import PostState, TickSource, Visibility
from bot.database.upsert import Into, PerEngine
from bot.features.checkins.queries.consents import read_choice
from bot.features.dialogs.queries import find_dialog
from bot.features.promises.queries import Checkin, read_latest_checkin
from bot.identity import CheckinId, GroupId, LearnerId
from bot.posting.outcomes import PostReason
from bot.tables import checkins, learners, memberships, outbox, reports, ticks, undos
from bot.tables.checkins import NOT_YET, OPENED_CHECKINS
from bot.tables.members import PRESENT_MEMBERS

CHECKIN_DIALOG = "checkin"
"""The kind of a conversation about a check-in: its command."""


@dataclass(frozen=True, slots=True)
class Report:
    """A learner's report. An answer that was not given is empty."""

    finished: str
    obstacle: str
    late: bool


_CHECKIN = select(checkins).where(checkins.c.id == bindparam("checkin"))
_OF_WEEK = select(checkins).where(checkins.c.group_id == bindparam("group"), checkins.c.week == bindparam("about"))
_AWAIT = PerEngine(lambda into: into(checkins).on_conflict_do_nothing(index_elements=["group_id", "week"]))


def _opening(into: Into) -> Executable:
    fresh = into(checkins)
    opened = {name: fresh.excluded[name] for name in ("opened_at", "closes_at")}
    return fresh.on_conflict_do_update(
        index_elements=["group_id", "week"], set_=opened, where=checkins.c.opened_at == NOT_YET
    ).returning(checkins.c.id)


_OPEN = PerEngine(_opening)
_CLOSE = update(checkins).where(OPENED_CHECKINS, checkins.c.closed_at.is_(None)).values(closed_at=bindparam("now"))
_MINE = and_(reports.c.checkin_id == bindparam("checkin"), reports.c.learner_id == bindparam("learner"))
_REPORT = select(reports.c.finished, reports.c.obstacle, reports.c.late).where(_MINE)


def _reporting(into: Into) -> Executable:
    fresh = into(reports)
    kept = {name: fresh.excluded[name] for name in ("finished", "obstacle", "at")}
    chosen = func.coalesce(reports.c.publishing, fresh.excluded.publishing)
    return fresh.on_conflict_do_update(index_elements=["checkin_id", "learner_id"], set_={**kept, "publishing": chosen})


_PUT = PerEngine(_reporting)
_REPORTERS = (
    select(learners.c.id)
    .join(reports, reports.c.learner_id == learners.c.id)
    .join(memberships, memberships.c.learner_id == learners.c.id)
    .where(PRESENT_MEMBERS, reports.c.checkin_id == bindparam("checkin"), learners.c.visibility != Visibility.HIDDEN)
    .order_by(reports.c.at, learners.c.id)
)
_LAST_FEW = (
    select(checkins.c.id)
    .where(OPENED_CHECKINS, checkins.c.id != bindparam("checkin"))
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
        ticks.c.source != TickSource.PLACEMENT,
        ticks.c.day.between(bindparam("first"), bindparam("last")),
        undos.c.tick_id.is_(null()),
    )
    .order_by(ticks.c.id)
)
_FORGO = (
    update(outbox)
    .where(
        outbox.c.learner_id == bindparam("learner"),
        outbox.c.kind == bindparam("which"),
        outbox.c.state == PostState.NEW,
    )
    .values(state=PostState.CANCELLED, ended_at=bindparam("now"), reason=PostReason.REPORTED)
)


def find_step(db: Connection, learner_id: LearnerId, now: datetime) -> str:
    """Find the question of a check-in that waits for a learner's answer. Empty: none waits."""
    found = find_dialog(db, learner_id, CHECKIN_DIALOG, now)
    return found.step if found else ""


def find_checkin(db: Connection, checkin_id: CheckinId) -> Checkin | None:
    """Find a check-in by its id."""
    row = db.execute(_CHECKIN, {"checkin": checkin_id}).one_or_none()
    return Checkin(*row) if row else None


def find_open_checkin(db: Connection, group_id: GroupId, now: datetime) -> Checkin | None:
    """Find the check-in of a group that has not closed yet."""
    found = read_latest_checkin(db, group_id, now)
    return found if found and found.closed_at is None else None


def add_checkin(db: Connection, group_id: GroupId, week: date, opened_at: datetime, closes_at: datetime) -> int | None:
    """Open the check-in of a week, and return its id. None: that week has an open or closed check-in already.

    Early reports stay in it.
    """
    row = {"group_id": group_id, "week": week, "opened_at": opened_at, "closes_at": closes_at}
    return db.execute(_OPEN(db), row).scalar_one_or_none()


def await_checkin(db: Connection, awaited: Checkin) -> Checkin:
    """Return the check-in of a group and week. Add it for early reports if there is none."""
    of_week = {"group": awaited.group_id, "about": awaited.week}
    row = {"group_id": awaited.group_id, "week": awaited.week, "opened_at": NOT_YET, "closes_at": awaited.closes_at}
    db.execute(_AWAIT(db), row)
    return Checkin(*db.execute(_OF_WEEK, of_week).one())


def make_awaited(group_id: GroupId, week: date, closes_at: datetime) -> Checkin:
    """Make the check-in of a week that is not open yet. It is not stored, and has the id 0."""
    return Checkin(CheckinId(0), group_id, week, NOT_YET, closes_at, None)


def is_awaited(checkin: Checkin) -> bool:
    """Return whether a check-in is not open yet."""
    return checkin.opened_at == NOT_YET


def find_checkin_of_week(db: Connection, group_id: GroupId, week: date) -> Checkin | None:
    """Find the check-in of a group about a week, open or not."""
    row = db.execute(_OF_WEEK, {"group": group_id, "about": week}).one_or_none()
    return Checkin(*row) if row else None


def close_checkins(db: Connection, group_id: GroupId, now: datetime) -> None:
    """Close every open check-in of a group."""
    db.execute(_CLOSE, {"group": group_id, "now": now})


def find_report(db: Connection, checkin_id: CheckinId, learner_id: LearnerId) -> Report | None:
    """Find a learner's report in a check-in."""
    row = db.execute(_REPORT, {"checkin": checkin_id, "learner": learner_id}).one_or_none()
    return Report(*row) if row else None


def put_report(db: Connection, checkin_id: CheckinId, learner_id: LearnerId, report: Report, now: datetime) -> None:
    """Save a learner's report in place of an earlier one. `late` stays as in the first report.

    A report takes over its learner's choice of readers, unless a choice was made for it before.
    """
    row = {
        "checkin_id": checkin_id,
        "learner_id": learner_id,
        "finished": report.finished,
        "obstacle": report.obstacle,
        "at": now,
        "late": report.late,
        "publishing": read_choice(db, learner_id),
    }
    db.execute(_PUT(db), row)


def read_reporters(db: Connection, group_id: GroupId, checkin_id: CheckinId) -> list[LearnerId]:
    """Read the members who reported and may be shown, in the order of their reports."""
    return list(db.scalars(_REPORTERS, {"group": group_id, "checkin": checkin_id}))


def regulars_missing(db: Connection, checkin: Checkin, among_last: int) -> Sequence[LearnerId]:
    """Read the members who have not reported in this check-in, but did in an earlier one.

    Only the last `among_last` check-ins before this one count.
    """
    values = {
        "group": checkin.group_id,
        "checkin": checkin.id,
        "now": checkin.opened_at,
        "count": among_last,
    }
    return list(db.scalars(_REGULARS, values))


def ticked_between(db: Connection, learner_id: LearnerId, roadmap_slug: str, first: date, last: date) -> list[str]:
    """List the tasks that a learner ticked off on these study days, in their order.

    Placements and undone ticks do not count.
    """
    values = {"learner": learner_id, "slug": roadmap_slug, "first": first, "last": last}
    return list(dict.fromkeys(db.scalars(_TICKED, values)))


def forgo_reminder(db: Connection, learner_id: LearnerId, kind: str, now: datetime) -> None:
    """Cancel a learner's waiting posts of this kind, because the learner has reported."""
    db.execute(_FORGO, {"learner": learner_id, "which": kind, "now": now})
