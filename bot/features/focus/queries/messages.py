"""SQL about the messages of a shared session in the outbox: one in each home, or one in a private chat."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, select, update

from bot.closed_sets import PostState
from bot.identity import FocusId, PlaceId, PostId
from bot.tables import outbox

SESSION = "focus"
"""The key in facts of the id of a session."""


@dataclass(frozen=True, slots=True)
class FocusMessage:
    """The post that is the message of a session in a home. `place_id` is None in a private chat."""

    id: PostId
    place_id: PlaceId | None
    state: PostState
    message_id: str | None


_KEYS: BindParameter[list[str]] = bindparam("keys", expanding=True)
_MESSAGES = (
    select(outbox.c.id, outbox.c.place_id, outbox.c.state, outbox.c.message_id)
    .where(outbox.c.key.in_(_KEYS))
    .order_by(outbox.c.id)
)
_FACTS = select(outbox.c.facts).where(outbox.c.id == bindparam("post"))
_IN_HOME = (
    select(outbox.c.id, outbox.c.facts)
    .where(outbox.c.place_id == bindparam("place"), outbox.c.kind.in_(bindparam("kinds", expanding=True)))
    .order_by(outbox.c.id)
    .with_for_update(key_share=True)
)
_GIVE = (
    update(outbox).where(outbox.c.id == bindparam("post")).values(facts=bindparam("said", type_=outbox.c.facts.type))
)
_NAME = update(outbox).where(outbox.c.key == bindparam("named")).values(key=bindparam("anew"))


def read_keyed_messages(db: Connection, keys: Collection[str]) -> list[FocusMessage]:
    """Read the messages of a session that have these keys."""
    return [
        FocusMessage(row.id, row.place_id, PostState(row.state), row.message_id)
        for row in db.execute(_MESSAGES, {"keys": list(keys)})
    ]


def read_told_session(db: Connection, post_id: PostId) -> FocusId:
    """Read which session a post is about now. It is another one if two homes parted while the post was on its way."""
    facts: dict[str, Any] = db.execute(_FACTS, {"post": post_id}).scalar_one()
    return FocusId(facts[SESSION])


def give_messages(db: Connection, place_id: PlaceId, kinds: Collection[str], of: FocusId, to: FocusId) -> None:
    """Let the message of a session in a home, and its changes, be those of another session, which runs there."""
    for row in db.execute(_IN_HOME, {"place": place_id, "kinds": list(kinds)}).all():
        if row.facts[SESSION] == of:
            db.execute(_GIVE, {"post": row.id, "said": {**row.facts, SESSION: to}})


def rename_message(db: Connection, key: str, anew: str) -> None:
    """Give the message of a session another key."""
    db.execute(_NAME, {"named": key, "anew": anew})
