"""Show a steward's command in private: for the group that it is about, changing nothing."""

from __future__ import annotations

from collections.abc import Callable

from bot.chat.call import Call
from bot.chat.command import AFAR
from bot.chat.reply import Reply
from bot.chat.taps import Offer, lay_out, make_taps
from bot.features.members.queries.group_settings import GroupSettings
from bot.features.settings.actions.scheduling import see_groups

OWN = "own"
"""The word for a caller's own group of one."""


async def show_afar(
    call: Call, command: str, number: str, show: Callable[[GroupSettings, list[Offer]], Reply]
) -> Reply | None:
    """Show the caller's group in private, by `show`, or ask for which of several. None without such a group.

    A caller with a group of one is offered that, too.
    """
    groups = await call.read(see_groups, call.caller)
    own = (
        [(call.label("setup.button.own"), f"{command} {AFAR} {OWN}")]
        if call.scene.member and call.scene.steward
        else []
    )
    if not groups or number == OWN:
        return None
    wanted = [kept for group_id, kept in groups.items() if str(group_id) == number]
    if len(groups) == 1 or wanted:
        return show((wanted or list(groups.values()))[0], own)
    named = [(kept.title or str(group_id), f"{command} {AFAR} {group_id}") for group_id, kept in groups.items()]
    return Reply(
        call.say("setup.which_group"), buttons=lay_out((make_taps([*named, *own]), 1)), update=call.said.tapped
    )
