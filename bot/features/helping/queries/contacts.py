"""SQL about contacts: the posts that put askers and helpers in touch, and whether they were said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from bot.closed_sets import PostState
from bot.identity import LearnerId, PostId
from bot.tables import outbox


@dataclass(frozen=True, slots=True)
class ContactPost:
    """A contact. `lost`: it was not said, and never will be. `stale_at`: when one that waits will be; else None."""

    id: PostId
    facts: dict[str, Any]
    lost: bool
    stale_at: datetime | None


_ENDED = frozenset({PostState.DEAD, PostState.CANCELLED})
_WAITS = frozenset({PostState.NEW, PostState.SENDING})
_OF_ASKER = (
    select(outbox.c.id, outbox.c.state, outbox.c.stale_at, outbox.c.facts)
    .where(
        outbox.c.learner_id == bindparam("asker"),
        outbox.c.kind == bindparam("contact"),
        outbox.c.created_at >= bindparam("since"),
    )
    .order_by(outbox.c.id)
)


def read_contacts(db: Connection, kind: str, asker: LearnerId, since: datetime, now: datetime) -> list[ContactPost]:
    """Read the contacts of an asker of this kind of post that were planned since an instant, in order."""
    found = db.execute(_OF_ASKER, {"asker": asker, "contact": kind, "since": since})
    return [_contact(row, now) for row in found]


def _contact(row: Row[*tuple[Any, ...]], now: datetime) -> ContactPost:
    """Make a contact of its row. One that is stale is dropped when posts are sent next."""
    stale = row.state == PostState.NEW and row.stale_at is not None and row.stale_at <= now
    lost = stale or row.state in _ENDED
    waits = row.state in _WAITS and not lost
    return ContactPost(row.id, row.facts, lost, row.stale_at if waits else None)
