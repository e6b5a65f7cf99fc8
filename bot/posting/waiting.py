"""SQL about waiting posts, read before they are claimed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, bindparam, or_, select

from bot.identity import Place, PostId
from bot.posting.posts import FALLEN_DUE, SPEAKS, TARGETS, post_place, post_target
from bot.posting.targets import Target
from bot.tables import accounts, outbox, places


@dataclass(frozen=True, slots=True)
class Waiting:
    """A row that is due and not yet claimed."""

    id: PostId
    due_at: datetime
    target: Target
    place: Place


_BEGINNING = datetime.min.replace(tzinfo=UTC)
_BEHIND = or_(
    outbox.c.due_at > bindparam("due"), and_(outbox.c.due_at == bindparam("due"), outbox.c.id > bindparam("last"))
)
_DUE: Select[Any] = (
    select(
        outbox.c.id,
        outbox.c.due_at,
        outbox.c.place_id,
        outbox.c.account_id,
        places.c.platform,
        places.c.space_id,
        places.c.chat_id,
        places.c.thread_id,
        places.c.private,
        accounts.c.platform.label("account_platform"),
        accounts.c.user_id,
    )
    .select_from(TARGETS)
    .where(FALLEN_DUE, SPEAKS, outbox.c.due_at >= bindparam("due"), _BEHIND)
    .order_by(outbox.c.due_at, outbox.c.id)
    .limit(bindparam("count"))
)


def read_waiting(
    db: Connection, now: datetime, limit: int, platforms: Collection[str], after: Waiting | None = None
) -> list[Waiting]:
    """Read due, unclaimed posts on these platforms, oldest first. With `after`, only those behind that row."""
    due, last = (after.due_at, after.id) if after else (_BEGINNING, 0)
    values = {"now": now, "count": limit, "platforms": list(platforms), "due": due, "last": last}
    return [_waiting(row) for row in db.execute(_DUE, values)]


def _waiting(row: Row[Any]) -> Waiting:
    return Waiting(row.id, row.due_at, post_target(row), post_place(row))
