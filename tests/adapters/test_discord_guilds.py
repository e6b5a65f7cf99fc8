"""Servers that take the bot in and remove it again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.adapters.discord_core import NOW, ToyCore
from tests.adapters.discord_peer import DiscordPeer
from tests.adapters.discord_peer_faults import Fault
from tests.adapters.discord_peer_state import Guild
from tests.adapters.discord_stage import ANN, staged

WRITE = 1 << 11


async def test_a_new_server_is_greeted_once_in_its_system_channel() -> None:
    async with staged() as stage:
        guild = Guild("New", joined_at=NOW)
        guild.channel("first")
        lounge = guild.greets_in = guild.channel("lounge")
        assert stage.adapter._client
        await stage.adapter._client.wait_until_ready()
        await stage.peer.join(guild)
        await stage.peer.until(lambda: lounge.messages)
        await stage.peer.join(guild)
        await stage.peer.slash(ANN, "where")

    [message] = lounge.messages
    assert "Hello, group!" == message.text
    assert {"Join": "line:* join", "Set up": "line:* setup"} == message.buttons
    [place] = stage.core.added_to
    assert (place.space_id, place.chat_id, place.title) == (guild.id, lounge.id, "New")


async def test_where_the_system_channel_is_closed_the_first_open_one_is_taken() -> None:
    async with staged() as stage:
        guild = Guild("New", joined_at=NOW)
        guild.greets_in = guild.channel("closed", denied=WRITE)
        guild.channel("closed too", denied=WRITE)
        lounge = guild.channel("lounge")
        await stage.peer.join(guild)
        await stage.peer.until(lambda: lounge.messages)

    assert [] == guild.greets_in.messages


async def test_where_no_channel_is_open_nothing_is_said() -> None:
    async with staged() as stage:
        guild = Guild("New", joined_at=NOW)
        guild.channel("closed", denied=WRITE)
        await stage.peer.join(guild)
        await stage.peer.slash(ANN, "where")

    assert [] == stage.core.added_to


async def test_a_greeting_that_cannot_be_posted_hurts_nobody() -> None:
    async with staged() as stage:
        guild = Guild("New", joined_at=NOW)
        guild.channel("lounge").refuses = (403, 50013)
        await stage.peer.join(guild)
        await stage.peer.until(lambda: any("/channels/" in call for call in stage.peer.calls))
        answer = await stage.peer.slash(ANN, "done", {"task": "numpy"})

    assert answer.text.startswith("Ann finished")


@pytest.mark.parametrize("trouble", [Fault("", status=503), Fault("", reset=True), Fault("", reset=True, done=True)])
async def test_a_greeting_that_got_lost_is_sent_again_and_comes_once(trouble: Fault) -> None:
    async with staged() as stage:
        guild = Guild("New", joined_at=NOW)
        lounge = guild.channel("lounge")
        posts = f"POST /channels/{lounge.id}/messages"
        stage.peer.faults.order(replace(trouble, pattern=posts))
        await stage.peer.join(guild)
        await stage.peer.until(lambda: stage.peer.calls.count(posts) > trouble.done)
        await stage.adapter.stop()

        assert ["Hello, group!"] == [message.text for message in lounge.messages]


async def test_a_server_that_took_us_in_just_before_we_connected_is_greeted() -> None:
    peer = DiscordPeer()
    peer.home.joined_at = NOW - timedelta(seconds=30)
    async with staged(peer=peer):
        await peer.until(lambda: peer.general.messages)

    assert ["Hello, group!"] == [message.text for message in peer.general.messages]


async def test_a_restart_within_minutes_of_joining_does_not_greet_twice() -> None:
    peer = DiscordPeer()
    peer.home.joined_at = NOW - timedelta(seconds=30)
    for times in (1, 2):
        async with staged(peer=peer) as stage:
            await peer.until(lambda stage=stage: stage.core.added_to)
            posts = f"POST /channels/{peer.general.id}/messages"
            await peer.until(lambda times=times, posts=posts: peer.calls.count(posts) == times)

    assert 1 == len(peer.general.messages)


async def test_a_server_that_has_long_known_us_is_not_greeted_at_a_new_session() -> None:
    async with staged() as stage:
        await stage.peer.slash(ANN, "where")

    assert [] == stage.core.added_to


async def test_a_server_that_removes_us_is_left_quietly() -> None:
    async with staged() as stage:
        await stage.peer.leave(stage.peer.home)
        await stage.peer.slash(ANN, "where", channel=stage.peer.dm())

    [place] = stage.core.removed_from
    assert place.space_id == stage.peer.home.id
    assert [] == stage.peer.general.messages


async def test_an_outage_is_no_removal() -> None:
    async with staged() as stage:
        await stage.peer.leave(stage.peer.home, outage=True)
        await stage.peer.slash(ANN, "where", channel=stage.peer.dm())

    assert [] == stage.core.removed_from


class BrokenCore(ToyCore):
    """Cannot take note of a removal."""

    async def removed(self, place: object) -> None:
        raise RuntimeError("the database is away")


async def test_an_event_that_fails_does_not_end_the_service() -> None:
    async with staged(BrokenCore()) as stage:
        await stage.peer.leave(stage.peer.home)
        answer = await stage.peer.slash(ANN, "where", channel=stage.peer.dm())

    assert answer.text.startswith("private")
