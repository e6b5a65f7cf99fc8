"""When a gateway answers in Discord's place: the message may be out, and only for minutes is a repeat known for one."""

from __future__ import annotations

import asyncio

import pytest

from bot.adapters.discord.pacing import CHANNEL, PER_SECOND
from bot.chat.markup import plain
from bot.chat.port import SendError
from bot.chat.reply import Reply
from bot.pacing.lanes import Lane
from tests.adapters.discord_stage import staged
from tests.virtual import run_virtually

TRIES = 5  # of discord.py's own


@pytest.mark.parametrize(("status", "unsure"), [(500, False), (502, True), (504, True), (520, True), (524, True)])
def test_a_message_that_a_gateway_lost_may_be_out_and_one_that_discord_refused_is_not(
    status: int, unsure: bool
) -> None:
    async def main() -> SendError:
        loop = asyncio.get_running_loop()
        async with staged(lane=Lane(PER_SECOND, lambda _: CHANNEL, now=loop.time)) as stage:
            stage.peer.fail("POST /channels/.*", status, times=TRIES)
            with pytest.raises(SendError) as raised:
                await stage.adapter.send(stage.place, Reply(plain("Hello")), "key")
            return raised.value

    error = run_virtually(main())

    assert (f"{status} 0", unsure, False) == (error.reason, error.ambiguous, error.permanent)
