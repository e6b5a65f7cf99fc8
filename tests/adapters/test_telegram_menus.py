"""The menus say what the registry says, and are set only when they do not."""

from __future__ import annotations

import asyncio

from bot.adapters.telegram.menus import menus
from bot.chat.registry import Registry
from tests.adapters.telegram_stage import on_stage
from tests.adapters.telegram_toy import TOY_COMMANDS


async def test_each_scope_has_its_menu() -> None:
    async with on_stage() as stage:
        named = {scope: [one["command"] for one in menu] for (scope, _), menu in stage.peer.menus.items()}

        assert {"all_private_chats", "all_group_chats", "all_chat_administrators"} == set(named)
        assert "setup" not in named["all_group_chats"]
        assert "setup" in named["all_chat_administrators"]
        assert "setup" in named["all_private_chats"]
        assert {"command": "done", "description": "Tick off a task."} == stage.peer.menus["all_group_chats", ""][0]


async def test_menus_that_are_right_are_left_alone() -> None:
    async with on_stage() as stage:
        await stage.end()
        asked = len(stage.peer.called("getMyCommands"))
        stage.peer.polls.clear()
        stage.peer.menus["all_group_chats", ""] = []
        await stage.begin()
        await stage.peer.until(lambda: len(stage.peer.called("getMyCommands")) == asked + 3)
        await stage.peer.until(lambda: stage.peer.menus["all_group_chats", ""] != [])

        assert 4 == len(stage.peer.called("setMyCommands"))


async def test_menus_that_cannot_be_set_stop_nothing() -> None:
    async with on_stage(begin=False) as stage:
        stage.peer.floods("getMyCommands", seconds=5)
        stage.running = asyncio.create_task(stage.adapter.start())
        room = stage.peer.group("Study")
        stage.peer.says(stage.peer.user("Ann"), room, "/page 1")
        await stage.peer.quiet()

        assert ["page 1"] == room.texts


async def test_menus_that_could_not_be_set_for_a_while_are_set_later() -> None:
    async with on_stage(begin=False) as stage:
        stage.peer.floods("getMyCommands", seconds=7)
        stage.peer.breaks("setMyCommands", 500)
        stage.peer.resets("setMyCommands")
        await stage.begin()

        assert set(stage.peer.menus) == {(scope.type, "") for scope, _ in menus(stage.core.dispatcher.registry)}
        assert 7 in stage.waits.asked


async def test_a_refused_menu_is_not_tried_again_and_holds_up_no_other() -> None:
    async with on_stage(begin=False) as stage:
        stage.peer.refuses("setMyCommands", 400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
        stage.running = asyncio.create_task(stage.adapter.start())
        await stage.peer.until(lambda: len(stage.peer.menus) == 2)
        stage.peer.says(stage.peer.user("Ann"), stage.peer.group("Study"), "/page 1")
        await stage.peer.quiet()

        assert [3, 2] == [len(stage.peer.called("getMyCommands")), len(stage.peer.menus)]
        assert [] == stage.waits.asked


async def test_both_descriptions_are_set_once_and_say_where_to_begin() -> None:
    async with on_stage() as stage:
        await stage.peer.until(lambda: len(stage.peer.descriptions) == 2)
        described = dict(stage.peer.descriptions)
        await stage.end()
        asked = len(stage.peer.called("getMyShortDescription"))
        stage.peer.polls.clear()
        await stage.begin()
        await stage.peer.until(lambda: len(stage.peer.called("getMyShortDescription")) > asked)

        assert {("long", ""), ("short", "")} == set(described)
        assert "Tap Start" in described["long", ""]
        assert 1 == len(stage.peer.called("setMyDescription"))
        assert 1 == len(stage.peer.called("setMyShortDescription"))


async def test_a_refused_description_stops_nothing() -> None:
    async with on_stage(begin=False) as stage:
        stage.peer.refuses("setMyDescription", 400, "Bad Request: BOT_DESCRIPTION_INVALID")
        await stage.begin()
        await stage.peer.until(lambda: ("short", "") in stage.peer.descriptions)

        assert {("short", "")} == set(stage.peer.descriptions)


def test_a_menu_lists_the_commands_in_the_registrys_order() -> None:
    everything = [command.name for command in TOY_COMMANDS]

    assert [[one.name for one in listed] for _, listed in menus(Registry(TOY_COMMANDS))][2] == everything
