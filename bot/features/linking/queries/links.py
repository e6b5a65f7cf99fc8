"""SQL about links, and the rows of the two learners themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from bot.features.homes.queries.shelving import note_rows, put_row_back
from bot.features.members.queries.records import RECORD, StreakRecord, record_of
from bot.identity import LearnerId, LinkId
from bot.tables import (
    accounts,
    answers,
    day_points,
    kept_lines,
    learners,
    links,
    rest_changes,
    sessions,
    ticks,
    undos,
    zone_changes,
)
from bot.tables.names import SHOWN_NAME


@dataclass(frozen=True, slots=True)
class KeptLink:
    """A learner of two accounts. `other_id` was the learner of the account on `other_platform`."""

    id: LinkId
    learner_id: LearnerId
    platform: str
    other_platform: str
    other_id: LearnerId
    at: datetime


_OF_LEARNER = links.c.learner_id == bindparam("learner")
_FIND = select(
    links.c.id, links.c.learner_id, links.c.platform, links.c.other_platform, links.c.other_number, links.c.at
).where(_OF_LEARNER)
_ADD = insert(links).returning(links.c.id)
_DROP = delete(links).where(links.c.id == bindparam("link"))
_LEARNER = select(learners).where(learners.c.id == bindparam("learner"))
_CHANGE = update(learners).where(learners.c.id == bindparam("which"))
_DROP_LEARNER = delete(learners).where(learners.c.id == bindparam("learner"))
_GIVE_ACCOUNT = (
    update(accounts)
    .where(accounts.c.learner_id == bindparam("of"), accounts.c.platform == bindparam("on"))
    .values(learner_id=bindparam("to"))
)
_NAME_BY_ACCOUNT = update(learners).where(learners.c.id == bindparam("which")).values(name=SHOWN_NAME.element)
_TICKED = (
    select(func.count())
    .select_from(ticks.outerjoin(undos, undos.c.tick_id == ticks.c.id))
    .where(ticks.c.learner_id == bindparam("learner"), undos.c.tick_id.is_(None))
)
_RECORD = select(*RECORD).where(learners.c.id == bindparam("learner"))
_LAST_ZONE = select(func.max(zone_changes.c.at)).where(zone_changes.c.learner_id == bindparam("learner"))
_LAST_REST = select(func.max(rest_changes.c.from_day)).where(rest_changes.c.learner_id == bindparam("learner"))
_REST_NOW = (
    select(rest_changes.c.rest_days)
    .where(rest_changes.c.learner_id == bindparam("learner"))
    .order_by(rest_changes.c.from_day.desc())
    .limit(1)
)
_LAST_DAYS = tuple(
    select(func.max(table.c.day)).where(table.c.learner_id == bindparam("learner")) for table in (ticks, sessions)
)
_DROP_POINTS = delete(day_points).where(day_points.c.learner_id == bindparam("learner"))
_COUNTERS = {"points": 0, "streak": 0, "streak_through": None, "best_streak": 0, "in_community": False}


def find_link_of(db: Connection, learner_id: LearnerId) -> KeptLink | None:
    """Find the link of a learner. None: they have one account."""
    row = db.execute(_FIND, {"learner": learner_id}).one_or_none()
    return KeptLink(*row) if row else None


def add_link(db: Connection, kept: tuple[LearnerId, str], other: tuple[LearnerId, str], now: datetime) -> KeptLink:
    """Keep that a learner takes over another's account. Each comes with the platform of their account."""
    row = {"learner_id": kept[0], "platform": kept[1], "other_platform": other[1], "at": now}
    link_id = LinkId(db.execute(_ADD, {**row, "other_number": other[0]}).scalar_one())
    return KeptLink(link_id, *kept, other[1], other[0], now)


def drop_link(db: Connection, link_id: LinkId) -> None:
    """Delete a link, and what it set aside."""
    db.execute(_DROP, {"link": link_id})


def read_learner_row(db: Connection, learner_id: LearnerId) -> dict[str, Any]:
    """Read a learner's whole row."""
    return dict(db.execute(_LEARNER, {"learner": learner_id}).mappings().one())


def note_learner_rows(db: Connection, link: KeptLink, mine: Mapping[str, Any], other: Mapping[str, Any]) -> None:
    """Keep the rows of both learners as they are before the link."""
    rows = [(link.platform, mine, None), (link.other_platform, other, None)]
    note_rows(db, link.id, learners.name, rows)


def change_learner_row(db: Connection, learner_id: LearnerId, values: dict[str, Any]) -> None:
    """Change columns of a learner's row."""
    db.execute(_CHANGE.values(values), {"which": learner_id})


def put_learner_back(db: Connection, row: dict[str, Any], changes: dict[str, Any]) -> None:
    """Make a learner again, under their old id, with their counters at nothing."""
    put_row_back(db, learners.name, {**row, **_COUNTERS, **changes})


def drop_merged_learner(db: Connection, learner_id: LearnerId) -> None:
    """Delete a learner whose rows are another's now."""
    db.execute(_DROP_LEARNER, {"learner": learner_id})


def give_account(db: Connection, of: LearnerId, to: LearnerId, platform: str) -> None:
    """Give a learner's account on a platform to another learner."""
    db.execute(_GIVE_ACCOUNT, {"of": of, "to": to, "on": platform})


def name_by_account(db: Connection, learner_id: LearnerId, platform: str) -> None:
    """Let a learner have the name of their account on a platform."""
    db.execute(_NAME_BY_ACCOUNT, {"which": learner_id, "read_on": platform})


def give_platform_rows(db: Connection, of: LearnerId, to: LearnerId, platform: str) -> None:
    """Give the answers and kept lines of an account to its learner."""
    for table in (answers, kept_lines):
        own = (table.c.learner_id == of, table.c.platform == platform)
        db.execute(update(table).where(*own).values(learner_id=to))


def count_live_ticks(db: Connection, learner_id: LearnerId) -> int:
    """Count a learner's ticks, without those taken back."""
    return int(db.execute(_TICKED, {"learner": learner_id}).scalar_one())


def read_record(db: Connection, learner_id: LearnerId) -> StreakRecord:
    """Read a learner's clock and counters."""
    return record_of(db.execute(_RECORD, {"learner": learner_id}).one())


def last_changes(db: Connection, learner_id: LearnerId) -> tuple[Any, Any]:
    """Read when a learner last changed their zone, and from which study day their rest days hold. None: never."""
    values = {"learner": learner_id}
    return db.scalar(_LAST_ZONE, values), db.scalar(_LAST_REST, values)


def read_rest_days(db: Connection, learner_id: LearnerId) -> int:
    """Read the rest days that a learner chose last, as weekday bits."""
    return db.scalar(_REST_NOW, {"learner": learner_id}) or 0


def read_last_day(db: Connection, learner_id: LearnerId) -> date | None:
    """Read the last study day on which a learner has an entry. None: they have none."""
    last = (db.scalar(statement, {"learner": learner_id}) for statement in _LAST_DAYS)
    return max((day for day in last if day is not None), default=None)


def drop_points(db: Connection, learner_id: LearnerId) -> None:
    """Delete the points of a learner's study days, which are reckoned anew."""
    db.execute(_DROP_POINTS, {"learner": learner_id})
