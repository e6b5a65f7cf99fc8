"""The parts of a command, as buttons. It is typed or tapped behind the command: `/progress more`."""

from __future__ import annotations

from bot.chat.call import Call
from bot.chat.command import Arg, command
from bot.chat.readers import Readers
from bot.chat.reply import Reply
from bot.chat.taps import lay_out, make_taps
from bot.features.help.help import list_everything


@command(of_group=False, readers=Readers.ASKER, name="more", of=Arg("a command", optional=True, rest=True))
async def more(call: Call, of: str = "") -> Reply:
    """Show the parts of a command."""
    parts = call.registry.parts(of.strip())
    if not parts:
        return list_everything(call)
    offers = ((call.label(f"part.{part}"), part) for part in parts.values())
    return Reply(
        call.say("more.which"), buttons=lay_out((make_taps(offers), 2)), question=True, update=call.said.tapped
    )
