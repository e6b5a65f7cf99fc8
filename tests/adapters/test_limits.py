"""Both adapters, with the real client libraries, against peers that enforce the platforms' limits to the instant."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import pytest
from aiohttp import ClientResponse

from bot.adapters.discord.pacing import BANNED, CHANNEL, heed
from bot.adapters.discord.pacing import PER_SECOND as DISCORD_PACE
from bot.adapters.telegram.pacing import PER_SECOND as TELEGRAM_PACE
from bot.adapters.telegram.pacing import windows_of
from bot.chat.markup import plain
from bot.chat.port import SendError
from bot.chat.reply import Reply
from bot.identity import DISCORD, Place
from bot.pacing.lanes import Lane
from tests.adapters.discord_stage import ANA, staged
from tests.adapters.telegram_stage import on_stage, place_in
from tests.tolls import discord_toll, telegram_toll
from tests.virtual import run_virtually

HELLO = Reply(plain("Hello"))
MANY = 150


def test_telegram_is_never_written_to_faster_than_it_takes_and_answers_go_first() -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        lane = Lane(TELEGRAM_PACE, windows_of, now=loop.time)
        async with on_stage(lane=lane) as stage:
            peer, toll = stage.peer, telegram_toll()
            rooms = [peer.group(f"Group {number}") for number in range(MANY)]
            asking = peer.group("Asking")
            began, peer.toll = loop.time(), toll
            sending = [asyncio.create_task(stage.adapter.send(place_in(room), HELLO, "key")) for room in rooms]
            for number in range(3):
                peer.says(peer.user("Ann"), asking, f"/page {number}")
            await peer.until(lambda: len(asking.texts) == 3)
            assert loop.time() - began < 1.0
            await asyncio.gather(*sending)

            await asyncio.gather(*(stage.adapter.edit(place_in(rooms[0]), str(rooms[0].last.id), HELLO) for _ in "ab"))
            assert toll.refused == 0
            assert all(room.texts == ["Hello"] for room in rooms)
            assert toll.last - began < (MANY + 3) * toll.floor * 1.05 + 3

    run_virtually(main())


def test_telegram_s_own_word_is_law_and_a_chat_that_is_held_costs_no_other_anything() -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        lane = Lane(TELEGRAM_PACE, windows_of, now=loop.time)
        async with on_stage(lane=lane) as stage:
            held, free = stage.peer.group("Held"), stage.peer.group("Free")
            stage.peer.floods("sendMessage", 40)
            with pytest.raises(SendError) as raised:
                await stage.adapter.send(place_in(held), HELLO, "key")
            assert raised.value.retry_after == 40
            assert stage.adapter.ready_in(place_in(held)) == pytest.approx(40, abs=0.5)
            assert stage.adapter.ready_in(place_in(free)) == 0.0

            calls = len(stage.peer.called("sendMessage"))
            with pytest.raises(SendError) as raised:
                await stage.adapter.send(place_in(held), HELLO, "key")
            assert raised.value.retry_after == pytest.approx(40, abs=0.5)
            assert not raised.value.ambiguous
            await stage.adapter.send(place_in(free), HELLO, "key")
            assert len(stage.peer.called("sendMessage")) == calls + 1

    run_virtually(main())


def test_discord_is_never_written_to_faster_than_it_takes() -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        lane = Lane(DISCORD_PACE, lambda _: CHANNEL, now=loop.time)
        async with staged(lane=lane) as stage:
            peer, toll = stage.peer, discord_toll()
            channels = [peer.home.channel(f"channel-{number}") for number in range(MANY)]
            places = [Place(DISCORD, peer.home.id, channel.id) for channel in channels]
            began, peer.rest.toll = loop.time(), toll
            posts = [stage.adapter.send(place, HELLO, "key") for place in places]
            busy = [stage.adapter.send(places[0], HELLO, f"key {number}") for number in range(7)]
            await asyncio.gather(*posts, *busy)

            assert toll.refused == 0
            assert [8] + [1] * (MANY - 1) == [len(channel.messages) for channel in channels]
            assert toll.last - began < (MANY + 7) * toll.floor * 1.05 + 5.5

    run_virtually(main())


def test_an_answer_to_an_interaction_does_not_wait_for_posts() -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        lane = Lane(DISCORD_PACE, lambda _: CHANNEL, now=loop.time)
        async with staged(lane=lane) as stage:
            lane.refuse(None, 500.0)
            began = loop.time()
            await stage.peer.slash(ANA, "done", {"task": "week2-numpy"})
            assert loop.time() - began < 1.0
            with pytest.raises(SendError) as raised:
                await stage.adapter.send(stage.place, HELLO, "key")

        assert raised.value.reason == "crowded"
        assert raised.value.retry_after == pytest.approx(500, abs=1)

    run_virtually(main())


class Answer:
    """As much of an answer of Discord's as says something of limits."""

    def __init__(self, status: int, headers: Mapping[str, str]) -> None:
        self.status = status
        self.headers = headers


OURS = {"Via": "1.1 google"}


@pytest.mark.parametrize(
    ("path", "status", "headers", "here", "elsewhere"),
    [
        ("/channels/5/messages", 429, {**OURS, "Retry-After": "7"}, 7, 0),
        ("/channels/5/messages/9", 429, {**OURS, "Retry-After": "7", "X-RateLimit-Global": "true"}, 7, 7),
        ("/channels/5/messages", 429, {"Retry-After": "7"}, BANNED, BANNED),
        ("/channels/5/messages", 200, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset-After": "4.5"}, 4.5, 0),
        ("/channels/5/messages", 200, {"X-RateLimit-Remaining": "1", "X-RateLimit-Reset-After": "4.5"}, 0, 0),
        ("/channels/5/messages", 429, {**OURS, "Retry-After": "soon"}, 1, 0),
        ("/webhooks/5/token", 429, {**OURS, "Retry-After": "7"}, 0, 0),
        ("/users/@me/channels", 429, {**OURS, "Retry-After": "7"}, 0, 0),
        ("/webhooks/5/token", 200, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset-After": "4"}, 0, 0),
    ],
)
def test_what_discord_says_of_limits_is_heeded(
    path: str, status: int, headers: dict[str, str], here: float, elsewhere: float
) -> None:
    lane = Lane(DISCORD_PACE, lambda _: CHANNEL, now=lambda: 0.0)
    answer: ClientResponse = Answer(status, headers)  # type: ignore[assignment]  # as much of one as is read

    heed(lane, "/api/v10" + path, answer)

    assert [here, elsewhere] == [lane.ready_in(5), lane.ready_in(6)]


def test_a_429_of_discord_s_reaches_the_lane_through_the_library() -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        lane = Lane(DISCORD_PACE, lambda _: CHANNEL, now=loop.time)
        async with staged(lane=lane) as stage:
            stage.peer.rate_limit(r"POST /channels/\d+/messages", 20.0)
            sending = asyncio.create_task(stage.adapter.send(stage.place, HELLO, "key"))
            while stage.adapter.ready_in(stage.place) == 0.0:
                await asyncio.sleep(0)
            assert stage.adapter.ready_in(stage.place) == pytest.approx(20, abs=0.5)
            sending.cancel()

    run_virtually(main())
