"""SQL about posts that were planned or sent already."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import (
    Connection,
    Row,
    and_,
    bindparam,
    func,
    or_,
    select,
)

from bot.closed_sets import PostState
from bot.identity import GroupId, LearnerId, PlaceId, PostId
from bot.posting.audiences import MEMBERS
from bot.posting.ordering import update_in_order
from bot.posting.outcomes import PostReason
from bot.posting.posts import TARGET_COLUMNS
from bot.posting.targets import Target
from bot.tables import outbox, places

TURN = "turn"
"""The key in a post's facts of the number that chooses its wording."""

_SPOKEN = and_(
    outbox.c.kind.in_(bindparam("kinds", expanding=True)),
    outbox.c.state.not_in([PostState.DEAD, PostState.CANCELLED]),
    or_(
        outbox.c.created_at >= bindparam("since"),
        outbox.c.ended_at >= bindparam("since"),
        and_(outbox.c.state == PostState.NEW, outbox.c.stale_at > bindparam("now")),
    ),
)
_SPOKEN_TO_GROUP = (
    select(outbox.c.id)
    .join(places, places.c.id == outbox.c.place_id)
    .where(places.c.group_id == bindparam("group"), _SPOKEN)
    .limit(1)
)
_SPOKEN_TO_LEARNER = select(outbox.c.id).where(outbox.c.learner_id == bindparam("learner"), _SPOKEN).limit(1)
_SAID = select(outbox.c.state, outbox.c.created_at, outbox.c.ended_at)
_SAID_TO_GROUP = _SAID.join(places, places.c.id == outbox.c.place_id).where(
    places.c.group_id == bindparam("group"), _SPOKEN
)
_SAID_TO_MEMBERS = _SAID.where(outbox.c.learner_id.in_(MEMBERS), _SPOKEN)
_WAITING = and_(
    outbox.c.state == PostState.NEW,
    outbox.c.kind.in_(bindparam("kinds", expanding=True)),
    outbox.c.id != bindparam("newer"),
)
_FORGO = {
    kind: update_in_order(column == bindparam("target"), _WAITING).values(
        state=PostState.CANCELLED, ended_at=bindparam("now"), reason=PostReason.NEWER
    )
    for kind, column in TARGET_COLUMNS.items()
}
_LAST_SAID = {
    kind: select(outbox.c.facts)
    .where(column == bindparam("target"), outbox.c.kind.in_(bindparam("kinds", expanding=True)))
    .order_by(outbox.c.id.desc())
    .limit(1)
    for kind, column in TARGET_COLUMNS.items()
}
_LAST_SENT = select(func.max(outbox.c.id)).where(
    outbox.c.place_id == bindparam("place"), outbox.c.state == PostState.SENT
)
_STALE = select(outbox.c.stale_at).where(outbox.c.id == bindparam("post"))


def spoken_to_group(db: Connection, group_id: GroupId, kinds: Collection[str], since: datetime, now: datetime) -> bool:
    """Whether a group has a post of these kinds since an instant, planned or sent, or one that still waits.

    Dead and cancelled posts do not count. A waiting post counts until it goes stale.
    """
    values = {"group": group_id, "kinds": list(kinds), "since": since, "now": now}
    return db.execute(_SPOKEN_TO_GROUP, values).first() is not None


def spoken_to_learner(
    db: Connection, learner_id: LearnerId, kinds: Collection[str], since: datetime, now: datetime
) -> bool:
    """Whether a learner has a post of these kinds since an instant, planned or sent, or one that still waits.

    Dead and cancelled posts do not count. A waiting post counts until it goes stale.
    """
    values = {"learner": learner_id, "kinds": list(kinds), "since": since, "now": now}
    return db.execute(_SPOKEN_TO_LEARNER, values).first() is not None


def last_said_to_group(
    db: Connection, group_id: GroupId, kinds: Collection[str], since: datetime, now: datetime
) -> datetime | None:
    """When a group last had a post of these kinds, if that is since an instant. A post that still waits is said now."""
    values = {"group": group_id, "kinds": list(kinds), "since": since, "now": now}
    return _latest(db.execute(_SAID_TO_GROUP, values).all(), now)


def last_said_to_members(
    db: Connection, group_id: GroupId, kinds: Collection[str], since: datetime, now: datetime
) -> datetime | None:
    """When a member of a group last had a private post of these kinds, by the same rule."""
    values = {"group": group_id, "kinds": list(kinds), "since": since, "now": now}
    return _latest(db.execute(_SAID_TO_MEMBERS, values).all(), now)


def forgo(db: Connection, target: Target, kinds: Collection[str], newer: PostId, now: datetime) -> None:
    """Cancel waiting posts of these kinds for a place or account, because a newer post takes their place."""
    db.execute(_FORGO[target.kind], {"target": target.id, "kinds": list(kinds), "newer": newer, "now": now})


def next_turn(db: Connection, target: Target, *kinds: str) -> int:
    """The turn of the next post of these kinds at a place or account: one more than the last post's."""
    last = db.scalar(_LAST_SAID[target.kind], {"target": target.id, "kinds": list(kinds)})
    return 1 + int(last.get(TURN, 0)) if last else 0


def stale_at(db: Connection, post_id: PostId) -> datetime | None:
    """The instant from which a post is not worth saying; None if there is none."""
    moment: datetime | None = db.scalar(_STALE, {"post": post_id})
    return moment


def last_sent(db: Connection, place_id: PlaceId | None) -> PostId:
    """The id of the newest post sent to a place; 0 if none is known."""
    return db.scalar(_LAST_SENT, {"place": place_id}) or PostId(0)


def _latest(said: Sequence[Row[str, datetime, datetime | None]], now: datetime) -> datetime | None:
    return max((now if one.state == PostState.NEW else one.ended_at or one.created_at for one in said), default=None)
