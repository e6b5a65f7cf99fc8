"""Posts to one person on Discord: the conversation is opened first."""

from __future__ import annotations

import pytest

from bot.adapters.base import SendError
from bot.chat.markup import plain
from bot.chat.reply import Reply, Tone
from bot.identity import DISCORD, Place
from tests.adapters.discord_stage import ANA, Stage, staged

HELLO = Reply(plain("Well done!"), tone=Tone.CELEBRATION)
TO_ANA = Place(DISCORD, ANA.id, ANA.id, private=True, person=True)


async def failure(stage: Stage) -> SendError:
    with pytest.raises(SendError) as caught:
        await stage.adapter.send(TO_ANA, HELLO, "key")
    return caught.value


async def test_a_private_post_goes_into_a_conversation_that_is_opened_once() -> None:
    async with staged() as stage:
        first = await stage.adapter.send(TO_ANA, HELLO, "personal:1")
        await stage.adapter.send(TO_ANA, HELLO, "personal:2")
        await stage.adapter.edit(TO_ANA, first, Reply(plain("Changed")))

    assert ["Changed", "Well done!"] == [message.text for message in stage.peer.dm_with(ANA.id).messages]
    assert 1 == stage.peer.calls.count("POST /users/@me/channels")


async def test_somebody_whose_messages_are_closed_is_not_written_to_again() -> None:
    async with staged() as stage:
        stage.peer.dm_with(ANA.id).refuses = (403, 50007)
        error = await failure(stage)

    assert error.permanent
