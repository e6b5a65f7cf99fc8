"""Change a message that is out, or say it anew where that cannot be done."""

from __future__ import annotations

from bot.chat.port import Adapter, SendError
from bot.chat.reply import Reply
from bot.posting.posts import Post


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
