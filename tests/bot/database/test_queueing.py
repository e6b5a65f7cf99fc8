"""Callers who wait for a connection, in virtual time."""

from __future__ import annotations

import asyncio

import pytest

from bot.database.queueing import ConnectionQueue
from tests.virtual import run_virtually

PATIENCE = 5.0


async def use(queue: ConnectionQueue, seconds: float, name: int, served: list[int]) -> None:
    async with queue.turn():
        served.append(name)
        await asyncio.sleep(seconds)


def test_callers_wait_in_turn_as_long_as_the_queue_moves() -> None:
    served: list[int] = []

    async def main() -> float:
        queue = ConnectionQueue(2, PATIENCE)
        await asyncio.gather(*(use(queue, 4.0, name, served) for name in range(20)))
        return asyncio.get_running_loop().time()

    assert 40.0 == run_virtually(main())
    assert list(range(20)) == served


def test_a_caller_gives_up_when_no_connection_comes_back() -> None:
    async def main() -> None:
        queue = ConnectionQueue(1, PATIENCE)
        stuck = asyncio.create_task(use(queue, 100.0, 1, []))
        await asyncio.sleep(0)
        began = asyncio.get_running_loop().time()

        with pytest.raises(TimeoutError):
            await use(queue, 0.0, 2, [])

        assert began + PATIENCE == asyncio.get_running_loop().time()
        await stuck
        await use(queue, 0.0, 3, [])

    run_virtually(main())


@pytest.mark.parametrize("ticks", range(4))
def test_a_caller_who_is_cancelled_leaves_the_place_to_the_next(ticks: int) -> None:
    async def main() -> list[int]:
        served: list[int] = []
        queue = ConnectionQueue(1, PATIENCE)
        first, second, third = (asyncio.create_task(use(queue, 1.0, name, served)) for name in range(3))
        await first
        for _ in range(ticks):
            await asyncio.sleep(0)
        second.cancel()
        await asyncio.gather(second, third, return_exceptions=True)
        return served

    assert 2 == run_virtually(main())[-1]
