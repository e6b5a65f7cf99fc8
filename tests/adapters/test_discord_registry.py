"""Every command of ours as Discord would list it."""

from __future__ import annotations

from random import Random
from typing import Any

import discord
import pytest

from bot.adapters.discord.answering import Answering
from bot.adapters.discord.channels import Channels
from bot.adapters.discord.commands import Tree
from bot.adapters.discord.pacing import make_discord_lane
from bot.adapters.discord.sync import essence
from bot.adapters.discord.tickets import TicketDesk
from bot.chat.call import Said, Scene
from bot.chat.dispatch import Dispatcher
from bot.chat.registry import MORE
from bot.features.commands import COMMANDS, FOLDED, PARTS, make_registry
from tests.adapters import discord_peer_rules as rules
from tests.adapters.discord_core import ROADMAP, NoStore, ToyCore
from tests.keeping import MemoryKeeper, MemoryTickets
from tests.patience import HandPatience


async def read_scene(_: Said) -> Scene:
    return Scene(ROADMAP)


def never(*_: object) -> Any:
    raise AssertionError("nothing is sent here")


@pytest.fixture
def payload() -> list[dict[str, Any]]:
    dispatcher = Dispatcher(make_registry(), NoStore(), ToyCore().clock, {}, read_scene, keeper=MemoryKeeper())
    client = discord.Client(intents=discord.Intents(guilds=True))
    desk = TicketDesk(MemoryTickets())
    channels = Channels(make_discord_lane(), never, 0.0, never)
    answering = Answering(dispatcher, desk, channels, patience=HandPatience(), dice=Random(1))
    tree = Tree(client, answering, dispatcher, seconds=1)
    return [command.to_dict(tree) for command in tree.get_commands()]


def test_discord_can_take_every_command(payload: list[dict[str, Any]]) -> None:
    assert [] == list(rules.command_faults(payload))
    assert [] == rules.schema_faults("PUT", "/applications/{application_id}/commands", payload)


def test_every_command_and_argument_is_listed(payload: list[dict[str, Any]]) -> None:
    listed = {one["name"]: [option["name"] for option in one["options"]] for one in payload if one["type"] == 1}

    picked = {command.name: [pick for arg in command.args.values() for pick in arg.picks] for command in COMMANDS}
    more = {command.name: [MORE] if command.name in PARTS else [] for command in COMMANDS}
    assert listed == {command.name: [*command.args, *picked[command.name], *more[command.name]] for command in COMMANDS}


def test_every_folded_command_is_an_option_of_a_listed_one(payload: list[dict[str, Any]]) -> None:
    offered = {
        PARTS[one["name"]][choice["value"]]
        for one in payload
        for option in one.get("options", [])
        if option["name"] == MORE
        for choice in option["choices"]
    }

    assert {command.name for command in FOLDED} == offered


def test_three_commands_may_be_taken_along(payload: list[dict[str, Any]]) -> None:
    assert {"done", "next", "progress"} == {one["name"] for one in payload if one["integration_types"] == [0, 1]}
    assert all((2 in one["contexts"]) == (one["integration_types"] == [0, 1]) for one in payload)


def test_the_menu_of_a_member_and_the_commands_of_stewards(payload: list[dict[str, Any]]) -> None:
    shown = {one["name"]: one["default_member_permissions"] for one in payload}

    assert ["Progress of this member"] == [one["name"] for one in payload if one["type"] == 2]
    assert {"setup"} == {name for name, permissions in shown.items() if permissions == 32}
    assert {None, 32} == set(shown.values())


def test_members_are_user_options_and_words_are_choices(payload: list[dict[str, Any]]) -> None:
    options = {(one["name"], option["name"]): option for one in payload for option in one.get("options", [])}
    for command in COMMANDS:
        for name, arg in command.args.items():
            option = options[command.name, name]
            assert option["type"] == (6 if arg.member else 3)
            assert [choice["value"] for choice in option.get("choices", [])] == list(arg.choices)
            assert bool(option.get("autocomplete")) == bool(arg.suggest and not arg.choices and not arg.member)
            assert option["required"] == (not arg.optional and command.name not in PARTS)


def test_what_discord_adds_and_leaves_out_is_no_change(payload: list[dict[str, Any]]) -> None:
    kept = [
        {key: value for key, value in one.items() if value}
        | {"id": "1", "version": "2", "contexts": one["contexts"][::-1]}
        for one in reversed(payload)
    ]

    assert essence(kept) == essence(payload)


@pytest.mark.parametrize("part", ["description", "options", "contexts"])
def test_what_we_changed_is_a_change(payload: list[dict[str, Any]], part: str) -> None:
    changed = [{**payload[0], part: "other" if part == "description" else []}, *payload[1:]]

    assert essence(changed) != essence(payload)
    assert essence(payload[1:]) != essence(payload)
