"""/invite: the link by which people join this group from their private chat. And the button to come back there."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.chat.call import Call
from bot.chat.command import Arg, command
from bot.chat.markup import Linked, join_texts
from bot.chat.own_groups import WORD, NotYourGroup
from bot.chat.own_links import add_to_group, has_links, joining
from bot.chat.readers import Readers
from bot.chat.reply import Link, Reply, Tone
from bot.chat.taps import Offer, lay_out, make_taps
from bot.chat.warrants import find_warrant
from bot.chat.words.clocks import local_day
from bot.errors import Refused
from bot.features.members.actions.groups import NotInGroup
from bot.features.members.actions.invites import (
    accept_invite,
    open_invite,
    return_to_group,
    see_former_group,
    see_invitation,
)
from bot.identity import GroupId, Place

PREFIX = "join-"
"""Begins the code in a link that joins."""
BACK = "back"
"""Begins what the button brings along that comes back to a group, in front of its number."""
_RETURN = re.compile(rf"{BACK} [0-9]{{1,18}}")
SURE = "yes"
RENEW = "new"


class NotInChat(Refused):
    """Refusal: the link is for people who are in the chat of the group."""

    group: str


@command(readers=Readers.ASKER, what=Arg("new: replace the link", optional=True, choices=(RENEW,)))
async def invite(call: Call, what: str = "") -> Reply:
    """Get a link to join this group in private."""
    renew = what.strip().casefold() == RENEW
    if call.alone or not has_links(call):
        return _nowhere_to_invite(call)
    if renew and call.private:
        return Reply(call.say("invite.only_in_group"), tone=Tone.PROBLEM)
    if renew:
        call = replace(call, warrant=await find_warrant(call.said.rights, call.scene.check_deputy))
    elif not call.scene.member:
        raise NotInGroup(offers=((call.label("start.join"), "join"),))
    opened = await call.write(open_invite, call.caller, call.make_key() + call.make_key(), renew=renew)
    link = joining(PREFIX + opened.code)
    until = local_day(opened.until, call.scene.zone, call.scene.language)
    parts = [
        call.say("invite.renewed" if renew else "invite.text", group=call.scene.group_title),
        call.say("invite.link", link=Linked(link, link)),
        call.say("invite.until", day=until),
    ]
    return Reply(join_texts(parts, "\n\n"), buttons=((Link(call.label("invite.button"), link),),), tone=Tone.GOOD)


def offer_return(call: Call) -> Offer:
    """Offer to come back to the group of a call. In private, the button says which one it is."""
    return call.label("leave.return"), f"start {BACK} {call.scene.group_id}" if call.private else "join"


def returns_to_group(call: Call, code: str) -> bool:
    """Whether a button was tapped that comes back to a group. No link does."""
    return call.said.tapped and _RETURN.fullmatch(code) is not None


async def answer_return(call: Call, code: str) -> Reply:
    """Let the caller be back in the group of a button. Raises NotInChat, NotYourGroup."""
    group_id = GroupId(int(code.removeprefix(BACK)))
    found = await call.read(see_former_group, call.said.account, group_id)
    if found and _is_elsewhere(call, found.chat) and await call.said.rights.has_left(found.chat):
        raise NotInChat(group=found.title)
    back = await call.write(return_to_group, call.caller, group_id)
    if back is None:
        raise NotYourGroup(offers=((call.label("mygroup.change"), WORD),))
    offers = [(call.label("start.next"), "next"), (call.label("start.zone"), "settings zone")]
    said = call.say("leave.back", group=back.title) if back.title else call.say("join.back")
    return Reply(said, buttons=lay_out((make_taps(offers), 2)), tone=Tone.GOOD, update=call.said.tapped)


def _is_elsewhere(call: Call, chat: Place) -> bool:
    """Whether a chat is another one on the platform of a call, so that the platform can be asked who left it."""
    here = call.said.place
    return chat.platform == here.platform and chat.space_id != here.space_id


def _nowhere_to_invite(call: Call) -> Reply:
    if call.alone:
        return Reply(call.say("invite.alone"), buttons=add_to_group(call), tone=Tone.PROBLEM)
    return Reply(call.say("invite.elsewhere"), buttons=lay_out((make_taps([(call.label("start.join"), "join")]), 1)))


def is_invite(code: str) -> bool:
    """Whether what a link brings along is an invite's code."""
    return code.startswith(PREFIX)


async def answer_invite(call: Call, code: str) -> Reply:
    """Answer a link that joins: ask once, by the group's name, and let the caller join after their yes.

    Only a person in the chat of the group may join, because a member who leaves the chat is out of the group too.
    Raises NotInChat, InviteGone.
    """
    code, _, sure = code.removeprefix(PREFIX).partition(" ")
    found = await call.read(see_invitation, call.said.account, code, call.now)
    if not found.member and await call.said.rights.has_left(found.chat):
        raise NotInChat(group=found.title)
    if not found.member and sure != SURE:
        yes = [(call.label("start.join"), f"start {PREFIX}{code} {SURE}")]
        return Reply(call.say("invite.ask", group=found.title), buttons=lay_out((make_taps(yes), 1)))
    joined = await call.write(accept_invite, call.caller, code)
    roadmap = call.library.get(joined.roadmap_slug)
    offers = [(call.label("start.next"), "next"), (call.label("start.zone"), "settings zone")]
    key = "invite.member" if joined.member else "invite.joined"
    return Reply(
        call.say(key, group=joined.title, roadmap=roadmap.title if roadmap else joined.roadmap_slug),
        buttons=lay_out((make_taps(offers), 2)),
        tone=Tone.GOOD,
        update=call.said.tapped,
    )
