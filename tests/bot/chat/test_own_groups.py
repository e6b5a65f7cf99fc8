"""For which calls in private a learner of several groups means one of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.chat.call import Call, Said, Scene
from bot.chat.command import AFAR, Access, Arg, Command
from bot.chat.own_groups import find_own_groups
from bot.chat.registry import Registry
from bot.identity import Account, GroupId, OwnGroup, OwnGroups, Place
from roadmap.model import Roadmap
from tests.bot.room import START

CHAT, ALONE = OwnGroup(GroupId(1), "Chat"), OwnGroup(GroupId(2), "", solo=True)
STEWARDS: dict[str, Any] = {"access": Access.STEWARD}


async def _run(call: Call, who: str = "") -> Any:
    """Do nothing."""


def find(own: OwnGroups | None, given: dict[str, str], *, private: bool, **kind: Any) -> OwnGroups | None:
    """Find the groups for a call of a command of a kind."""
    said = Said(Account("sandbox", 1, "Ann"), Place("sandbox", 1, 1, private=private), "sandbox:1", "/some")
    store: Any = None
    scene = replace(Scene(Roadmap("climb", "Climb", ())), own_groups=own)
    some = Command("some", "Do nothing.", _run, {"who": Arg("a member", optional=True, member=True)}, **kind)
    return find_own_groups(Call(said, scene, START, store, Registry(()), {}), some, given)


@pytest.mark.parametrize(
    ("kind", "given", "groups", "means_one"),
    [
        ({}, {}, (CHAT, ALONE), True),
        ({"of_group": False}, {}, (CHAT, ALONE), False),
        ({"of_group": False}, {"who": "Ben"}, (CHAT, ALONE), True),
        (STEWARDS, {}, (CHAT, ALONE), True),
        (STEWARDS, {}, (CHAT, CHAT), False),
        ({**STEWARDS, "anywhere": True}, {}, (CHAT, ALONE), False),
        ({**STEWARDS, "afar": True}, {}, (CHAT, ALONE), False),
        ({**STEWARDS, "afar": True}, {"who": AFAR}, (CHAT, ALONE), False),
        ({**STEWARDS, "afar": True}, {"who": "nudge"}, (CHAT, ALONE), True),
        ({**STEWARDS, "access": Access.ADMIN}, {}, (CHAT, CHAT), False),
    ],
)
def test_a_command_of_a_group_means_one_of_several_in_private(
    kind: dict[str, Any], given: dict[str, str], groups: tuple[OwnGroup, ...], means_one: bool
) -> None:
    """One of stewards means their own group of one, unless it finds or only shows a group by itself."""
    own = OwnGroups(groups, chosen=True)

    assert (own if means_one else None) == find(own, given, private=True, **kind)
    assert find(own, given, private=False, **kind) is None
    assert find(None, given, private=True, **kind) is None
