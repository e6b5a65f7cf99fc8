"""SQL about celebrations in the outbox: a learner's own posts, and the changes of those that are out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, and_, bindparam, func, or_, select, update

from bot.closed_sets import PostState
from bot.database.columns import constant, constants
from bot.features.celebrations.queries.gatherings import GATHERING, OWN_PARTS
from bot.identity import LearnerId, PlaceId, PostId
from bot.tables import gathered, groups, memberships, outbox, places
from bot.tables.members import TAKES_POSTS

CELEBRATION, AMEND = "celebration", "amend"
"""The kinds of post: a celebration, and the change of one that is out."""
_OWN = constants((CELEBRATION, AMEND))


@dataclass(frozen=True, slots=True)
class KeptPost:
    """A celebration of a learner, or their part in a gathering. The facts are the learner's, all else is the post's."""

    id: PostId
    kind: str
    place_id: PlaceId | None
    state: PostState
    facts: dict[str, Any]
    message_id: str | None
    due_at: datetime


_SLUGS: BindParameter[list[str]] = bindparam("slugs", expanding=True)
_VENUES = (
    select(places.c.id)
    .join(groups, groups.c.id == places.c.group_id)
    .join(memberships, memberships.c.group_id == groups.c.id)
    .where(
        memberships.c.learner_id == bindparam("learner"),
        memberships.c.left_at.is_(None),
        groups.c.roadmap.in_(_SLUGS),
        groups.c.removed_at.is_(None),
        or_(groups.c.quiet_until.is_(None), groups.c.quiet_until <= bindparam("now")),
        TAKES_POSTS,
    )
    .order_by(places.c.id)
    .with_for_update(of=places, key_share=True)
)
_POSTS = (
    select(
        *(outbox.c.id, outbox.c.kind, outbox.c.place_id, outbox.c.state, outbox.c.facts),
        *(outbox.c.message_id, outbox.c.due_at),
    )
    .where(outbox.c.learner_id == bindparam("learner"), outbox.c.kind.in_(_OWN))
    .order_by(outbox.c.id)
    .with_for_update(key_share=True)
)
_LOCK_POSTS = (
    select(outbox.c.id)
    .where(
        or_(
            and_(outbox.c.learner_id == bindparam("learner"), outbox.c.kind.in_(_OWN)),
            outbox.c.id.in_(select(gathered.c.post_id).where(gathered.c.learner_id == bindparam("learner"))),
        )
    )
    .order_by(outbox.c.id)
    .with_for_update(key_share=True)
)
_WAITS = outbox.c.state == constant(PostState.NEW)
_WAITING = (
    select(outbox.c.facts).where(
        outbox.c.learner_id == bindparam("learner"), outbox.c.kind == constant(CELEBRATION), _WAITS
    ),
    select(gathered.c.facts)
    .join(outbox, outbox.c.id == gathered.c.post_id)
    .where(gathered.c.learner_id == bindparam("learner"), outbox.c.kind == constant(GATHERING), _WAITS),
)
_POST = select(outbox.c.facts, outbox.c.message_id).where(outbox.c.id == bindparam("post"))
_EVERY = select(outbox.c.id, outbox.c.facts).where(outbox.c.kind.in_(_OWN))
_REWRITE = update(outbox).where(outbox.c.id == bindparam("post")).values(facts=bindparam("said"))
_PUT_OFF = _REWRITE.values(due_at=bindparam("when_"))
_POSTPONE = update(outbox).where(outbox.c.id == bindparam("post")).values(due_at=bindparam("when_"))
_LAST = select(func.max(func.coalesce(outbox.c.ended_at, outbox.c.due_at), type_=outbox.c.due_at.type)).where(
    outbox.c.place_id == bindparam("place"),
    outbox.c.kind.in_(constants((CELEBRATION, GATHERING))),
    outbox.c.state.not_in(constants((PostState.DEAD, PostState.CANCELLED))),
    outbox.c.id != bindparam("but"),
)


def lock_venues(db: Connection, learner_id: LearnerId, roadmap_slug: str, now: datetime) -> list[PlaceId]:
    """Read the places for a learner's celebrations, in all groups of theirs that follow this roadmap.

    Quiet or removed groups are left out, and places that cannot be reached. Their rows are locked, so that only one
    call plans at a place.
    """
    return lock_all_venues(db, learner_id, [roadmap_slug], now)


def lock_all_venues(
    db: Connection, learner_id: LearnerId, roadmap_slugs: Iterable[str], now: datetime
) -> list[PlaceId]:
    """Read the places for a learner's celebrations of several roadmaps, as `lock_venues` does, and lock them by id."""
    return list(db.scalars(_VENUES, {"learner": learner_id, "slugs": sorted(roadmap_slugs), "now": now}))


def read_unposted_facts(db: Connection, learner_id: LearnerId) -> list[dict[str, Any]]:
    """Read the facts of a learner's celebrations and parts in gatherings that wait. The rows are not locked."""
    return [facts for one in _WAITING for facts in db.scalars(one, {"learner": learner_id})]


def read_learner_posts(db: Connection, learner_id: LearnerId) -> list[KeptPost]:
    """Read a learner's celebrations, amendments and parts in gatherings, oldest first.

    The rows are locked against the deliverer, by id.
    """
    if db.dialect.name == "postgresql":
        db.execute(_LOCK_POSTS, {"learner": learner_id})
    found = [*db.execute(OWN_PARTS, {"learner": learner_id}), *db.execute(_POSTS, {"learner": learner_id})]
    return sorted(map(_kept_post, found), key=lambda kept: kept.id)


def read_every_celebration(db: Connection) -> dict[PostId, dict[str, Any]]:
    """Read the facts of all celebrations and their amendments, those that are out included."""
    return {PostId(post_id): facts for post_id, facts in db.execute(_EVERY)}


def read_post_facts(db: Connection, post_id: PostId) -> tuple[dict[str, Any], str | None]:
    """Read a post's facts as they are now, and the platform's id of it."""
    facts, message_id = db.execute(_POST, {"post": post_id}).one()
    return facts, message_id


def rewrite_post(db: Connection, post_id: PostId, facts: dict[str, Any], due_at: datetime | None = None) -> None:
    """Replace the facts of a post, and set a new due moment if there is one."""
    if due_at is None:
        db.execute(_REWRITE, {"post": post_id, "said": facts})
    else:
        db.execute(_PUT_OFF, {"post": post_id, "said": facts, "when_": due_at})


def postpone_post(db: Connection, post_id: PostId, due_at: datetime) -> None:
    """Set a new due moment for a waiting post."""
    db.execute(_POSTPONE, {"post": post_id, "when_": due_at})


def last_celebrated_at(db: Connection, place_id: PlaceId, *, but: PostId = PostId(0)) -> datetime | None:
    """Return when a place heard a celebration last, or when the last that waits is due. `but` does not count."""
    moment: datetime | None = db.scalar(_LAST, {"place": place_id, "but": but})
    return moment


def _kept_post(row: Row[*tuple[Any, ...]]) -> KeptPost:
    return KeptPost(row.id, row.kind, row.place_id, PostState(row.state), row.facts, row.message_id, row.due_at)
