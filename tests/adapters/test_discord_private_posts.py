"""Posts to one person on Discord: the conversation is opened first."""

from __future__ import annotations

import asyncio

import pytest

from bot.adapters.discord.pacing import CHANNEL, PER_SECOND, WITHIN_OPENING
from bot.chat.markup import plain
from bot.chat.port import SendError
from bot.chat.reply import Reply, Tone
from bot.identity import Place, Platform
from bot.pacing.lanes import Lane
from tests.adapters.discord_stage import ANN, BEN, Stage, staged
from tests.tolls import discord_toll
from tests.virtual import run_virtually

OPENINGS = "POST /users/@me/channels"
HELLO = Reply(plain("Well done!"), tone=Tone.CELEBRATION)
TO_ANN = Place(Platform.DISCORD, ANN.id, ANN.id, private=True, person=True)


async def failure(stage: Stage) -> SendError:
    with pytest.raises(SendError) as caught:
        await stage.adapter.send(TO_ANN, HELLO, "key")
    return caught.value


async def test_a_private_post_goes_into_a_conversation_that_is_opened_once() -> None:
    async with staged() as stage:
        first = await stage.adapter.send(TO_ANN, HELLO, "personal:1")
        await stage.adapter.send(TO_ANN, HELLO, "personal:2")
        await stage.adapter.edit(TO_ANN, first, Reply(plain("Changed")))

    assert ["Changed", "Well done!"] == [message.text for message in stage.peer.dm_with(ANN.id).messages]
    assert 1 == stage.peer.calls.count("POST /users/@me/channels")


async def test_the_place_of_a_call_where_the_bot_was_a_guest_is_reached_in_private() -> None:
    own = Place(Platform.DISCORD, ANN.id, ANN.id, private=True)
    async with staged() as stage:
        first = await stage.adapter.send(own, HELLO, "celebration:1")
        await stage.adapter.send(own, HELLO, "celebration:2")
        await stage.adapter.edit(own, first, Reply(plain("Changed")))

    assert ["Changed", "Well done!"] == [message.text for message in stage.peer.dm_with(ANN.id).messages]
    assert 1 == stage.peer.calls.count("POST /users/@me/channels")


async def test_a_private_chat_that_is_gone_is_permanent() -> None:
    async with staged() as stage:
        stage.peer.fail(OPENINGS, 400, 50033)
        with pytest.raises(SendError) as caught:
            await stage.adapter.send(Place(Platform.DISCORD, 7, 7, private=True), HELLO, "key")

    assert caught.value.permanent


async def test_somebody_whose_messages_are_closed_is_not_written_to_again() -> None:
    async with staged() as stage:
        stage.peer.dm_with(ANN.id).refuses = (403, 50007)
        error = await failure(stage)

    assert error.permanent


async def test_somebody_who_is_gone_from_discord_is_not_written_to_again() -> None:
    async with staged() as stage:
        stage.peer.fail(OPENINGS, 400, 50033)
        error = await failure(stage)

    assert error.permanent


@pytest.mark.parametrize(("code", "seconds"), [(40003, 300.0), (20026, 3600.0)])
async def test_a_refusal_to_open_more_private_chats_leaves_open_ones_in_use(code: int, seconds: float) -> None:
    ben = Place(Platform.DISCORD, BEN.id, BEN.id, private=True, person=True)
    async with staged() as stage:
        await stage.adapter.send(ben, HELLO, "personal:1")
        stage.peer.fail(OPENINGS, 403, code)
        refused = await failure(stage)
        held = await failure(stage)
        waits = [stage.adapter.ready_in(place) for place in (TO_ANN, ben, stage.place)]
        await stage.adapter.send(ben, HELLO, "personal:2")

    assert (seconds, False) == (refused.retry_after, refused.permanent)
    assert pytest.approx(seconds, abs=1) == held.retry_after
    assert pytest.approx([seconds, 0, 0], abs=1) == waits


def test_conversations_are_opened_no_faster_than_discord_takes_and_hold_nobody_up() -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        async with staged(lane=Lane(PER_SECOND, lambda _: CHANNEL, now=loop.time)) as stage:
            stage.peer.rest.toll = toll = discord_toll()
            people = [Place(Platform.DISCORD, number, number, private=True, person=True) for number in range(1, 9)]
            began = loop.time()
            sending = [stage.adapter.send(person, HELLO, "key") for person in people]
            sent = [one for one in await asyncio.gather(*sending, return_exceptions=True) if isinstance(one, str)]
            assert loop.time() - began < WITHIN_OPENING + 0.5
            assert 5 == len(sent)
            await asyncio.sleep(stage.adapter.ready_in(people[-1]))
            await stage.adapter.send(people[-1], HELLO, "key")
            assert 0 == toll.refused

    run_virtually(main())


def test_what_discord_says_of_a_conversation_s_limits_is_heeded_for_the_person() -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        async with staged(lane=Lane(PER_SECOND, lambda _: CHANNEL, now=loop.time)) as stage:
            stage.peer.rate_limit(r"POST /channels/\d+/messages", 90.0)
            await failure(stage)

            assert stage.adapter.ready_in(TO_ANN) == pytest.approx(90, abs=1)
            assert 0.0 == stage.adapter.ready_in(stage.place)

    run_virtually(main())
