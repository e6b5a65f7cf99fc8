"""Let a steward's call act for the group that it means, in the group or from a private chat."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.chat.call import Call
from bot.chat.command import Access
from bot.chat.rights import RightsUnknown
from bot.chat.taps import Offer
from bot.chat.warrants import Warrant
from bot.errors import NoGroupOfYourOwn, Refused, StewardsOnly
from bot.features.members.actions.deputies import deputy_check
from bot.features.members.actions.groups import NotInGroup
from bot.features.stewards.queries.reach import ReachedGroup, find_reached_groups
from bot.identity import GroupId
from roadmap.model import Roadmap

_NUMBER = re.compile(r"~([1-9]\d{0,17})(?!\S)\s*", re.ASCII)
PAGE = "group"
"""The line that shows the steward's page."""


class SeveralStewarded(Refused):
    """Refusal: the caller is a steward of several groups. Each is offered."""


def split_number(words: str) -> tuple[str, str]:
    """Take the number of a group off the beginning of words, as our buttons write it. Empty: there is none."""
    found = _NUMBER.match(words.strip())
    return (found[1], words.strip()[found.end() :]) if found else ("", words.strip())


def line_for(call: Call, command: str, words: str = "") -> str:
    """Write the line of a button that acts for the group of a call, also when it is tapped in private."""
    return f"{command} ~{group_of_call(call)} {words}".strip()


def offer_page(call: Call) -> Offer:
    """Offer the way back to the steward's page."""
    return call.label("stewards.button.page"), line_for(call, PAGE)


def group_of_call(call: Call) -> GroupId:
    """Return the group of a steward's call. Raises NotInGroup where there is none yet."""
    if call.scene.group_id is None:
        raise NotInGroup(offers=((call.label("start.join"), "join"),))
    return call.scene.group_id


async def act_for(call: Call, number: str, access: Access = Access.STEWARD) -> Call:
    """Make a call act for the group that it means, by the right that the caller has there.

    1. In the chat of a group, it is that group. The number of another one is refused.
    2. In private, it is the group with the number, else the only one that the caller is a steward of.

    Raises StewardsOnly, RightsUnknown, NoGroupOfYourOwn, SeveralStewarded.
    """
    if not call.private:
        if number not in {"", str(call.scene.group_id)}:
            raise StewardsOnly
        return call
    found = await call.read(find_reached_groups, call.said.account, int(number) if number else None)
    if not found:
        raise NoGroupOfYourOwn if not number else StewardsOnly
    held = await _find_held(call, found, access)
    if len(held) > 1:
        raise SeveralStewarded(
            offers=tuple((one.title or str(one.group_id), f"{PAGE} ~{one.group_id}") for one, _ in held)
        )
    return _enter(call, *held[0])


async def _find_held(call: Call, found: Sequence[ReachedGroup], access: Access) -> list[tuple[ReachedGroup, Warrant]]:
    """Find the groups that the caller may act for. One of which the platform says nothing hides no other.

    Raises StewardsOnly and RightsUnknown if there is none.
    """
    held: list[tuple[ReachedGroup, Warrant]] = []
    refused: Refused = StewardsOnly()
    for group in found:
        try:
            warrant = await _find_warrant(call, group, access)
        except RightsUnknown as unknown:
            refused = unknown
            continue
        if warrant:
            held.append((group, warrant))
    if not held:
        raise refused
    return held


async def _find_warrant(call: Call, group: ReachedGroup, access: Access) -> Warrant | None:
    if group.deputy and access is Access.STEWARD:
        return Warrant(check_deputy=deputy_check(call.said.account, group.group_id))
    if group.chat is None or not await call.said.rights.administers(group.chat):
        return None
    return Warrant(group.chat)


def _enter(call: Call, group: ReachedGroup, warrant: Warrant) -> Call:
    roadmap = call.library.get(group.roadmap_slug)
    scene = replace(
        call.scene,
        group_id=group.group_id,
        group_title=group.title,
        zone=group.zone,
        steward=True,
        roadmap=roadmap or Roadmap(group.roadmap_slug, group.roadmap_slug, ()),
        missing=roadmap is None,
    )
    return replace(call, scene=scene, warrant=warrant)
