"""/publishing: stop a member's texts from being shown to the group, or allow them again."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.call import Call
from bot.chat.command import Access, Arg, command
from bot.chat.markup import Text, join_texts
from bot.chat.readers import Readers
from bot.chat.reply import Reply, Tone
from bot.chat.taps import Offer, lay_out, make_taps
from bot.chat.words.lists import list_words
from bot.errors import Refused
from bot.features.members.actions.fellows import UnknownMember
from bot.features.members.inviting import name_people
from bot.features.stewards.actions.moderation import (
    LINE,
    BarChange,
    allow_publishing,
    list_unbarred,
    stop_publishing,
)
from bot.features.stewards.naming import name_member, name_members
from bot.features.stewards.offices import act_for, group_of_call, line_for, offer_page, split_number
from bot.features.stewards.queries.barring import BarredMember, read_barred

OFF, ON = "off", "on"


class NobodyToStop(Refused):
    """Refusal: no member bears the name whose publishing is to be stopped or allowed. Members are offered."""

    name: str


@command(
    readers=Readers.SECRET,
    access=Access.STEWARD,
    anywhere=True,
    wish=Arg("off or on, and a member", optional=True, rest=True),
)
async def publishing(call: Call, wish: str = "") -> Reply:
    """Stop showing the check-ins of a member to the group, or start again."""
    number, typed = split_number(wish)
    call = await act_for(call, number)
    word, _, rest = typed.partition(" ")
    turn, named = word.casefold(), rest.strip()
    if turn in {ON, OFF} and named:
        return await _turn(call, turn, named)
    return _show(call, await call.read(read_barred, group_of_call(call)))


async def _turn(call: Call, turn: str, named: str) -> Reply:
    """Stop or allow a member's publishing. Of a name that no member bears, offer the nearest members, or else all."""
    try:
        if turn == ON:
            return _answer(call, await call.write(allow_publishing, group_of_call(call), named), "publishing.on")
        change = await call.write(stop_publishing, group_of_call(call), named, call.now)
    except UnknownMember as refused:
        offers = refused.offers or await _offer_members(call, turn)
        if turn == ON and not offers:
            return _show(call, ())
        raise NobodyToStop(name=name_people(call, refused.name), offers=offers) from None
    return _answer(call, change, "publishing.off" if change.changed else "publishing.off_already")


async def _offer_members(call: Call, turn: str) -> tuple[Offer, ...]:
    """Offer the members of whom this can be done: to allow, those who are stopped; to stop, all others."""
    if turn == ON:
        return _offer_on(call, await call.read(read_barred, group_of_call(call)))
    found = await call.read(list_unbarred, group_of_call(call))
    names = name_members(call, [(one.name, one.number) for one in found])
    return tuple((name, line_for(call, LINE, f"{OFF} #{one.number}")) for name, one in zip(names, found, strict=True))


def _answer(call: Call, change: BarChange, key: str) -> Reply:
    said = call.say(key, who=name_member(call, change.name, change.number))
    offers = [(call.label("publishing.button"), line_for(call, LINE)), offer_page(call)]
    return Reply(said, buttons=lay_out((make_taps(offers), 2)), tone=Tone.GOOD, update=call.said.tapped)


def _show(call: Call, found: Sequence[BarredMember]) -> Reply:
    return Reply(
        join_texts([_list(call, found), call.say("publishing.how")]),
        title=call.say("publishing.title"),
        buttons=lay_out((make_taps(_offer_on(call, found)[:4]), 1), (make_taps([offer_page(call)]), 1)),
        update=call.said.tapped,
    )


def _list(call: Call, found: Sequence[BarredMember]) -> Text:
    if not found:
        return call.say("publishing.none")
    return call.say("publishing.list", names=list_words([_name(call, one) for one in found], call.scene.language))


def _offer_on(call: Call, members: Sequence[BarredMember]) -> tuple[Offer, ...]:
    names = name_members(call, [(one.name, 0 if one.hidden else one.number) for one in members])
    return tuple(
        (call.label("publishing.button.on", who=name), line_for(call, LINE, f"{ON} #{one.number}"))
        for name, one in zip(names, members, strict=True)
    )


def _name(call: Call, member: BarredMember) -> str:
    return name_member(call, member.name, 0 if member.hidden else member.number)
