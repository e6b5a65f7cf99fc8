"""SQL about twins: the posts that tell other homes of a group the same as a post that takes cheers.

Members cheer for what happened, whichever home they are in. Two posts are twins if they celebrate a milestone of the
same learner, or are digests of the same check-in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, bindparam, or_, select

from bot.database.columns import constants
from bot.features.cheers.queries.posts import OF_GROUP, OUT
from bot.identity import LearnerId, PlaceId, PostId
from bot.tables import gathered, outbox, places

CHEERED = "cheered"
"""The kind of post that counts the cheers anew in the message of another home."""

_CELEBRATING = ("celebration", "gathering")
_COLUMNS = (outbox.c.id, outbox.c.place_id, outbox.c.message_id, outbox.c.kind, outbox.c.learner_id, outbox.c.facts)
_POST = select(*_COLUMNS, outbox.c.key, places.c.group_id).join(places).where(outbox.c.id == bindparam("post"))
_HOMES = select(places.c.id).where(places.c.group_id == bindparam("group"), places.c.id != bindparam("place"))
_AT_HOMES = (outbox.c.place_id.in_(bindparam("homes", expanding=True)), outbox.c.state.in_(OUT))
_DIGESTS = select(*_COLUMNS).where(outbox.c.key.in_(bindparam("keys", expanding=True)), *_AT_HOMES)
_LEARNERS: BindParameter[list[LearnerId]] = bindparam("learners", expanding=True)
_CELEBRATIONS = select(*_COLUMNS).where(
    *_AT_HOMES,
    outbox.c.kind.in_(constants(_CELEBRATING)),
    or_(
        outbox.c.learner_id.in_(_LEARNERS),
        outbox.c.id.in_(select(gathered.c.post_id).where(gathered.c.learner_id.in_(_LEARNERS))),
    ),
)
_PARTS = select(gathered.c.post_id, gathered.c.learner_id, gathered.c.facts).where(
    gathered.c.post_id.in_(bindparam("posts", expanding=True))
)

PostRow = Row[*tuple[Any, ...]]

Celebrated = frozenset[tuple[LearnerId, str, str, str]]
"""The milestones that a post celebrates: learner, roadmap, kind and slug of each."""


@dataclass(frozen=True, slots=True)
class TwinPost:
    """A post that tells another home the same. `message_id` is the platform's id of its message."""

    id: PostId
    place_id: PlaceId
    message_id: str | None


def find_twins(db: Connection, post_id: PostId) -> list[TwinPost]:
    """Find the posts that tell the group's other homes the same as a post, and are out."""
    post = db.execute(_POST, {"post": post_id}).first()
    if post is None:
        return []
    homes = list(db.scalars(_HOMES, {"group": post.group_id, "place": post.place_id}))
    found = _find(db, post, homes) if homes else ()
    return [TwinPost(PostId(one.id), PlaceId(one.place_id), one.message_id) for one in found]


def _find(db: Connection, post: PostRow, homes: list[PlaceId]) -> Iterator[PostRow]:
    if post.kind == OF_GROUP:
        week = post.key.rpartition(":")[2]
        keys = [f"{OF_GROUP}:{place_id}:{week}" for place_id in homes]
        found = db.execute(_DIGESTS, {"keys": keys, "homes": homes}).all()
        yield from (one for one in found if one.facts.get("checkin") == post.facts.get("checkin"))
        return
    own = _read_celebrated(db, [post])[post.id]
    learners = sorted({one[0] for one in own})
    twins = db.execute(_CELEBRATIONS, {"learners": learners, "homes": homes}).all() if learners else []
    celebrated = _read_celebrated(db, twins)
    yield from (one for one in twins if celebrated[one.id] & own)


def _read_celebrated(db: Connection, posts: Sequence[PostRow]) -> dict[PostId, Celebrated]:
    """Read the milestones that each of these posts celebrates: its own, and those of its parts."""
    celebrated: dict[PostId, Celebrated] = {one.id: _celebrated_by(one.learner_id, one.facts) for one in posts}
    for part in db.execute(_PARTS, {"posts": list(celebrated)}):
        celebrated[part.post_id] |= _celebrated_by(part.learner_id, part.facts)
    return celebrated


def _celebrated_by(learner_id: LearnerId, facts: dict[str, Any]) -> Celebrated:
    slug = facts.get("roadmap", "")
    return frozenset((learner_id, slug, one["kind"], one["slug"]) for one in facts.get("milestones", ()))
