"""SQL about the heartbeat: the program's last beat, and its outages."""

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
    """The instant of the last beat; None before the first."""
    moment: datetime | None = db.scalar(_LAST)
    return moment


def keep_beat(db: Connection, now: datetime) -> None:
    """Keep this instant as the last beat."""
    db.execute(_KEEP(db), {"now": now})


def add_outage(db: Connection, start: datetime, end: datetime) -> None:
    """Keep an outage. An outage with the same start is the same one, and gets the new end."""
    db.execute(_ADD(db), {"start": start, "end": end})


def cut_outages(db: Connection, now: datetime) -> bool:
    """Remove the future part of outages, which a wrong clock kept. Returns whether there was any."""
    forgotten = db.execute(_FORGET, {"now": now}).rowcount
    return bool(forgotten + db.execute(_CUT, {"now": now}).rowcount)


def read_running_streaks(db: Connection, through: date, after: LearnerId, limit: int) -> Sequence[LearnerId]:
    """Lock and list learners whose streak stands through a study day or longer.

    At most `limit`, by id, those behind `after`.
    """
    return db.scalars(_STREAKS, {"through": through, "after": after, "count": limit}).all()


def count_waiting(db: Connection, now: datetime) -> int:
    """How many posts are due and not on their way."""
    return int(db.scalar(_WAITING, {"now": now}) or 0)
