"""/homecode: get in private the code that connects a group. The link in the group's chat types it; no menu shows it."""

from __future__ import annotations

from bot.chat.call import Call
from bot.chat.command import Access, Arg, command
from bot.chat.readers import Readers
from bot.chat.reply import Reply
from bot.features.homes.connecting import show_code
from bot.features.stewards.offices import act_for, split_number


@command(
    readers=Readers.SECRET,
    access=Access.ADMIN,
    anywhere=True,
    number=Arg("the number of your group in the link", optional=True, rest=True),
)
async def homecode(call: Call, number: str = "") -> Reply:
    """Get the code that connects your group with one on the other platform."""
    return await show_code(await act_for(call, split_number(number)[0], Access.ADMIN))
