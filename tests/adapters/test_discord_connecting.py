"""The gateway: connecting, coming back, stopping, and a Discord that is not there."""

from __future__ import annotations

import asyncio
import logging

import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route
from structlog.testing import capture_logs

from bot.adapters.discord.client import ShardedCairnClient
from bot.adapters.discord.errors import Disconnected
from bot.adapters.discord.hearing import say_in_one_line
from bot.errors import ConfigError
from tests.adapters.discord_core import ToyCore
from tests.adapters.discord_peer import DiscordPeer
from tests.adapters.discord_stage import ANN, QuickAdapter, staged


def adapter_for(peer: DiscordPeer, *, token: str = "", core: ToyCore | None = None) -> QuickAdapter:
    core = core or ToyCore()
    return QuickAdapter(core, token=token or peer.token, api_url=peer.url, clock=core.clock)


async def test_it_asks_for_no_privileged_intent_and_for_no_members() -> None:
    async with staged() as stage:
        [said] = stage.peer.gateway.identifies

    assert 1 == said["intents"]
    assert said.get("shard") is None


async def test_it_is_healthy_while_heartbeats_are_answered() -> None:
    async with staged() as stage:
        await stage.peer.until(lambda: stage.peer.gateway.heartbeats)
        await stage.peer.slash(ANN, "where")

        assert stage.adapter.healthy()
        await stage.adapter.stop()

        assert not stage.adapter.healthy()


async def test_it_can_be_started_again_after_it_was_stopped() -> None:
    async with DiscordPeer() as peer:
        adapter = adapter_for(peer)
        for times in (1, 2):
            running = asyncio.create_task(adapter.start())
            await peer.until(lambda times=times: len(peer.gateway.identifies) == times and peer.gateway.connected)
            answer = await peer.slash(ANN, "done", {"task": "numpy"})
            await adapter.stop()
            await running

            assert answer.text.startswith("Ann finished")
    assert 2 == len(peer.gateway.identifies)


async def test_stopping_what_never_started_is_nothing() -> None:
    async with DiscordPeer() as peer:
        await adapter_for(peer).stop()


async def test_a_line_that_broke_is_taken_up_again_and_nothing_is_lost() -> None:
    async with staged() as stage:
        await stage.peer.gateway.close(4000)
        await stage.peer.until(lambda: not stage.peer.gateway.connected)
        lost = await stage.peer.begin(ANN, "done", {"task": "numpy"})
        await stage.peer.until(lambda: lost.settled)

    assert lost.shown.text.startswith("Ann finished")
    assert (1, 1) == (stage.peer.gateway.resumes, len(stage.peer.gateway.identifies))


async def test_it_comes_back_when_discord_asks_it_to() -> None:
    async with staged() as stage:
        await stage.peer.gateway.ask_to_reconnect()
        await stage.peer.until(lambda: stage.peer.gateway.resumes == 1)
        answer = await stage.peer.slash(ANN, "done", {"task": "numpy"})

    assert answer.text.startswith("Ann finished")


@pytest.mark.parametrize("where", ["api", "gateway"])
async def test_a_refused_token_is_a_setting_to_mend(where: str) -> None:
    async with DiscordPeer() as peer:
        peer.gateway.refuses_with = 4004 if where == "gateway" else 0
        adapter = adapter_for(peer, token="" if where == "gateway" else "wrong")
        with pytest.raises(ConfigError, match="DISCORD_TOKEN"):
            await adapter.start()


async def test_a_discord_that_is_not_there_is_a_clean_failure() -> None:
    peer = DiscordPeer()
    await peer.up()
    adapter = adapter_for(peer)
    await peer.down()
    with pytest.raises(Disconnected) as caught:
        await adapter.start()

    assert "ClientConnectorError" == caught.value.reason
    assert not adapter.healthy()


async def test_a_gateway_that_is_not_there_at_first_is_a_clean_failure() -> None:
    async with DiscordPeer() as peer:
        peer.gateway.refuses_sockets = True
        adapter = adapter_for(peer)
        with pytest.raises(Disconnected) as caught:
            await adapter.start()
        peer.gateway.refuses_sockets = False
        running = asyncio.create_task(adapter.start())
        await peer.connected()
        await adapter.stop()
        await running

    assert "gateway" == caught.value.reason


async def test_a_gateway_address_that_cannot_be_had_is_a_clean_failure() -> None:
    async with DiscordPeer() as peer:
        peer.fail("GET /gateway/bot", 503)
        with pytest.raises(Disconnected, match="GatewayNotFound"):
            await adapter_for(peer).start()


UNREADABLE_FRAMES = ("{this is not JSON", "[]", "7", "null", "[" * 100_000)
UNREADABLE_EVENTS: dict[str, object] = {
    "GUILD_UPDATE": {"secret": 1},
    "GUILD_DELETE": [],
    "CHANNEL_CREATE": "secret",
    "INTERACTION_CREATE": {"type": 2, "data": {"name": "secret"}},
    "GUILD_CREATE": None,
    "A_NEW_EVENT": {"secret": 1},
}


async def test_frames_and_events_that_cannot_be_read_are_passed_over(caplog: pytest.LogCaptureFixture) -> None:
    async with staged() as stage:
        gateway = stage.peer.gateway
        with capture_logs() as logs:
            for words in UNREADABLE_FRAMES:
                await gateway.send_raw(words)
            for event, data in UNREADABLE_EVENTS.items():
                await gateway.dispatch(event, data)  # type: ignore[arg-type]  # no event of Discord's
            answer = await stage.peer.slash(ANN, "where")

        assert answer.id
        assert (1, 0) == (len(gateway.identifies), gateway.resumes)
        unread = [log["event_name"] for log in logs if log["event"] == "discord.unreadable_event"]
        assert ["frame"] * len(UNREADABLE_FRAMES) == [name for name in unread if name == "frame"]
        assert len(UNREADABLE_FRAMES) + 5 == len(unread)
        assert "secret" not in f"{logs} {caplog.text}"


async def test_intents_that_discord_does_not_grant_end_it_cleanly() -> None:
    async with DiscordPeer() as peer:
        peer.gateway.refuses_with = 4014
        with capture_logs() as logs, pytest.raises(Disconnected, match="PrivilegedIntentsRequired"):
            await adapter_for(peer).start()

    assert [] == [log for log in logs if "remedy" in log]  # no setting of ours asked for one


async def test_stopping_does_not_wait_for_a_gateway_that_hangs() -> None:
    async with DiscordPeer() as peer:
        held = peer.hold("GET /gateway/bot")
        adapter = adapter_for(peer)
        running = asyncio.create_task(adapter.start())
        await held.waiting.wait()
        await adapter.stop()
        await running
        assert held.gate
        held.gate.set()


async def test_stopping_does_not_wait_for_a_goodbye_that_never_comes() -> None:
    async with DiscordPeer() as peer:
        peer.gateway.deaf = asyncio.Event()
        adapter = adapter_for(peer)
        running = asyncio.create_task(adapter.start())
        await peer.connected()
        assert adapter._client
        await adapter._client.wait_until_ready()
        await adapter.stop()
        await running
        peer.gateway.deaf.set()


async def test_many_servers_are_served_by_shards() -> None:
    peer = DiscordPeer(shards=3)
    async with staged(peer=peer) as stage:
        await peer.until(lambda: len(peer.gateway.sessions) == 1)

        assert isinstance(stage.adapter._client, ShardedCairnClient)
        assert [0, 3] == peer.gateway.identifies[0]["shard"]


async def test_few_servers_are_served_by_one_connection_whatever_discord_advises() -> None:
    peer = DiscordPeer(shards=2)
    async with staged(peer=peer):
        [said] = peer.gateway.identifies

    assert said.get("shard") is None


async def test_where_discord_demands_shards_the_next_start_has_them() -> None:
    async with DiscordPeer() as peer:
        peer.gateway.refuses_with = 4011
        adapter = adapter_for(peer)
        with pytest.raises(Disconnected, match="closed 4011"):
            await adapter.start()
        peer.gateway.refuses_with = 0
        running = asyncio.create_task(adapter.start())
        await peer.connected()

        assert [0, 1] == peer.gateway.identifies[-1]["shard"]
        answer = await peer.slash(ANN, "done", {"task": "numpy"})
        await adapter.stop()
        await running
    assert answer.text.startswith("Ann finished")


async def test_the_client_uses_the_set_address_and_the_gateway_named_there() -> None:
    async with staged() as stage:
        assert Route.BASE == stage.peer.url
        assert str(DiscordWebSocket.DEFAULT_GATEWAY) == stage.peer.gateway_url
    assert logging.getLogger("discord").level == logging.WARNING


async def test_the_token_is_never_logged(caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]) -> None:
    with caplog.at_level(logging.DEBUG):
        async with staged() as stage:
            await stage.peer.slash(ANN, "done", {"task": "numpy"})
            await stage.peer.gateway.close(4000)
            await stage.peer.until(lambda: stage.peer.gateway.resumes)
    printed = capsys.readouterr()

    assert stage.peer.token not in caplog.text + printed.out + printed.err


def test_each_try_to_connect_again_is_one_line_without_a_trace(caplog: pytest.LogCaptureFixture) -> None:
    say_in_one_line()
    say_in_one_line()
    try:
        raise OSError("no route to host")
    except OSError:
        logging.getLogger("discord.client").exception("Attempting a reconnect in %.2fs", 1.5)

    assert ["Attempting a reconnect in 1.50s (OSError)"] == [record.getMessage() for record in caplog.records]
    assert [None] == [record.exc_info for record in caplog.records]
