"""The role of a Discord server that a level's celebration pings."""

from __future__ import annotations

import re

from bot.chat.call import Call
from bot.chat.markup import NOTHING, Role, Text
from bot.chat.reply import Reply, Tone
from bot.chat.taps import lay_out, make_taps
from bot.chat.words.switches import SWITCH
from bot.features.members.queries.group_settings import GroupSettings
from bot.features.settings.actions.group_setup import choose_role
from bot.features.settings.group_topics import ask, refuse
from bot.features.settings.posting_places import find_own
from bot.identity import Platform

_ROLE = re.compile(r"<@&([1-9]\d{0,18})>", re.ASCII)  # how Discord writes a role that was picked
_TOO_MUCH = 2**63


def is_role(value: str) -> bool:
    """Whether a value is a role, as Discord writes one that was picked."""
    return _ROLE.fullmatch(value) is not None


async def change_role(call: Call, value: str) -> Reply:
    """Choose the role that a level's celebration pings, or none.

    Only a group on Discord has roles. The server's own id is refused, because that role pings all its members. A role
    that the bot may not ping is not chosen.
    """
    place = call.said.place
    offers = [(call.label("setup.button.role_off"), "setup role off")]
    if place.platform != Platform.DISCORD or place.private:
        return Reply(call.say("setup.role.only_discord"), tone=Tone.PROBLEM)
    if not value:
        return ask(call, "setup.ask.role", offers)
    role = _ROLE.fullmatch(value)
    chosen = int(role[1]) if role else None
    is_role = chosen is not None and chosen != place.space_id and chosen < _TOO_MUCH
    if not is_role and SWITCH.get(value.casefold(), True):
        return refuse(call, value, offers)
    if chosen and not await call.said.rights.can_ping(chosen):
        again = make_taps([(call.label("setup.button.again"), f"setup role {value}")])
        return Reply(call.say("setup.role.silent", role=Role(chosen)), buttons=lay_out((again, 1)), tone=Tone.PROBLEM)
    await call.write(choose_role, call.caller, call.roadmap_slug, chosen)
    said = call.say("setup.role.on", role=Role(chosen)) if chosen else call.say("setup.role.off")
    return Reply(said, tone=Tone.GOOD, update=call.said.tapped)


async def word_role(call: Call, kept: GroupSettings) -> Text:
    """Tell which role a level's celebration pings, if one was chosen, or why it does not."""
    own = find_own(call, kept)
    if own is None or own.role_id is None:
        return NOTHING
    pings = await call.said.rights.can_ping(own.role_id)
    return call.say("setup.role.is" if pings else "setup.role.silent", role=Role(own.role_id))
