"""Starting, being well, and stopping with nothing lost."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.errors import ConfigError
from tests.adapters.telegram_peer import TelegramPeer
from tests.adapters.telegram_stage import NOON, on_stage


async def test_a_token_that_is_refused_ends_it_without_showing_the_token() -> None:
    async with on_stage(begin=False) as stage:
        stage.adapter = stage.make(token="4242:WRONG")
        with pytest.raises(ConfigError, match="TELEGRAM_TOKEN") as caught:
            await stage.adapter.start()

        assert "WRONG" not in str(caught.value)
        assert caught.value.__cause__ is None


async def test_a_token_that_is_revoked_later_ends_it_too() -> None:
    async with on_stage() as stage:
        stage.peer.token = "4242:NEW"
        stage.peer.says(stage.peer.user("Ann"), stage.peer.group("Study"), "/page 1")
        assert stage.running
        with pytest.raises(ConfigError):
            await stage.running
        stage.running = None

        assert not stage.adapter.healthy()


@pytest.mark.parametrize("status", [401, 404])
async def test_a_token_that_was_good_is_not_given_up_for_a_bad_minute(status: int) -> None:
    async with on_stage() as stage:
        stage.peer.breaks("getUpdates", status, times=5)
        room = stage.peer.group("Study")
        stage.peer.says(stage.peer.user("Ann"), room, "/page 1")
        stage.peer.says(stage.peer.user("Ann"), room, "/page 2")
        await stage.peer.quiet()

        assert room.texts == ["page 1", "page 2"]


async def test_an_empty_token_is_a_wrong_setting() -> None:
    async with on_stage(begin=False) as stage:
        with pytest.raises(ConfigError):
            stage.make(token="")


async def test_a_telegram_that_is_down_at_the_start_is_waited_for() -> None:
    peer = TelegramPeer()
    async with on_stage(begin=False) as stage:
        port = stage.peer.port
        await stage.peer._runner.cleanup()
        running = asyncio.create_task(stage.adapter.start())
        while len(stage.waits.asked) < 3:
            await asyncio.sleep(0)
        assert not stage.adapter.healthy()
        await peer.listen(port)
        await peer.until(lambda: bool(peer.polls))

        assert stage.adapter.healthy()
        await stage.adapter.stop()
        await running
    await peer.__aexit__(None, None, None)


async def test_it_is_unhealthy_when_telegram_was_not_heard_for_long() -> None:
    async with on_stage() as stage:
        stage.clock.advance(timedelta(seconds=149))
        assert stage.adapter.healthy()
        stage.clock.advance(timedelta(seconds=2))
        assert not stage.adapter.healthy()
        stage.peer.says(stage.peer.user("Ann"), stage.peer.group("Study"), "hello")
        await stage.peer.quiet()

        assert stage.adapter.healthy()
        stage.clock.move_to(NOON - timedelta(days=1))
        assert stage.adapter.healthy()


async def test_a_stop_finishes_what_is_in_hand_and_confirms_it() -> None:
    async with on_stage() as stage:
        room = stage.peer.group("Study")
        begun = stage.core.hold("/progress")
        stage.peer.says(stage.peer.user("Ann"), room, "/progress")
        await begun.wait()
        stopping = asyncio.create_task(stage.adapter.stop())
        await asyncio.sleep(0)
        stage.core.gates["/progress"].set()
        await stopping

        assert len(room.texts) == 1
        assert stage.peer.waiting == []
        assert not stage.adapter.healthy()


async def test_a_stop_leaves_what_cannot_be_finished_in_time_to_the_next_start() -> None:
    async with on_stage(drain=0.05) as stage:
        room = stage.peer.group("Study")
        begun = stage.core.hold("/progress")
        stage.peer.says(stage.peer.user("Ann"), room, "/progress")
        await begun.wait()
        await stage.adapter.stop()
        assert len(stage.peer.waiting) == 1
        stage.core.gates["/progress"].set()
        await stage.begin()
        await stage.peer.quiet()

        assert len(room.texts) == 1


async def test_it_can_be_stopped_before_it_runs_and_started_again_after() -> None:
    async with on_stage(begin=False) as stage:
        await stage.adapter.stop()
        await stage.begin()
        await stage.end()
        stage.peer.polls.clear()
        await stage.begin()
        room = stage.peer.group("Study")
        stage.peer.says(stage.peer.user("Ann"), room, "/page 1")
        await stage.peer.quiet()

        assert room.texts == ["page 1"]
