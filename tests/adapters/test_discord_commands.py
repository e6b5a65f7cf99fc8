"""Slash commands over a loopback socket: the real discord.py, a toy core."""

from __future__ import annotations

import asyncio
from typing import cast

import pytest

from bot.adapters.discord.markdown import escape
from bot.database.store import Store
from tests.adapters.discord_core import COMMANDS, ToyCore, explaining
from tests.adapters.discord_peer import DiscordPeer
from tests.adapters.discord_peer_exchange import SEND
from tests.adapters.discord_peer_state import ATTACHMENT, ROLE, Picked
from tests.adapters.discord_stage import ANN, BEN, CHIEF, staged
from tests.adapters.weekly_core import WeeklyCore


async def test_a_slash_command_is_answered_in_an_embed_with_buttons() -> None:
    async with staged() as stage:
        answer = await stage.peer.slash(ANN, "done", {"task": "week2-numpy", "evidence": "my notes"})

    assert "Ann finished **week2-numpy** my notes" == answer.text
    assert {"Undo": "undo week2-numpy", "Progress": "progress"} == answer.lines
    assert 0x2ECC71 == answer.embeds[0]["color"]
    assert not answer.ephemeral
    assert stage.peer.general.messages == [answer]


async def test_what_is_said_carries_who_where_and_the_interaction_id() -> None:
    async with staged() as stage:
        exchange = await stage.peer.begin(ANN, "done", {"task": "numpy"})
        await stage.peer.until(lambda: exchange.settled)

    [said] = stage.core.said
    assert (f"discord:{exchange.id}", "done", {"task": "numpy"}) == (said.inbound, said.name, said.options)
    assert (ANN.id, "Ann", "ann.b") == (said.account.user_id, said.account.name, said.account.username)
    assert (said.place.space_id, said.place.chat_id) == (stage.peer.home.id, stage.peer.general.id)
    assert ("Study Group", False, None) == (said.place.title, said.place.private, said.place.thread_id)


async def test_a_private_command_is_private_from_the_defer_on() -> None:
    async with staged() as stage:
        exchange = await stage.peer.begin(ANN, "secret", {"kind": "week"})
        await stage.peer.until(lambda: exchange.settled)

    assert exchange.hidden
    assert exchange.shown.ephemeral
    assert "hush week" == exchange.shown.text
    assert [] == stage.peer.general.messages


@pytest.mark.parametrize("name", ["hint", "refuse", "fail", "setup"])
async def test_an_answer_that_turns_out_private_leaves_nothing_in_the_channel(name: str) -> None:
    async with staged() as stage:
        exchange = await stage.peer.begin(ANN, name)
        await stage.peer.until(lambda: exchange.settled)

    assert SEND == exchange.acknowledged
    assert exchange.shown.ephemeral
    assert [] == stage.peer.general.messages


async def test_a_member_option_becomes_an_account() -> None:
    async with staged() as stage:
        answer = await stage.peer.slash(ANN, "progress", {"member": BEN})

    assert f"progress of discord:{BEN.id}" == answer.text


async def test_an_admin_is_known_by_the_permissions_that_come_along() -> None:
    async with staged() as stage:
        answer = await stage.peer.slash(CHIEF, "setup")

    assert "set up" == answer.text


async def test_a_direct_conversation_is_private_and_sets_up_no_group() -> None:
    async with staged() as stage:
        channel = stage.peer.dm()
        where = await stage.peer.slash(ANN, "where", channel=channel)
        setup = await stage.peer.slash(ANN, "setup", channel=channel)

    assert f"private {channel.id} {channel.id} " == where.text
    assert setup.text.startswith("To set up a group")


async def test_a_thread_is_a_place_of_the_same_server() -> None:
    async with staged() as stage:
        thread = stage.peer.thread(stage.peer.general)
        answer = await stage.peer.slash(ANN, "where", channel=thread)

    assert f"group {stage.peer.home.id} {thread.id} Study Group" == answer.text
    assert thread.messages == [answer]


@pytest.mark.parametrize("in_server", [True, False])
async def test_where_the_bot_is_a_guest_it_speaks_to_the_caller_alone(in_server: bool) -> None:
    async with staged() as stage:
        channel = stage.peer.general if in_server else stage.peer.dm(group=True)
        exchange = await stage.peer.begin(ANN, "where", channel=channel, guest=True)
        await stage.peer.until(lambda: exchange.settled)

    assert exchange.shown.ephemeral
    assert exchange.hidden
    assert f"private {ANN.id} {ANN.id} " == exchange.shown.text


async def test_only_what_is_taken_along_may_be_used_where_the_bot_is_a_guest() -> None:
    async with staged() as stage:
        shown = {one["name"]: (one["contexts"], one["integration_types"]) for one in stage.peer.commands}

    assert ([0, 1, 2], [0, 1]) == shown["done"] == shown["progress"]
    assert ([0, 1], [0]) == shown["undo"]


async def test_the_same_interaction_twice_is_answered_once_and_stays_so() -> None:
    async with staged() as stage:
        exchange = await stage.peer.begin(ANN, "done", {"task": "numpy"})
        await stage.peer.until(lambda: exchange.settled)
        await stage.peer.put(exchange, {"id": "1", "name": "done", "type": 1, "options": []})
        await stage.peer.until(lambda: len(stage.core.said) == 2)
        await stage.adapter.stop()

    assert {f"discord:{exchange.id}"} == {said.inbound for said in stage.core.said}
    assert 1 == len(stage.peer.general.messages)


async def test_a_command_that_we_no_longer_have_gets_a_kind_answer() -> None:
    async with staged() as stage:
        exchange = await stage.peer.begin(ANN, "progres")
        await stage.peer.until(lambda: exchange.settled)

    assert exchange.shown.ephemeral
    assert {"/progress": "progress"} == exchange.shown.lines


async def test_options_of_yesterdays_list_are_read_all_the_same() -> None:
    async with staged() as stage:
        exchange = await stage.peer.begin(ANN, "done", {"forgotten": "x"})
        await stage.peer.until(lambda: exchange.settled)

    assert exchange.shown.ephemeral
    assert "done week2-numpy" in exchange.shown.lines.values()


async def test_ten_people_at_once_get_each_their_answer() -> None:
    async with staged() as stage:
        answers = await asyncio.gather(
            *(stage.peer.slash(ANN, "done", {"task": f"task-{number}"}) for number in range(10))
        )

    assert [answer.text for answer in answers] == [f"Ann finished **task-{number}** " for number in range(10)]


async def test_suggestions_are_shown_while_typing() -> None:
    async with staged() as stage:
        offered = await stage.peer.autocomplete(ANN, "done", "task", "num")

    assert [("NumPy & Pandas", "week2-numpy")] == offered


async def test_suggestions_know_the_other_options() -> None:
    async with staged() as stage:
        offered = await stage.peer.autocomplete(ANN, "tune", "value", "up", {"what": "mood"})

    assert [("up", "mood up")] == offered


async def test_suggestions_fit_what_discord_can_show() -> None:
    async with staged() as stage:
        offered = await stage.peer.autocomplete(ANN, "done", "task", "")

    assert len(offered) <= 25
    assert ("NumPy & Pandas", "week2-numpy") == offered[0]
    assert all(len(name) <= 100 and len(value) <= 100 for name, value in offered)


@pytest.mark.parametrize("typed", ["break", "hang"])
async def test_suggestions_that_fail_or_take_too_long_are_none(typed: str) -> None:
    async with staged(suggest_seconds=0.01) as stage:
        assert [] == await stage.peer.autocomplete(ANN, "done", "task", typed)


async def test_suggestions_for_a_command_that_is_gone_are_none() -> None:
    async with staged() as stage:
        assert [] == await stage.peer.autocomplete(ANN, "gone", "task", "x")


async def test_suggestions_that_come_too_late_hurt_nobody() -> None:
    async with staged() as stage:
        late = await stage.peer.begin_autocomplete(ANN, "done", "task", "num", void=True)
        await stage.peer.until(lambda: any("callback" in call for call in stage.peer.calls))
        answer = await stage.peer.slash(ANN, "done", {"task": "numpy"})

    assert late.choices is None
    assert answer.text.startswith("Ann finished")


async def test_all_commands_are_made_known_with_their_options() -> None:
    async with staged() as stage:
        shown = {command["name"]: command for command in stage.peer.commands}

    assert set(shown) == {*(command.name for command in COMMANDS), "Progress of this member"}
    task, evidence, file, role = shown["done"]["options"]
    assert (3, True, True) == (task["type"], task["required"], task["autocomplete"])
    assert "required" not in evidence
    assert [("file", 11), ("role", 8)] == [(one["name"], one["type"]) for one in (file, role)]
    assert 6 == shown["progress"]["options"][0]["type"]
    assert ["day", "week"] == [one["value"] for one in shown["secret"]["options"][0]["choices"]]


async def test_commands_are_sent_again_only_when_they_changed() -> None:
    peer = DiscordPeer()
    async with staged(peer=peer):
        assert 1 == peer.command_puts
    peer.commands.reverse()
    async with staged(peer=peer):
        assert 1 == peer.command_puts
    peer.commands[0]["description"] = "as it was last week"
    async with staged(peer=peer):
        assert 2 == peer.command_puts


async def test_commands_that_cannot_be_sent_do_not_keep_it_from_serving() -> None:
    peer = DiscordPeer()
    peer.fail("PUT /applications/.*", 403, 50001)
    async with staged(peer=peer) as stage:
        answer = await stage.peer.slash(ANN, "done", {"task": "numpy"})

    assert answer.text.startswith("Ann finished")


async def test_a_command_that_a_text_names_can_be_tapped() -> None:
    peer = DiscordPeer()
    for _ in ("commands are put", "commands are known already"):
        async with staged(peer=peer) as stage:
            answer = await stage.peer.slash(ANN, "explain")
            posted = await stage.adapter.send(stage.place, explaining(), "key")
        done = next(one["id"] for one in peer.commands if one["name"] == "done")

        written = f"Type </done:{done}>, `/done numpy`, `/gone` or `done`."
        assert written == answer.text == answer.embeds[0]["fields"][0]["value"]
        assert written == next(one.text for one in peer.general.messages if str(one.id) == posted)
        assert "Type /done, /done numpy, /gone or done." == answer.title == answer.embeds[0]["fields"][0]["name"]


async def test_a_command_of_which_no_id_is_known_is_written_as_code() -> None:
    peer = DiscordPeer()
    peer.fail("GET /applications/.*", 503)
    async with staged(peer=peer) as stage:
        answer = await stage.peer.slash(ANN, "explain")

    assert "Type `/done`, `/done numpy`, `/gone` or `done`." == answer.text


@pytest.mark.parametrize("kind", [2, 3])
async def test_a_command_of_another_type_that_is_left_over_is_taken_away(kind: int) -> None:
    peer = DiscordPeer()
    async with staged(peer=peer):
        ours = list(peer.commands)
    peer.commands.append({"id": "1", "application_id": "2", "version": "3", "name": "Left over", "type": kind})
    async with staged(peer=peer):
        assert 2 == peer.command_puts
    assert {one["name"] for one in ours} == {one["name"] for one in peer.commands}


async def test_a_command_shown_to_admins_alone_by_mistake_is_put_right() -> None:
    peer = DiscordPeer()
    async with staged(peer=peer):
        peer.commands[0]["default_member_permissions"] = "0"
    async with staged(peer=peer):
        assert 2 == peer.command_puts


async def test_the_menu_of_a_member_shows_their_progress_to_the_caller_alone() -> None:
    async with staged() as stage:
        exchange = await stage.peer.menu(ANN, "Progress of this member", BEN)
        [menu] = [one for one in stage.peer.commands if one["type"] == 2]

    assert f"progress of discord:{BEN.id}" == exchange.shown.text
    assert exchange.shown.ephemeral
    assert exchange.hidden
    assert ("Progress of this member", [0], [0]) == (menu["name"], menu["contexts"], menu["integration_types"])


@pytest.mark.parametrize("kind", [2, 3])
async def test_a_menu_that_we_no_longer_have_gets_a_kind_answer(kind: int) -> None:
    async with staged() as stage:
        exchange = await stage.peer.menu(ANN, "Left over", BEN, kind=kind)

    assert exchange.shown.ephemeral
    assert exchange.shown.buttons


async def test_commands_of_stewards_are_shown_to_those_who_manage_the_server() -> None:
    async with staged() as stage:
        shown = {one["name"]: one["default_member_permissions"] for one in stage.peer.commands}

    assert {"setup": 32} == {name: permissions for name, permissions in shown.items() if permissions is not None}


@pytest.mark.parametrize(("note", "written"), [({}, ""), ({"evidence": "my notes"}, "my notes ")])
async def test_what_is_picked_for_an_argument_stands_behind_its_words(note: dict[str, str], written: str) -> None:
    file, role = Picked("shot.png", ATTACHMENT), Picked("Helpers", ROLE)
    async with staged() as stage:
        await stage.peer.slash(ANN, "done", {"task": "numpy", **note, "file": file, "role": role})
        answer = stage.peer.general.messages[-1]

    [said] = stage.core.said
    assert "shot.png" == said.options["file"]
    assert f"Ann finished **numpy** {written}{escape('shot.png')} {escape(f'<@&{role.id}>')}" == answer.text


@pytest.mark.parametrize("command", ["settings", "setup"])
async def test_time_zones_are_suggested_by_their_places(sqlite_store: Store, command: str) -> None:
    async with staged(cast(ToyCore, WeeklyCore(sqlite_store))) as stage:
        offered = await stage.peer.autocomplete(CHIEF, command, "value", "hano", {"what": "zone"})

    assert ("Hanoi, Vietnam (16:00)", "Asia/Ho_Chi_Minh") == offered[0]
