"""Welcome a caller whose first call of another purpose made them a member."""

from __future__ import annotations

from bot.chat.call import Call
from bot.chat.markup import NOTHING, Text


def welcome(call: Call, *, joined: bool) -> Text:
    """Say that the caller is a member now, if they have just joined. In a private chat they learn alone."""
    if not joined:
        return NOTHING
    return call.say("join.on_the_way_alone" if call.private else "join.on_the_way")
