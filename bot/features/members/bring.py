"""/bring: ask a person who has not joined to do so. It is tapped rather than typed."""

from __future__ import annotations

import re

from bot.chat.call import Call
from bot.chat.command import Arg, command
from bot.chat.markup import Mention, Value
from bot.chat.reply import Reply
from bot.chat.taps import lay_out, make_taps
from bot.errors import Refused
from bot.features.members.actions.fellows import ACCOUNT
from bot.features.members.actions.groups import NotInGroup
from bot.features.members.inviting import name_people
from bot.identity import Account

_GUEST = re.compile(rf"(?:{ACCOUNT})(?:\s+(?P<name>.+))?", re.DOTALL)
_NAME = 64


class CannotInvite(Refused):
    """Refusal: the caller is hidden or muted, so the invitation would be seen by them alone."""

    guest: str


@command(guest=Arg("whom to invite", rest=True, member=True))
async def bring(call: Call, guest: str) -> Reply:
    """Ask a person to join the study group."""
    if not call.scene.member:
        raise NotInGroup(offers=((call.label("start.join"), "join"),))
    if call.unseen:
        raise CannotInvite(guest=_name_guest(call, guest.strip()))
    buttons = lay_out((make_taps([(call.label("greeting.join"), "join")]), 1))
    text = call.say("bring.text", who=call.said.account.name, guest=_guest(call, guest.strip()))
    return Reply(text, buttons=buttons, shared=True)


def _guest(call: Call, typed: str) -> Value:
    """The guest, pinged if their account is known."""
    name = _name_guest(call, typed)
    found = _GUEST.fullmatch(typed)
    if found is None:
        return name
    platform, user_id = ("discord", found["mention"]) if found["mention"] else (found["platform"], found["number"])
    same = platform.casefold() == call.said.place.platform
    return Mention(Account(platform.casefold(), int(user_id), name), ping=True) if same else name


def _name_guest(call: Call, typed: str) -> str:
    """The guest's name as the button has it, else as the platform knows it."""
    found = _GUEST.fullmatch(typed)
    return ((found and found["name"]) or name_people(call, typed))[:_NAME]
