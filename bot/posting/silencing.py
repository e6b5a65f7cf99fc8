"""Cancel waiting posts that a learner or a group does not want to hear any more."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from bot.closed_sets import PostState
from bot.identity import GroupId, LearnerId
from bot.posting.ordering import update_in_order
from bot.posting.outcomes import PostReason
from bot.tables import outbox, places

_WAITING = (outbox.c.state == PostState.NEW, outbox.c.kind.in_(bindparam("kinds", expanding=True)))
_HERE = select(places.c.id).where(places.c.group_id == bindparam("group"))
_LOCK_PLACES = _HERE.order_by(places.c.id).with_for_update(key_share=True)
_GIVEN_UP = {"state": PostState.CANCELLED, "ended_at": bindparam("now"), "reason": PostReason.UNWANTED}
_FROM_LEARNER = update_in_order(outbox.c.learner_id == bindparam("learner"), *_WAITING).values(_GIVEN_UP)
_FROM_GROUP = update_in_order(outbox.c.place_id.in_(_HERE), *_WAITING).values(_GIVEN_UP)


def hush_learner(db: Connection, learner_id: LearnerId, kinds: Collection[str], now: datetime) -> None:
    """Cancel a learner's waiting posts of these kinds."""
    db.execute(_FROM_LEARNER, {"learner": learner_id, "kinds": list(kinds), "now": now})


def hush_group(db: Connection, group_id: GroupId, kinds: Collection[str], now: datetime) -> None:
    """Cancel a group's waiting posts of these kinds, in all its places. Nobody plans celebrations there meanwhile."""
    if not kinds:
        return
    db.execute(_LOCK_PLACES, {"group": group_id})
    db.execute(_FROM_GROUP, {"group": group_id, "kinds": list(kinds), "now": now})
