"""Member events: heard where the intent is granted, and done without where it is not."""

from __future__ import annotations

import asyncio

import pytest
from structlog.testing import capture_logs

from bot.adapters.discord.errors import Disconnected
from tests.adapters.discord_core import ToyCore
from tests.adapters.discord_peer import DiscordPeer
from tests.adapters.discord_peer_gateway import MEMBERS
from tests.adapters.discord_stage import ANN, QuickAdapter, staged


async def test_who_leaves_and_comes_back_is_told_to_the_core() -> None:
    peer = DiscordPeer()
    peer.gateway.grants_members = True
    async with staged(peer=peer, member_events=True) as stage:
        await peer.part(ANN)
        await peer.come_back(ANN)
        await peer.slash(ANN, "where")  # what came before it was heard

    assert [("left", peer.home.id, ANN.id), ("returned", peer.home.id, ANN.id)] == stage.core.told


async def test_by_default_no_privileged_intent_is_asked_for() -> None:
    async with staged() as stage:
        [identified] = stage.peer.gateway.identifies

    assert 0 == identified["intents"] & MEMBERS


async def test_an_intent_that_is_not_granted_is_named_and_done_without() -> None:
    async with DiscordPeer() as peer:
        core = ToyCore()
        adapter = QuickAdapter(core, token=peer.token, api_url=peer.url, clock=core.clock, member_events=True)
        with capture_logs() as logs, pytest.raises(Disconnected):
            await adapter.start()
        running = asyncio.create_task(adapter.start())
        await peer.until(lambda: peer.gateway.connected)
        await adapter.stop()
        await running

        intents = [bool(one["intents"] & MEMBERS) for one in peer.gateway.identifies]
    assert [True, False] == intents
    assert any("Server Members Intent" in str(one.get("remedy")) for one in logs)
