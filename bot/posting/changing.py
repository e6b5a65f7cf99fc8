"""Change a message that is out, and say it anew where that cannot be done."""

from __future__ import annotations

from datetime import timedelta

from bot.chat.port import Adapter, SendError
from bot.chat.reply import Reply
from bot.identity import PostId
from bot.posting.posts import Post

WORTH_CHANGING = timedelta(days=7)
"""The time for which a change is tried."""


def change_key(kind: str, post_id: PostId, last: PostId | None) -> str:
    """Make the key of a change of a post, the next after `last`.

    A kept change with the same key would be newer than `last`, the newest one. So a purge never leads to a used key.
    """
    return f"{kind}:{post_id}:{last or post_id}"


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
