"""SQL for the operator: posts planned, waiting, sent and failed, by ids alone, without names or texts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping, bindparam, func, select

from bot.closed_sets import PostState
from bot.identity import AccountId, PlaceId, PostId
from bot.posting.dues import Due, read_due
from bot.tables import dues, outbox

WAITING = (PostState.NEW, PostState.SENDING)
FAILED = (PostState.DEAD, PostState.AMBIGUOUS)
SENT = (PostState.SENT,)
CANCELLED = (PostState.CANCELLED,)


@dataclass(frozen=True, slots=True)
class PostLine:
    """A post as the outbox keeps it. Its target is a place's or an account's id."""

    id: PostId
    kind: str
    state: PostState
    place_id: PlaceId | None
    account_id: AccountId | None
    created_at: datetime
    due_at: datetime
    ended_at: datetime | None
    attempts: int
    reason: str


@dataclass(frozen=True, slots=True)
class PostTally:
    """How many posts ended in a state, and why."""

    state: PostState
    reason: str
    posts: int


_STATES = outbox.c.state.in_(bindparam("states", expanding=True))
_ROWS = select(
    outbox.c.id,
    outbox.c.kind,
    outbox.c.state,
    outbox.c.place_id,
    outbox.c.account_id,
    outbox.c.created_at,
    outbox.c.due_at,
    outbox.c.ended_at,
    outbox.c.attempts,
    func.coalesce(outbox.c.reason, "").label("reason"),
).where(_STATES)
_COMING = _ROWS.order_by(outbox.c.due_at, outbox.c.id).limit(bindparam("count"))
_LATEST = _ROWS.order_by(outbox.c.ended_at.desc(), outbox.c.id.desc()).limit(bindparam("count"))
_TALLY = (
    select(outbox.c.state, func.coalesce(outbox.c.reason, "").label("why"), func.count())
    .group_by(outbox.c.state, "why")
    .order_by(outbox.c.state, "why")
)
_DUES = select(dues).order_by(dues.c.at, dues.c.id).limit(bindparam("count"))
_ALL_DUES = select(func.count()).select_from(dues)


def list_planned(db: Connection, limit: int) -> list[Due]:
    """The next dues, the earliest first."""
    return [read_due(row) for row in db.execute(_DUES, {"count": limit})]


def count_planned(db: Connection) -> int:
    """How many dues there are in all."""
    return int(db.execute(_ALL_DUES).scalar_one())


def list_waiting(db: Connection, limit: int) -> list[PostLine]:
    """Posts that are not out yet, the earliest first."""
    return [_line(row) for row in db.execute(_COMING, {"states": list(WAITING), "count": limit}).mappings()]


def list_ended(db: Connection, states: Collection[str], limit: int) -> list[PostLine]:
    """Posts that ended in these states, the latest first."""
    return [_line(row) for row in db.execute(_LATEST, {"states": list(states), "count": limit}).mappings()]


def tally_posts(db: Connection) -> list[PostTally]:
    """How many posts there are in each state, for each reason."""
    return [PostTally(PostState(row[0]), row[1], row[2]) for row in db.execute(_TALLY)]


def _line(row: RowMapping) -> PostLine:
    return PostLine(**{**row, "state": PostState(row["state"])})
