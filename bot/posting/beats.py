"""When the program was last seen alive, and from when to when it was not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Connection, Executable, bindparam, delete, func, select, update

from bot.closed_sets import PostState
from bot.database.upsert import Into, PerEngine
from bot.identity import LearnerId
from bot.tables import beats, learners, outages, outbox


def _keeping(into: Into) -> Executable:
    fresh = into(beats).values(id=1, at=bindparam("now"))
    return fresh.on_conflict_do_update(index_elements=["id"], set_={"at": fresh.excluded.at})


def _adding(into: Into) -> Executable:
    fresh = into(outages).values(starts_at=bindparam("start"), ends_at=bindparam("end"))
    return fresh.on_conflict_do_update(index_elements=["starts_at"], set_={"ends_at": fresh.excluded.ends_at})


_LAST = select(beats.c.at)
_KEEP = PerEngine(_keeping)
_ADD = PerEngine(_adding)
_FORGET = delete(outages).where(outages.c.starts_at >= bindparam("now"))
_CUT = update(outages).where(outages.c.ends_at > bindparam("now")).values(ends_at=bindparam("now"))
_STREAKS = (
    select(learners.c.id)
    .where(learners.c.id > bindparam("after"), learners.c.streak > 0, learners.c.streak_through >= bindparam("through"))
    .order_by(learners.c.id)
    .limit(bindparam("count"))
    .with_for_update()
)
_WAITING = select(func.count()).where(outbox.c.state == PostState.NEW, outbox.c.due_at <= bindparam("now"))


def last_beat(db: Connection) -> datetime | None:
    """When it was last seen alive; None before the first time."""
    moment: datetime | None = db.scalar(_LAST)
    return moment


def keep_beat(db: Connection, now: datetime) -> None:
    """It is alive."""
    db.execute(_KEEP(db), {"now": now})


def add_outage(db: Connection, start: datetime, end: datetime) -> None:
    """It was down so long. One that began at the same moment is the same one."""
    db.execute(_ADD(db), {"start": start, "end": end})


def cut_outages(db: Connection, now: datetime) -> bool:
    """Take away what outages have of the future: the clock that saw them was wrong. Whether there was any."""
    forgotten = db.execute(_FORGET, {"now": now}).rowcount
    return bool(forgotten + db.execute(_CUT, {"now": now}).rowcount)


def standing_streaks(db: Connection, through: date, after: LearnerId, limit: int) -> Sequence[LearnerId]:
    """Learners, locked, whose streak stood at least through a study day, from an id on."""
    return db.scalars(_STREAKS, {"through": through, "after": after, "count": limit}).all()


def count_waiting(db: Connection, now: datetime) -> int:
    """How many posts are due and not on their way."""
    return int(db.scalar(_WAITING, {"now": now}) or 0)
