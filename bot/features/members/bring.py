"""/bring: ask a person who has not joined to do so. It is tapped rather than typed."""

from __future__ import annotations

import re

from bot.chat.call import Call
from bot.chat.command import Arg, command
from bot.chat.markup import Mention, Value
from bot.chat.reply import Reply
from bot.chat.taps import lay_out, make_taps
from bot.features.members.actions.fellows import ACCOUNT
from bot.features.members.actions.groups import NotInGroup
from bot.features.members.inviting import name_people
from bot.identity import Account

_GUEST = re.compile(rf"(?:{ACCOUNT})(?:\s+(?P<name>.+))?", re.DOTALL)
_NAME = 64


@command(guest=Arg("whom to invite", rest=True, member=True))
async def bring(call: Call, guest: str) -> Reply:
    """Ask a person to join the study group."""
    if not call.scene.member:
        raise NotInGroup(offers=((call.label("start.join"), "join"),))
    buttons = lay_out((make_taps([(call.label("greeting.join"), "join")]), 1))
    text = call.say("bring.text", who=call.said.account.name, guest=_guest(call, guest.strip()))
    return Reply(text, buttons=buttons, shared=True)


def _guest(call: Call, typed: str) -> Value:
    """The guest, pinged if their account is known."""
    found = _GUEST.fullmatch(typed)
    if found is None:
        return name_people(call, typed)[:_NAME]
    platform, user_id = ("discord", found["mention"]) if found["mention"] else (found["platform"], found["number"])
    name = (found["name"] or name_people(call, f"{platform}:{user_id}"))[:_NAME]
    same = platform.casefold() == call.said.place.platform
    return Mention(Account(platform.casefold(), int(user_id), name), ping=True) if same else name
