"""SQL about the heartbeat: the program's last beat, and its outages."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, Executable, bindparam, case, exists, func, select, update

from bot.closed_sets import PostState
from bot.database.upsert import Into, PerEngine
from bot.tables import beats, outages, outbox


def _keeping(into: Into) -> Executable:
    fresh = into(beats).values(id=1, at=bindparam("now"))
    return fresh.on_conflict_do_update(index_elements=["id"], set_={"at": fresh.excluded.at})


def _adding(into: Into) -> Executable:
    fresh = into(outages).values(starts_at=bindparam("start"), ends_at=bindparam("end"), resolved=False)
    changed = {"ends_at": fresh.excluded.ends_at, "resolved": False}
    return fresh.on_conflict_do_update(index_elements=["starts_at"], set_=changed)


_LAST = select(beats.c.at)
_KEEP = PerEngine(_keeping)
_ADD = PerEngine(_adding)
_CUT = (
    update(outages)
    .where(outages.c.ends_at > bindparam("now"))
    .values(ends_at=case((outages.c.starts_at > bindparam("now"), outages.c.starts_at), else_=bindparam("now")))
    .values(resolved=False)
)
_OPEN = select(exists().where(outages.c.resolved.is_(False)))
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


def cut_outages(db: Connection, now: datetime) -> None:
    """Cut off the future part of outages, which a wrong clock kept. An outage in the future gets no length."""
    db.execute(_CUT, {"now": now})


def has_open_outages(db: Connection) -> bool:
    """Whether the study days of an outage are yet to be resolved for some learner."""
    return bool(db.scalar(_OPEN))


def count_waiting(db: Connection, now: datetime) -> int:
    """How many posts are due and not on their way."""
    return int(db.scalar(_WAITING, {"now": now}) or 0)
