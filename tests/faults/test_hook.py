"""The hook itself: it knows of each message that a platform took."""

from __future__ import annotations

import asyncio

import pytest

from bot.chat.markup import plain
from bot.chat.reply import Reply
from bot.identity import Place
from tests.faults.hook import Hook, HookedAdapter

ROOM = Place("slow", 1, 1)


class SlowAdapter:
    """A platform that takes a message, and answers when it is told to."""

    name = "slow"
    repeat_is_safe = True
    in_turn = True

    def __init__(self) -> None:
        self.asked, self.may_answer = asyncio.Event(), asyncio.Event()

    async def send(self, _place: Place, _reply: Reply, _key: str) -> str:
        self.asked.set()
        await self.may_answer.wait()
        return "message 1"


async def test_a_message_on_its_way_is_known_though_its_sender_was_cancelled() -> None:
    slow = SlowAdapter()
    hooked = HookedAdapter(slow, Hook())  # type: ignore[arg-type]
    sender = asyncio.create_task(hooked.send(ROOM, Reply(plain("Hello")), "post 1"))
    await slow.asked.wait()

    sender.cancel()
    slow.may_answer.set()
    with pytest.raises(asyncio.CancelledError):
        await sender

    assert [("post 1", "message 1")] == hooked.taken
