"""All posts of a place or account: they wait for one another, and are released or dropped together."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, null, or_, select, update

from bot.closed_sets import REMOVED, PostState
from bot.database.columns import constant
from bot.identity import PlaceId, PostId
from bot.posting.ordering import update_in_order
from bot.posting.outbox import REASON, WAITS
from bot.posting.outcomes import PostReason
from bot.posting.posts import TARGET_COLUMNS
from bot.posting.targets import Target, TargetKind
from bot.tables import accounts, outbox, places

LOST = "lost: "
"""The beginning of the reason of a post that waits until its place takes posts again."""

_TRY_NOW = update_in_order(
    outbox.c.place_id == bindparam("target"),
    outbox.c.state == PostState.NEW,
    outbox.c.reason.startswith(LOST),
    outbox.c.due_at > bindparam("now"),
).values(due_at=bindparam("now"))
_SWITCH_ON = update(places).where(places.c.id == bindparam("target")).values(off_reason=None, removed_at=None)
_SWITCH_OFF = {
    TargetKind.PLACE: update(places)
    .where(places.c.id == bindparam("target"), places.c.off_reason.is_distinct_from(constant(REMOVED)))
    .values(off_reason=bindparam("why")),
    TargetKind.ACCOUNT: update(accounts)
    .where(accounts.c.id == bindparam("target"))
    .values(off_reason=bindparam("why")),
}
_DROP_WAITING = {
    kind: update_in_order(column == bindparam("target"), outbox.c.state == PostState.NEW).values(
        state=PostState.DEAD, reason=bindparam("why"), ended_at=bindparam("now")
    )
    for kind, column in TARGET_COLUMNS.items()
}
_BEHIND = {
    kind: and_(column == bindparam("target"), outbox.c.state == PostState.NEW, outbox.c.due_at < bindparam("due"))
    for kind, column in TARGET_COLUMNS.items()
}
_WAIT_BEHIND = {kind: update_in_order(behind).values(**WAITS) for kind, behind in _BEHIND.items()}
_LOCK_BEHIND = {
    kind: select(outbox.c.id)
    .where(or_(outbox.c.id == bindparam("post_id"), behind))
    .order_by(outbox.c.id)
    .with_for_update(key_share=True)
    for kind, behind in _BEHIND.items()
}
_AT_PLACE = outbox.c.place_id.in_(
    select(places.c.id).where(places.c.platform == bindparam("on"), places.c.space_id == bindparam("space"))
)
_DROP_CHANGES = (
    update(outbox)
    .where(
        _AT_PLACE,
        outbox.c.state.in_([PostState.NEW, PostState.SENDING]),
        outbox.c.facts["message_id"].as_string() != "",
    )
    .values(state=PostState.DEAD, leased_until=null(), reason=PostReason.MOVED, ended_at=bindparam("now"))
)
_FORGET_MESSAGES = update(outbox).where(_AT_PLACE).values(message_id=null())


def lock_behind(db: Connection, post_id: PostId, target: Target, due_at: datetime) -> None:
    """Lock a post, and those that would have to wait behind it until `due_at`, by id (PostgreSQL)."""
    if db.dialect.name == "postgresql":
        db.execute(_LOCK_BEHIND[target.kind], {"post_id": post_id, "target": target.id, "due": due_at})


def wait_behind(db: Connection, target: Target, due_at: datetime, reason: str) -> None:
    """Let posts due earlier at this place or account wait until `due_at`, so that their order stays."""
    db.execute(_WAIT_BEHIND[target.kind], {"target": target.id, "due": due_at, "why": reason[:REASON]})


def note_target_lost(db: Connection, target: Target, reason: str) -> None:
    """Note why posts do not arrive at a place or account. A reported removal stays the reason."""
    db.execute(_SWITCH_OFF[target.kind], {"target": target.id, "why": reason[:REASON]})


def note_place_found(db: Connection, place_id: PlaceId) -> None:
    """Note that posts arrive at a place again."""
    db.execute(_SWITCH_ON, {"target": place_id})


def try_now(db: Connection, place_id: PlaceId, now: datetime) -> None:
    """Try posts at once that wait until their place takes posts again."""
    db.execute(_TRY_NOW, {"target": place_id, "now": now})


def switch_target_off(db: Connection, target: Target, reason: str, now: datetime) -> None:
    """Switch a place or account off, and drop the posts that wait for it.

    It stays off until a call comes from there.
    """
    values = {"target": target.id, "why": reason[:REASON], "now": now}
    db.execute(_SWITCH_OFF[target.kind], values)
    db.execute(_DROP_WAITING[target.kind], values)


def forget_messages(db: Connection, platform: str, space_id: int, now: datetime) -> None:
    """Forget the message ids of a moved chat, where they mean other messages or none.

    Posts that would change such a message are dropped.
    """
    where = {"on": platform, "space": space_id}
    db.execute(_DROP_CHANGES, {**where, "now": now})
    db.execute(_FORGET_MESSAGES, where)
