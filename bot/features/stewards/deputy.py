"""/deputy: name a member who does what admins do in the group, or revoke one. Only an admin may."""

from __future__ import annotations

from bot.chat.call import Call
from bot.chat.command import Access, Arg, command
from bot.chat.markup import Text, join_texts
from bot.chat.readers import Readers
from bot.chat.reply import Reply, Tone
from bot.chat.taps import Offer, lay_out, make_taps
from bot.chat.words.lists import list_words
from bot.closed_sets import Visibility
from bot.features.members.queries.deputies import Deputy, read_deputies
from bot.features.stewards.actions.deputies import LINE, DeputyChange, drop_deputy, make_deputy
from bot.features.stewards.naming import name_member
from bot.features.stewards.offices import act_for, group_of_call, line_for, offer_page, split_number

OFF = "off"


@command(
    readers=Readers.SECRET,
    access=Access.ADMIN,
    anywhere=True,
    member=Arg("a member to name; or off and a co-admin", optional=True, rest=True, member=True),
)
async def deputy(call: Call, member: str = "") -> Reply:
    """Name a co-admin, who can set me up and see the group, or end it."""
    number, typed = split_number(member)
    call = await act_for(call, number, Access.ADMIN)
    word, _, rest = typed.partition(" ")
    if typed.casefold() in {"", OFF}:
        return _show(call, await call.read(read_deputies, group_of_call(call)))
    if word.casefold() == OFF:
        change = await call.write(drop_deputy, group_of_call(call), rest.strip())
        return _answer(call, change, "deputy.off")
    change = await call.write(make_deputy, group_of_call(call), typed)
    return _answer(call, change, "deputy.named" if change.changed else "deputy.already")


def _answer(call: Call, change: DeputyChange, key: str) -> Reply:
    said = call.say(key, who=name_member(call, change.name, change.number))
    offers = [(call.label("deputy.button.all"), line_for(call, LINE)), offer_page(call)]
    return Reply(said, buttons=lay_out((make_taps(offers), 2)), tone=Tone.GOOD, update=call.said.tapped)


def _show(call: Call, found: list[Deputy]) -> Reply:
    lines = [word_deputies(call, found), call.say("deputy.how")]
    offers = [_offer_off(call, one) for one in found]
    return Reply(
        join_texts(lines),
        title=call.say("deputy.title"),
        buttons=lay_out((make_taps(offers), 1), (make_taps([offer_page(call)]), 1)),
        update=call.said.tapped,
    )


def _offer_off(call: Call, named: Deputy) -> Offer:
    return call.label("deputy.button.off", who=_name(call, named)), line_for(call, LINE, f"{OFF} #{named.number}")


def word_deputies(call: Call, found: list[Deputy]) -> Text:
    """List the deputies, as fellow members see them."""
    if not found:
        return call.say("deputy.none")
    names = list_words([_name(call, one) for one in found], call.scene.language)
    return call.say("deputy.list", n=len(found), names=names)


def _name(call: Call, named: Deputy) -> str:
    shown = named.name if named.visibility is Visibility.GROUP else ""
    return name_member(call, shown, 0 if named.visibility is Visibility.HIDDEN else named.number)
