from __future__ import annotations

import asyncio

import pytest
from structlog.testing import capture_logs

from bot.chat.reply import Reply
from bot.errors import ConfigError
from bot.identity import Place
from bot.running import LONGEST_WAIT, keep_running


class Flaky:
    """A platform that ends as it is told to: `None` returns, an error is raised."""

    name = "flaky"
    repeat_is_safe = False

    def __init__(self, *ends: Exception | None) -> None:
        self.ends = list(ends)
        self.starts = 0

    async def start(self) -> None:
        self.starts += 1
        end = self.ends.pop(0)
        if end:
            raise end

    async def stop(self) -> None: ...

    async def send(self, place: Place, reply: Reply, key: str) -> str:
        return ""

    async def edit(self, place: Place, message_id: str, reply: Reply) -> None: ...

    def ready_in(self, place: Place) -> float:
        return 0.0

    def healthy(self) -> bool:
        return True


async def test_a_platform_that_fails_is_started_again_and_again_with_longer_waits() -> None:
    adapter = Flaky(*[OSError("the token of Ann")] * 12)
    stop = asyncio.Event()
    waits: list[float] = []

    async def pause(seconds: float, stop: asyncio.Event) -> None:
        waits.append(seconds)
        if len(waits) == 12:
            stop.set()

    with capture_logs() as logs:
        await keep_running(adapter, stop, pause)

    assert [2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300, 300] == waits
    assert LONGEST_WAIT == waits[-1]
    assert 12 == len([log for log in logs if log["event"] == "adapter.failed"])


async def test_a_platform_that_ends_by_itself_is_started_again() -> None:
    adapter = Flaky(None, None)
    stop = asyncio.Event()

    async def pause(seconds: float, stop: asyncio.Event) -> None:
        if adapter.starts == 2:
            stop.set()

    await keep_running(adapter, stop, pause)

    assert 2 == adapter.starts


async def test_a_token_that_is_refused_is_not_tried_again() -> None:
    adapter = Flaky(ConfigError("DISCORD_TOKEN is refused."))

    with pytest.raises(ConfigError):
        await keep_running(adapter, asyncio.Event())

    assert 1 == adapter.starts


async def test_waiting_ends_at_once_when_the_program_stops() -> None:
    adapter = Flaky(OSError())
    stop = asyncio.Event()
    running = asyncio.create_task(keep_running(adapter, stop))
    while not adapter.starts:
        await asyncio.sleep(0)
    stop.set()

    async with asyncio.timeout(1):
        await running
