"""A button stops spinning within a second, and a request that hangs holds up its chat for five at most.

Seconds are of the peer's clock, which is the virtual loop's.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager

import pytest

from bot.adapters.telegram.pacing import HANGING
from bot.adapters.telegram.timing import Timing
from tests.adapters.telegram_stage import Stage, on_stage
from tests.virtual import run_virtually

TIMES = Timing()


def in_real_times() -> AbstractAsyncContextManager[Stage]:
    """The stage with the adapter's own time limits for taps and polls."""
    return on_stage(toast_within=TIMES.toast_within, grace=TIMES.grace)


async def _seconds_until_a_toast(stage: Stage, tap: Callable[[], object]) -> float:
    """The time from a tap to its acknowledgement."""
    before, began = len(stage.peer.toasts), asyncio.get_running_loop().time()
    tap()
    await stage.peer.until(lambda: len(stage.peer.toasts) > before)
    return asyncio.get_running_loop().time() - began


async def _behind_slow_work(stage: Stage) -> float:
    ann, room = stage.peer.user("Ann", started=True), stage.peer.group("Study")
    stage.peer.says(ann, room, "/done week2-numpy")
    await stage.peer.quiet()
    message = room.last
    begun = stage.core.hold("/page 0")
    stage.peer.says(ann, room, "/page 0")
    await begun.wait()
    waited = await _seconds_until_a_toast(stage, lambda: stage.peer.taps(ann, message, "Undo"))
    stage.core.gates["/page 0"].set()
    await stage.peer.quiet()
    return waited


async def _behind_a_hanging_send(stage: Stage) -> float:
    ann, room = stage.peer.user("Ann", started=True), stage.peer.group("Study")
    stage.peer.says(ann, room, "/done week2-numpy")
    await stage.peer.quiet()
    message = room.last
    stage.peer.hangs("sendMessage")
    stage.peer.says(ann, room, "/page 0")
    return await _seconds_until_a_toast(stage, lambda: stage.peer.taps(ann, message, "Undo"))


async def _behind_its_own_slow_work(stage: Stage) -> float:
    ann, room = stage.peer.user("Ann", started=True), stage.peer.group("Study")
    stage.peer.says(ann, room, "/done week2-numpy")
    await stage.peer.quiet()
    begun = stage.core.hold("undo week2-numpy")
    waited = await _seconds_until_a_toast(stage, lambda: stage.peer.taps(ann, room.last, "Undo"))
    await begun.wait()
    stage.core.gates["undo week2-numpy"].set()
    await stage.peer.quiet()
    assert ["week2-numpy is undone"] == stage.peer.private(ann).texts
    return waited


async def _behind_ninety_messages(stage: Stage) -> float:
    ann, room = stage.peer.user("Ann", started=True), stage.peer.group("Study")
    stage.peer.says(ann, room, "/done week2-numpy")
    await stage.peer.quiet()
    message = room.last
    for number in range(90):
        stage.peer.says(ann, room, f"/page {number}")
    return await _seconds_until_a_toast(stage, lambda: stage.peer.taps(ann, message, "Undo"))


@pytest.mark.parametrize(
    "place", [_behind_slow_work, _behind_a_hanging_send, _behind_its_own_slow_work, _behind_ninety_messages]
)
def test_a_tap_is_acknowledged_within_a_second(place: Callable[[Stage], Awaitable[float]]) -> None:
    async def main() -> None:
        async with in_real_times() as stage:
            assert await place(stage) <= 1.0
            stage.peer.release()

    run_virtually(main())


@pytest.mark.parametrize("after", [False, True])
def test_a_send_that_hangs_holds_up_its_chat_for_five_seconds_at_most(after: bool) -> None:
    async def main() -> None:
        async with in_real_times() as stage:
            ann, room = stage.peer.user("Ann"), stage.peer.group("Study")
            stage.peer.hangs("sendMessage", after=after)
            began = asyncio.get_running_loop().time()
            stage.peer.says(ann, room, "/page 0")
            stage.peer.says(ann, room, "/page 1")
            stage.peer.says(ann, room, "/page 2")
            await stage.peer.until(lambda: "page 2" in room.texts)

            assert asyncio.get_running_loop().time() - began <= HANGING + 1.0
            assert room.texts[-2:] == ["page 1", "page 2"]
            stage.peer.release()

    run_virtually(main())


def test_a_send_that_hangs_holds_up_no_other_chat() -> None:
    async def main() -> None:
        async with in_real_times() as stage:
            ann, slow, quick = stage.peer.user("Ann"), stage.peer.group("Slow"), stage.peer.group("Quick")
            stage.peer.hangs("sendMessage")
            began = asyncio.get_running_loop().time()
            stage.peer.says(ann, slow, "/page 0")
            stage.peer.says(ann, quick, "/page 1")
            await stage.peer.until(lambda: quick.texts == ["page 1"])

            assert asyncio.get_running_loop().time() - began <= 1.0
            stage.peer.release()

    run_virtually(main())


@pytest.mark.parametrize("short", [False, True])
def test_an_acknowledgement_that_hangs_holds_up_no_answer(*, short: bool) -> None:
    async def main() -> float:
        async with in_real_times() as stage:
            ann, room = stage.peer.user("Ann", started=True), stage.peer.group("Study")
            stage.peer.says(ann, room, "/done week2-numpy" if short else "/page 1")
            await stage.peer.quiet()
            stage.peer.hangs("answerCallbackQuery", after=not short)
            began = asyncio.get_running_loop().time()
            stage.peer.taps(ann, room.last, "Undo" if short else "Next")
            words = "week2-numpy is undone" if short else "page 2"
            await stage.peer.until(lambda: words in (stage.peer.private(ann).texts if short else room.texts))
            took = asyncio.get_running_loop().time() - began
            stage.peer.release()
            await stage.peer.quiet()
            return took

    assert (HANGING if short else 0.0) + 1.0 > run_virtually(main())
