"""SQL about published texts, as stewards take them down and put them back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, case, delete, insert, null, or_, select, update

from bot.closed_sets import ObstacleSource, Publishing, Visibility
from bot.database.columns import constant, constants
from bot.features.helping.queries.obstacles import IS_SHOWN, WITH_RIGHTS
from bot.features.helping.queries.stuck import IS_ANSWERED
from bot.identity import CheckinId, GroupId, LearnerId, ObstacleId
from bot.tables import checkins, learners, memberships, obstacles, reports, takedowns, ticks
from bot.tables.members import may_publish
from bot.tables.names import SHOWN_NAME, reader
from bot.tables.work import HAS_WORK, SHOWN_WORK, WORK, WORK_AT

MOST = 400
"""The newest texts of a kind that are listed: the check-ins of two weeks, in a group of 200."""


class TextKind(StrEnum):
    """A kind of published text: a report, an obstacle of no report, work, or thanks. Also the sign of its key."""

    REPORT = "r"
    OBSTACLE = "o"
    WORK = "w"
    THANKS = "t"


@dataclass(frozen=True, slots=True)
class PublishedText:
    """A text that a group reads, or that a steward took down.

    `name` is empty for a member who is shown by number. `row_id` is the check-in of a report, the obstacle of a
    question or of thanks, or the tick of the work. Thanks have no words, and are of the member who was thanked.
    """

    kind: TextKind
    row_id: int
    learner_id: LearnerId
    name: str
    number: int
    words: str
    at: datetime
    down: bool

    @property
    def key(self) -> str:
        """The text as the line of a button names it."""
        return f"{self.kind}{self.row_id}" + (f".{self.number}" if self.kind in _OF_SEVERAL else "")


_OF_SEVERAL = frozenset({TextKind.REPORT, TextKind.THANKS})
_SHOWN = constants((Publishing.ALL, Publishing.PROMISE))
_NAME = case((learners.c.visibility == constant(Visibility.GROUP), SHOWN_NAME), else_="").label("name")
_MEMBER = and_(memberships.c.group_id == bindparam("group"), memberships.c.left_at.is_(None))
_TAKEN = and_(takedowns.c.checkin_id == reports.c.checkin_id, takedowns.c.learner_id == reports.c.learner_id)
_REPORTS = (
    select(
        reports.c.checkin_id.label("row_id"),
        reports.c.learner_id,
        _NAME,
        memberships.c.number,
        case(
            (reports.c.publishing == constant(Publishing.PROMISE), ""),
            (learners.c.publishing == constant(Publishing.PROMISE), ""),
            (reports.c.obstacle != "", reports.c.obstacle),
            else_=reports.c.finished,
        ).label("words"),
        reports.c.at,
        takedowns.c.id.is_not(null()).label("down"),
    )
    .select_from(reports)
    .join(checkins, checkins.c.id == reports.c.checkin_id)
    .join(learners, learners.c.id == reports.c.learner_id)
    .join(memberships, and_(memberships.c.learner_id == reports.c.learner_id, _MEMBER))
    .outerjoin(takedowns, _TAKEN)
    .where(
        checkins.c.group_id == bindparam("group"),
        checkins.c.closed_at.is_not(None),
        reports.c.publishing.in_(_SHOWN),
        learners.c.publishing.in_(_SHOWN),
        learners.c.visibility != constant(Visibility.HIDDEN),
        may_publish(reports.c.at),
        or_(reports.c.hidden_at.is_(None), takedowns.c.id.is_not(None)),
    )
    .order_by(reports.c.at.desc(), reports.c.learner_id)
    .limit(MOST)
)
_POSTED = and_(obstacles.c.posted_at.is_not(None), obstacles.c.words != "")
_OBSTACLES = (
    select(
        obstacles.c.id.label("row_id"),
        obstacles.c.learner_id,
        _NAME,
        memberships.c.number,
        case(
            (and_(_POSTED, IS_ANSWERED), obstacles.c.words + " / " + obstacles.c.solution),
            (IS_ANSWERED, obstacles.c.solution),
            else_=obstacles.c.words,
        ).label("words"),
        obstacles.c.at,
        takedowns.c.id.is_not(null()).label("down"),
    )
    .select_from(WITH_RIGHTS.outerjoin(takedowns, takedowns.c.obstacle_id == obstacles.c.id))
    .where(
        obstacles.c.group_id == bindparam("group"),
        obstacles.c.source == constant(ObstacleSource.STUCK),
        or_(obstacles.c.at >= bindparam("since"), IS_ANSWERED),
        learners.c.visibility != constant(Visibility.HIDDEN),
        memberships.c.left_at.is_(None),
        or_(and_(IS_SHOWN, or_(_POSTED, IS_ANSWERED)), takedowns.c.id.is_not(None)),
    )
    .order_by(obstacles.c.id.desc())
    .limit(MOST)
)
_WORKS = (
    select(
        ticks.c.id.label("row_id"),
        ticks.c.learner_id,
        _NAME,
        memberships.c.number,
        ticks.c.evidence.label("words"),
        WORK_AT.label("at"),
        ticks.c.taken_down.label("down"),
    )
    .select_from(WORK)
    .where(
        _MEMBER,
        learners.c.visibility != constant(Visibility.HIDDEN),
        or_(SHOWN_WORK, and_(HAS_WORK, ticks.c.taken_down, learners.c.shows_work.is_(True))),
    )
    .order_by(WORK_AT.desc(), ticks.c.id)
    .limit(MOST)
)
_CLOSED = select(checkins.c.id).where(
    checkins.c.group_id == bindparam("group"), checkins.c.closed_at >= bindparam("since")
)
_REPORT = and_(reports.c.checkin_id == bindparam("checkin"), reports.c.learner_id == bindparam("learner"))
_HIDE_REPORT = update(reports).where(_REPORT, reports.c.hidden_at.is_(None)).values(hidden_at=bindparam("now"))
_SHOW_REPORT = update(reports).where(_REPORT).values(hidden_at=null())
_OBSTACLE = obstacles.c.id == bindparam("obstacle")
_HIDE_OBSTACLE = update(obstacles).where(_OBSTACLE, obstacles.c.hidden_at.is_(None)).values(hidden_at=bindparam("now"))
_SHOW_OBSTACLE = update(obstacles).where(_OBSTACLE).values(hidden_at=null())
_NOTE = insert(takedowns)
_FORGET_REPORT = delete(takedowns).where(
    takedowns.c.checkin_id == bindparam("checkin"), takedowns.c.learner_id == bindparam("learner")
)
_FORGET_OBSTACLE = delete(takedowns).where(takedowns.c.obstacle_id == bindparam("obstacle"))


def read_published_texts(db: Connection, group_id: GroupId, since: datetime) -> list[PublishedText]:
    """Read the texts that a group reads, with those that a steward took down, the newest first.

    A question without an answer is read since an instant. All else stays for members to read, however old it is.
    Learners who are hidden or left have none, and what a learner took back is not there. Nor is a question that only
    members were asked in private.
    """
    values = {"group": group_id, **reader(db)}
    found = [_text(TextKind.REPORT, row) for row in db.execute(_REPORTS, values)]
    found += [_text(TextKind.OBSTACLE, row) for row in db.execute(_OBSTACLES, {**values, "since": since})]
    found += _once(_text(TextKind.WORK, row) for row in db.execute(_WORKS, values))
    return sorted(found, key=lambda text: text.at, reverse=True)


def _once(works: Iterable[PublishedText]) -> Iterable[PublishedText]:
    """Keep each piece of work once, though it may be with several tasks of an act."""
    return {(one.learner_id, one.words, one.at): one for one in works}.values()


def hide_text(db: Connection, group_id: GroupId, text: PublishedText, now: datetime) -> bool:
    """Take a report or an obstacle down, and note that a steward did. False if it was down already."""
    of_report = text.kind is TextKind.REPORT
    values = _ids(text)
    if not db.execute(_HIDE_REPORT if of_report else _HIDE_OBSTACLE, {**values, "now": now}).rowcount:
        return False
    row = {"checkin_id": text.row_id if of_report else None, "obstacle_id": None if of_report else text.row_id}
    db.execute(_NOTE, {"group_id": group_id, "learner_id": text.learner_id, **row, "at": now})
    return True


def show_text(db: Connection, text: PublishedText) -> bool:
    """Put a report or an obstacle back that a steward took down. False if none did."""
    of_report = text.kind is TextKind.REPORT
    values = _ids(text)
    if not db.execute(_FORGET_REPORT if of_report else _FORGET_OBSTACLE, values).rowcount:
        return False
    db.execute(_SHOW_REPORT if of_report else _SHOW_OBSTACLE, values)
    return True


def find_checkins_closed_since(db: Connection, group_id: GroupId, since: datetime) -> list[CheckinId]:
    """Find the check-ins of a group that closed since an instant, so that their digests may show what was given."""
    return list(db.scalars(_CLOSED, {"group": group_id, "since": since}))


def _ids(text: PublishedText) -> dict[str, Any]:
    if text.kind is TextKind.REPORT:
        return {"checkin": CheckinId(text.row_id), "learner": text.learner_id}
    return {"obstacle": ObstacleId(text.row_id)}


def _text(kind: TextKind, row: Row[*tuple[Any, ...]]) -> PublishedText:
    return PublishedText(kind, row.row_id, row.learner_id, row.name, row.number, row.words, row.at, bool(row.down))
