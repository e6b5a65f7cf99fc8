"""SQL about the members who study in each shared session."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, null, select, update

from bot.database.platforms import find_platform, working_on
from bot.identity import ActId, FocusId, LearnerId
from bot.tables import focus_members


@dataclass(frozen=True, slots=True)
class Stay:
    """A member's part in a session. `minutes` were logged so far; `act_id` logged the last of them.

    `staying`: they are in it since `joined_at`. `left_at` is None then. `platform` is that of the account that joined
    last; None: the learner had no other account then.
    """

    learner_id: LearnerId
    joined_at: datetime
    left_at: datetime | None
    staying: bool
    minutes: int
    act_id: ActId | None
    platform: str | None


_OF = (focus_members.c.focus_id == bindparam("focus"),)
_STAYS = select(focus_members).where(*_OF).order_by(focus_members.c.joined_at, focus_members.c.learner_id)
_STAY = select(focus_members).where(*_OF, focus_members.c.learner_id == bindparam("learner"))
_JOIN = insert(focus_members).values(staying=True)
_STINT = update(focus_members).where(*_OF, focus_members.c.learner_id == bindparam("learner"))
_REJOIN = _STINT.values(joined_at=bindparam("now"), left_at=null(), staying=True, made_on=bindparam("on"))
_LEAVE = _STINT.values(
    left_at=bindparam("now"),
    staying=null(),
    minutes=focus_members.c.minutes + bindparam("more"),
    act_id=func.coalesce(bindparam("act", type_=focus_members.c.act_id.type), focus_members.c.act_id),
)
_MOVE = (
    update(focus_members)
    .where(*_OF, focus_members.c.learner_id.in_(bindparam("ids", expanding=True)))
    .values(focus_id=bindparam("to"))
)


def read_stays(db: Connection, focus_id: FocusId) -> list[Stay]:
    """Read the members of a session, the earliest first."""
    return [_stay(row) for row in db.execute(_STAYS, {"focus": focus_id})]


def find_stay(db: Connection, focus_id: FocusId, learner_id: LearnerId) -> Stay | None:
    """Find a member's part in a session. None if they were never in it."""
    row = db.execute(_STAY, {"focus": focus_id, "learner": learner_id}).one_or_none()
    return _stay(row) if row else None


def begin_stay(db: Connection, focus_id: FocusId, learner_id: LearnerId, now: datetime) -> None:
    """Let a learner be in a session from now on, for the first time or again."""
    again = {"focus": focus_id, "learner": learner_id, "now": now, "on": find_platform(db)}
    if db.execute(_REJOIN, again).rowcount == 0:
        db.execute(_JOIN, {"focus_id": focus_id, "learner_id": learner_id, "joined_at": now})


def working_for(db: Connection, stay: Stay) -> AbstractContextManager[None]:
    """Let a connection work meanwhile for the account of a stay."""
    return working_on(db, stay.platform or find_platform(db))


def end_stay(
    db: Connection, focus_id: FocusId, learner_id: LearnerId, now: datetime, *, minutes: int, act_id: ActId | None
) -> None:
    """End a member's stay. `minutes` were logged for it, by an act if there were any."""
    db.execute(_LEAVE, {"focus": focus_id, "learner": learner_id, "now": now, "more": minutes, "act": act_id})


def move_stays(db: Connection, of: FocusId, to: FocusId, learner_ids: Collection[LearnerId]) -> None:
    """Let these members' parts in a session be parts in another, which runs for the same time."""
    db.execute(_MOVE, {"focus": of, "to": to, "ids": list(learner_ids)})


def _stay(row: Row[Any]) -> Stay:
    return Stay(row.learner_id, row.joined_at, row.left_at, bool(row.staying), row.minutes, row.act_id, row.made_on)
