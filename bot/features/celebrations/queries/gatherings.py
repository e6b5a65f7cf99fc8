"""SQL about gatherings: posts that celebrate several learners. Each learner's part is a row of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Executable, bindparam, delete, func, select, update

from bot.closed_sets import PostState
from bot.database.upsert import Into, PerEngine
from bot.identity import LearnerId, PlaceId, PostId
from bot.tables import gathered, outbox

GATHERING, AMEND_GATHERING = "gathering", "amend_gathering"
"""The kinds of post: a gathering, and the change of one that is out."""


@dataclass(frozen=True, slots=True)
class WaitingGathering:
    """A gathering that is not on its way yet."""

    id: PostId
    due_at: datetime


def _putting(into: Into) -> Executable:
    fresh = into(gathered)
    changed = {"facts": fresh.excluded.facts, "due_at": fresh.excluded.due_at}
    return fresh.on_conflict_do_update(index_elements=["post_id", "learner_id"], set_=changed)


OWN_PARTS = (
    select(
        *(outbox.c.id, outbox.c.kind, outbox.c.place_id, outbox.c.state, gathered.c.facts),
        *(outbox.c.message_id, outbox.c.due_at),
    )
    .join(gathered, gathered.c.post_id == outbox.c.id)
    .where(gathered.c.learner_id == bindparam("learner"))
    .order_by(outbox.c.id)
    .with_for_update(of=outbox, key_share=True)
)
_PUT = PerEngine(_putting)
_REWRITE = (
    update(gathered)
    .where(gathered.c.post_id == bindparam("post"), gathered.c.learner_id == bindparam("whose"))
    .values(facts=bindparam("said"))
)
_DROP = delete(gathered).where(gathered.c.post_id == bindparam("post"), gathered.c.learner_id == bindparam("whose"))
_PARTS = select(gathered.c.facts).where(gathered.c.post_id == bindparam("post")).order_by(gathered.c.learner_id)
_EVERY = select(gathered.c.post_id, gathered.c.facts)
_WAITING = (
    select(outbox.c.id, outbox.c.due_at)
    .where(outbox.c.place_id == bindparam("place"), outbox.c.kind == GATHERING, outbox.c.state == PostState.NEW)
    .order_by(outbox.c.id)  # as all others lock posts of a place
    .with_for_update(key_share=True)
)
_NEWEST = select(func.max(outbox.c.id)).where(outbox.c.place_id == bindparam("place"))
_LAST_MINUTE = select(func.max(gathered.c.due_at, type_=gathered.c.due_at.type)).where(
    gathered.c.post_id == bindparam("post")
)


def waiting_gatherings(db: Connection, place_id: PlaceId) -> list[WaitingGathering]:
    """Read the gatherings that wait at a place, the first due first. They are locked against the deliverer."""
    waiting = [WaitingGathering(row.id, row.due_at) for row in db.execute(_WAITING, {"place": place_id})]
    return sorted(waiting, key=lambda one: (one.due_at, one.id))


def newest_post(db: Connection, place_id: PlaceId) -> PostId:
    """Return the id of a place's newest post in the outbox; 0 if it has none."""
    return db.scalar(_NEWEST, {"place": place_id}) or PostId(0)


def put_part(db: Connection, post_id: PostId, learner_id: LearnerId, facts: dict[str, Any], due_at: datetime) -> None:
    """Put a learner's part into a gathering, in place of the one they have in it. `due_at` ends its minute of grace."""
    db.execute(_PUT(db), {"post_id": post_id, "learner_id": learner_id, "facts": facts, "due_at": due_at})


def rewrite_part(db: Connection, post_id: PostId, learner_id: LearnerId, facts: dict[str, Any]) -> None:
    """Replace the facts of a learner's part."""
    db.execute(_REWRITE, {"post": post_id, "whose": learner_id, "said": facts})


def drop_part(db: Connection, post_id: PostId, learner_id: LearnerId) -> None:
    """Take a learner out of a gathering for good."""
    db.execute(_DROP, {"post": post_id, "whose": learner_id})


def read_parts(db: Connection, post_id: PostId) -> list[dict[str, Any]]:
    """Read the facts of all parts of a gathering."""
    return list(db.scalars(_PARTS, {"post": post_id}))


def read_every_part(db: Connection) -> list[tuple[PostId, dict[str, Any]]]:
    """Read the facts of all parts, with the gathering of each."""
    return [(PostId(row.post_id), row.facts) for row in db.execute(_EVERY)]


def last_minute(db: Connection, post_id: PostId) -> datetime | None:
    """Return the instant at which every part of a gathering has its minute of grace behind it."""
    moment: datetime | None = db.scalar(_LAST_MINUTE, {"post": post_id})
    return moment
