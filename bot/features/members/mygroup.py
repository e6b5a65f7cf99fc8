"""/mygroup: choose the group that the private chat is about: by a tap, or by its name."""

from __future__ import annotations

from bot.chat.call import Call
from bot.chat.command import Arg, command
from bot.chat.own_groups import BEHIND, ask_which_group
from bot.chat.readers import Readers
from bot.chat.reply import Reply


@command(
    readers=Readers.SECRET,
    of_group=False,
    line=Arg("the group’s name, or a part of it", optional=True, rest=True),
)
async def mygroup(call: Call, line: str = "") -> Reply:
    """Choose which of your groups our private chat is about."""
    title = call.scene.group_title
    if not call.private:
        return Reply(call.say("mygroup.here"), private=True)
    if call.scene.own_groups is None:
        return Reply(call.say("mygroup.only", group=title) if title else call.say("mygroup.only_own"), private=True)
    first, _, behind = line.partition(" ")
    return ask_which_group(call, behind) if first == BEHIND else ask_which_group(call, typed=line)
