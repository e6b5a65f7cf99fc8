"""What a caller is told when something fails: never that nothing changed where it may have been."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.chat.call import Call, Said, Scene
from bot.chat.command import Arg, command
from bot.chat.dispatch import Dispatcher
from bot.chat.markup import plain
from bot.chat.registry import Registry
from bot.chat.reply import Reply
from bot.clock import SettableClock
from bot.errors import StoreBusy, StoreUnsure
from bot.identity import Account, Place
from roadmap.model import Roadmap
from tests.keeping import MemoryKeeper

HERE = Place("sandbox", 1, 1)
ANN = Account("sandbox", 7, "Ann")
Step = Exception | None

CASES: dict[str, tuple[Step, Step, Step, str]] = {
    "before the write": (RuntimeError("Ann's words"), None, None, "failed"),
    "busy before the write": (StoreBusy(), None, None, "busy"),
    "in the write, which is rolled back": (None, RuntimeError("Ann's words"), None, "failed"),
    "the store is busy": (None, StoreBusy(), None, "busy"),
    "the answer to the commit is lost": (None, StoreUnsure(), None, "unsure"),
    "in the words about it": (None, None, RuntimeError("Ann's words"), "unsure"),
    "busy after the write": (None, None, StoreBusy(), "unsure"),
    "nothing": (None, None, None, "answered"),
}
"""What fails before, in and after the write, and what the call counts as."""


class Failing:
    """A store whose write ends as it is told to."""

    def __init__(self, end: Step) -> None:
        self.end = end

    def on(self, platform: str) -> Failing:
        return self

    async def read(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return fn(None, *args, **kwargs)

    glance = read

    async def write_once(self, inbound: str, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        if self.end:
            raise self.end
        return fn(None, *args, **kwargs)

    async def write_with_ticket(self, ticket: Any, inbound: str, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
        return await self.write_once(inbound, fn, *args, **kwargs)


def fail(step: Step) -> None:
    if step:
        raise step


@pytest.mark.parametrize("case", CASES)
async def test_a_caller_is_told_what_is_known_of_a_change(case: str) -> None:
    before, within, after, outcome = CASES[case]

    @command()
    async def change(call: Call) -> Reply:
        """Change something."""
        fail(before)
        await call.write(lambda _db: "changed")
        fail(after)
        return Reply(plain("Changed."))

    async def read_scene(_: Said) -> Scene:
        return Scene(Roadmap("r", "R", ()))

    clock = SettableClock(datetime(2026, 3, 1, 9, tzinfo=UTC))
    dispatcher = Dispatcher(Registry([change]), Failing(within), clock, {}, read_scene, keeper=MemoryKeeper())

    with capture_logs() as logs:
        reply = await dispatcher.answer(Said(ANN, HERE, "sandbox:1", "/change"))

    events = {"failed": ["call.failed"], "busy": ["call.store_busy"], "unsure": ["call.unsure"], "answered": []}
    assert (outcome in {"failed", "busy"}) is ("nothing changed" in reply.text.plain)
    assert (outcome == "unsure") is ("Check /progress" in reply.text.plain)
    assert (outcome != "answered") is reply.private
    assert events[outcome] == [log["event"] for log in logs]


async def test_plain_words_are_no_answer_and_continue_nothing_while_the_scene_cannot_be_read() -> None:
    async def read_scene(_: Said) -> Scene:
        raise StoreBusy

    @command(words=Arg("words", begins=lambda call, words: True))
    async def go_on(call: Call, words: str) -> Reply:
        """Go on."""
        raise NotImplementedError

    clock = SettableClock(datetime(2026, 3, 1, 9, tzinfo=UTC))
    dispatcher = Dispatcher(Registry([go_on]), Failing(None), clock, {}, read_scene, keeper=MemoryKeeper())
    said = Said(ANN, HERE, "sandbox:1", "more", plain=True)

    with capture_logs() as logs:
        assert ("", False) == (
            await dispatcher.beforehand.awaits(said),
            await dispatcher.beforehand.continues(said, "go_on"),
        )

    assert ["question.unknown"] * 2 == [entry["event"] for entry in logs]
