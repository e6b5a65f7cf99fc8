"""Threads under posts: opened once, with the people whom the post mentions, or not at all."""

from __future__ import annotations

import pytest

from bot.chat.markup import Mention, fill
from bot.chat.reply import Reply
from bot.chat.rights import Right
from bot.identity import Account, Place, Platform
from tests.adapters.discord_peer_state import START_THREADS, Channel
from tests.adapters.discord_stage import ANN, BEN, Stage, staged

THREADS = "POST /channels/.*/threads"
WHO = {
    "ann": Mention(Account(Platform.DISCORD, ANN.id, "Ann"), ping=True),
    "ben": Mention(Account(Platform.DISCORD, BEN.id, "Ben")),
    "tom": Mention(Account(Platform.TELEGRAM, 7, "Tom")),
}
MEETING = Reply(fill("{ann}, meet {ben} and {tom}. {ann}?", WHO), thread="Help: " + "NumPy & Pandas " * 9)


async def send(stage: Stage, reply: Reply = MEETING, *, place: Place | None = None) -> str:
    return await stage.adapter.send(place or stage.place, reply, "contact:1")


def threads(stage: Stage) -> list[Channel]:
    return [channel for channel in stage.peer.others.values() if channel.parent is stage.peer.general]


async def test_a_thread_is_opened_with_those_whom_the_post_mentions() -> None:
    async with staged() as stage:
        message_id = await send(stage)

    [thread] = threads(stage)
    assert message_id == str(thread.id)
    assert {ANN.id, BEN.id} == thread.members
    assert thread.name.startswith("Help: NumPy & Pandas")
    assert 100 == len(thread.name)
    assert {str(ANN.id)} == stage.peer.general.messages[0].pinged


async def test_a_post_without_a_thread_opens_none() -> None:
    async with staged() as stage:
        await send(stage, Reply(MEETING.text))

    assert [] == threads(stage)


async def test_a_repeat_finds_the_thread_and_those_in_it() -> None:
    async with staged() as stage:
        stage.peer.fail("PUT /channels/.*", 403, 50001)
        first = await send(stage)
        assert {BEN.id} == threads(stage)[0].members
        again = await send(stage)

    assert first == again
    [thread] = threads(stage)
    assert {ANN.id, BEN.id} == thread.members
    assert 1 == len(stage.peer.general.messages)


async def test_a_restart_between_the_post_and_its_thread_loses_neither() -> None:
    async with staged() as stage:
        stage.peer.fail(THREADS, 503)
        first = await send(stage)
        assert [] == threads(stage)
        await stage.restart()
        again = await send(stage)

    assert first == again
    assert {ANN.id, BEN.id} == threads(stage)[0].members
    assert 1 == len(stage.peer.general.messages)


async def test_without_the_right_the_post_stays_and_the_stewards_learn_it() -> None:
    async with staged() as stage:
        stage.peer.general.denied = START_THREADS
        message_id = await send(stage)

    assert message_id == str(stage.peer.general.messages[0].id)
    assert [] == threads(stage)
    assert [(stage.place, Right.OPEN_THREADS)] == stage.core.lacking


@pytest.mark.parametrize(("status", "code"), [(403, 50001), (400, 160006), (404, 10008), (503, 0)])
async def test_a_thread_that_cannot_be_opened_now_is_no_error(status: int, code: int) -> None:
    async with staged() as stage:
        stage.peer.fail(THREADS, status, code)
        await send(stage)

    assert 1 == len(stage.peer.general.messages)
    assert [] == stage.core.lacking


async def test_a_post_in_a_thread_opens_no_other() -> None:
    async with staged() as stage:
        inside = stage.peer.thread(stage.peer.general)
        await send(stage, place=Place(Platform.DISCORD, stage.peer.home.id, inside.id))

    assert [inside] == threads(stage)
    assert 1 == len(inside.messages)


async def test_a_private_post_opens_no_thread() -> None:
    async with staged() as stage:
        await send(stage, place=Place(Platform.DISCORD, ANN.id, ANN.id, private=True, person=True))

    assert [] == threads(stage)


async def test_trouble_in_telling_of_a_lacking_right_is_none_of_the_post() -> None:
    async with staged() as stage:
        stage.peer.general.denied = START_THREADS
        stage.core.lacking = None  # type: ignore[assignment]  # so that telling breaks
        message_id = await send(stage)

    assert message_id == str(stage.peer.general.messages[0].id)


APART = Reply(
    MEETING.text,
    thread="Both",
    apart=(Reply(fill("{ann}", WHO), thread="First"), Reply(fill("{ben}", WHO), silent=True, thread="Second")),
)


async def test_replies_apart_follow_the_post_once_each_with_a_thread() -> None:
    async with staged() as stage:
        stage.peer.fail(THREADS, 503)
        await send(stage, APART)
        await send(stage, APART)

    assert {"First": {ANN.id}, "Second": {BEN.id}} == {one.name: one.members for one in threads(stage)}
    assert 3 == len(stage.peer.general.messages)


async def test_where_threads_may_not_be_opened_the_post_stays_alone() -> None:
    async with staged() as stage:
        stage.peer.general.denied = START_THREADS
        await stage.restart()
        await send(stage, APART)

    assert 1 == len(stage.peer.general.messages)
    assert [(stage.place, Right.OPEN_THREADS)] == stage.core.lacking


async def test_in_a_thread_no_reply_follows_apart() -> None:
    async with staged() as stage:
        inside = stage.peer.thread(stage.peer.general)
        await send(stage, APART, place=Place(Platform.DISCORD, stage.peer.home.id, inside.id))

    assert 1 == len(inside.messages)
