"""Change a message that is out: plan it, do it, and say it anew where that cannot be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.chat.port import Adapter, SendError
from bot.chat.reply import Reply
from bot.identity import PlaceId, PostId
from bot.posting import outbox
from bot.posting.posts import Post

WORTH_CHANGING = timedelta(days=7)
"""The time for which a change is tried."""


@dataclass(frozen=True, slots=True)
class ChangedPost:
    """A post that is out and is to be changed. `last` is the newest of its changes that are kept, if there is one."""

    post_id: PostId
    place_id: PlaceId | None
    facts: dict[str, Any]
    message_id: str
    last: PostId | None = None


def change_key(kind: str, post_id: PostId, last: PostId | None) -> str:
    """Make the key of a change of a post, the next after `last`.

    A kept change with the same key would be newer than `last`, the newest one. So a purge never leads to a used key.
    """
    return f"{kind}:{post_id}:{last or post_id}"


def plan_change(db: Connection, kind: str, changed: ChangedPost, now: datetime) -> None:
    """Plan a change of a post, which is worded anew when it is made. `kind` is the kind of post that changes it."""
    outbox.put_post(
        db,
        kind=kind,
        key=change_key(kind, changed.post_id, changed.last),
        place_id=changed.place_id,
        learner_id=None,
        facts={**changed.facts, "post": changed.post_id, "message_id": changed.message_id},
        now=now,
        due_at=now,
        stale_at=now + WORTH_CHANGING,
    )


async def change_message(adapter: Adapter, post: Post, message_id: str, reply: Reply, *, anew: bool) -> str:
    """Change the message of a post. Returns the id of the message that says it. Raises SendError.

    With `anew`, a message that is gone or that the platform refuses to change is sent again, as a new one.
    """
    try:
        there = await adapter.edit(post.place, message_id, reply)
    except SendError as error:
        if not (anew and (error.rejected or error.permanent)):
            raise
        there = False
    return message_id if there or not anew else await adapter.send(post.place, reply, post.key)
