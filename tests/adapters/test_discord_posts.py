"""What Discord is sent unasked: posts and their changes, and what became of them."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import aiohttp
import discord
import pytest

from bot.adapters.discord.channels import AT_ONCE, nonce
from bot.adapters.discord.errors import discord_send_error
from bot.chat.markup import Mention, Role, Text, fill, plain
from bot.chat.port import SendError
from bot.chat.reply import Button, Document, Image, Reply, Tone
from bot.errors import ConfigError
from bot.identity import Account, Place, Platform
from tests.adapters.discord_core import PNG, pinging
from tests.adapters.discord_stage import ANN, BEN, Stage, staged
from tests.pacing import open_lane

HELLO = Reply(plain("Well done!"), tone=Tone.CELEBRATION)
POSTS = "POST /channels/.*"


async def failure(stage: Stage, place: Place | None = None) -> SendError:
    with pytest.raises(SendError) as caught:
        await stage.adapter.send(place or stage.place, HELLO, "key")
    return caught.value


async def test_a_post_arrives_and_its_id_comes_back() -> None:
    async with staged() as stage:
        message_id = await stage.adapter.send(stage.place, HELLO, "celebration:1")

    [message] = stage.peer.general.messages
    assert message_id == str(message.id)
    assert ("Well done!", "", set()) == (message.text, message.content, message.pinged)


@pytest.mark.parametrize(("silent", "flags"), [(False, 0), (True, 1 << 12)])
async def test_a_post_that_need_not_ring_notifies_nobody(silent: bool, flags: int) -> None:
    async with staged() as stage:
        await stage.adapter.send(stage.place, replace(HELLO, silent=silent), "celebration:1")

    assert [flags] == [message.flags for message in stage.peer.general.messages]


async def test_the_same_key_posts_once_another_key_again() -> None:
    async with staged() as stage:
        first = await stage.adapter.send(stage.place, HELLO, "celebration:1")
        again = await stage.adapter.send(stage.place, HELLO, "celebration:1")
        other = await stage.adapter.send(stage.place, HELLO, "celebration:2")

    assert first == again != other
    assert 2 == len(stage.peer.general.messages)


async def test_a_post_whose_answer_was_lost_is_ambiguous_and_repeats_safely() -> None:
    async with staged() as stage:
        stage.peer.break_line(POSTS, after=True)
        error = await failure(stage)
        await stage.adapter.send(stage.place, HELLO, "key")

    assert (True, False) == (error.ambiguous, error.permanent)
    assert 1 == len(stage.peer.general.messages)


def test_a_nonce_has_25_characters_and_depends_on_place_and_key() -> None:
    here, there = Place(Platform.DISCORD, 1, 2), Place(Platform.DISCORD, 1, 3)

    assert 25 == len(nonce(here, "celebration:7" * 20))
    assert nonce(here, "a") == nonce(here, "a")
    assert 3 == len({nonce(here, "a"), nonce(here, "b"), nonce(there, "a")})


async def test_only_a_mention_that_may_ping_pings() -> None:
    async with staged() as stage:
        quiet = fill("{who} and @everyone <@1>", {"who": Mention(Account(Platform.DISCORD, BEN.id, "Ben"))})
        await stage.adapter.send(stage.place, Reply(pinging(ANN.id, "Ann") + plain("; ") + quiet), "key")

    [message] = stage.peer.general.messages
    assert f"<@{ANN.id}>" == message.content
    assert message.pinged == {str(ANN.id)}
    assert f"<@{BEN.id}>" in message.text
    assert "\\@everyone \\<\\@1>" in message.text


async def test_a_change_keeps_the_mentions_that_pinged_and_pings_nobody() -> None:
    who = Mention(Account(Platform.DISCORD, ANN.id, "Ann"), pinged=True)
    called = fill("{who} {role}", {"who": who, "role": Role(6, pinged=True)})
    async with staged() as stage:
        await stage.adapter.send(stage.place, Reply(pinging(ANN.id, "Ann")), "key")
        [message] = stage.peer.general.messages
        await stage.adapter.edit(stage.place, str(message.id), Reply(called))
        await stage.adapter.send(stage.place, Reply(called), "new")

    assert [f"<@{ANN.id}> <@&6>"] * 2 == [one.content for one in stage.peer.general.messages]
    assert set() == stage.peer.general.messages[-1].pinged


async def test_a_role_that_may_be_pinged_is_and_no_other() -> None:
    async with staged() as stage:
        quiet, loud = fill("{role}", {"role": Role(5)}), fill("{role}, come!", {"role": Role(6, ping=True)})
        await stage.adapter.send(stage.place, Reply(pinging(ANN.id, "Ann") + quiet + loud), "key")

    [message] = stage.peer.general.messages
    assert f"<@{ANN.id}> <@&6>" == message.content
    assert "<@&5><@&6>, come!" in message.text
    assert {str(ANN.id), "&6"} == message.pinged


async def test_somebody_of_another_platform_is_named_and_not_pinged() -> None:
    who = fill("{who}", {"who": Mention(Account(Platform.TELEGRAM, 7, "T_o_m"), ping=True)})
    async with staged() as stage:
        await stage.adapter.send(stage.place, Reply(who), "key")

    [message] = stage.peer.general.messages
    assert ("T\\_o\\_m", "", set()) == (message.text, message.content, message.pinged)


async def test_a_picture_goes_along_with_its_description() -> None:
    async with staged() as stage:
        await stage.adapter.send(stage.place, Reply(plain("Look"), image=Image(PNG, "a heat map")), "key")

    [message] = stage.peer.general.messages
    assert {"picture.png": PNG} == message.files
    assert "a heat map" == message.attachments[0]["description"]
    assert "attachment://picture.png" == message.embeds[0]["image"]["url"]


async def test_a_file_of_ours_goes_along() -> None:
    async with staged() as stage:
        await stage.adapter.send(stage.place, Reply(plain("Yours"), document=Document("a.zip", b"PK")), "key")

    [message] = stage.peer.general.messages
    assert {"a.zip": b"PK"} == message.files


async def test_a_post_is_changed_and_loses_its_buttons_and_picture() -> None:
    before = Reply(pinging(ANN.id, "Ann"), buttons=((Button("Yes", "join"),),), image=Image(PNG, "a heat map"))
    async with staged() as stage:
        message_id = await stage.adapter.send(stage.place, before, "key")
        await stage.adapter.edit(stage.place, message_id, Reply(plain("taken back")))

    [message] = stage.peer.general.messages
    assert ("taken back", "", {}, {}) == (message.text, message.content, message.buttons, message.files)


async def test_changing_a_post_that_is_gone_says_so_and_is_no_error() -> None:
    async with staged() as stage:
        assert not await stage.adapter.edit(stage.place, "12345", HELLO)


async def test_a_post_in_an_archived_thread_stays_and_its_place_still_gets_posts() -> None:
    async with staged() as stage:
        stage.peer.fail("PATCH /channels/.*", 400, 50083)
        assert await stage.adapter.edit(stage.place, "12345", HELLO)


async def test_changing_a_post_where_we_may_not_is_an_error() -> None:
    async with staged() as stage:
        stage.peer.general.refuses = (403, 50001)
        with pytest.raises(SendError) as caught:
            await stage.adapter.edit(stage.place, "12345", HELLO)

    assert caught.value.permanent


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (403, 50013),
        (403, 50001),
        (404, 10003),
        (403, 50007),
        (403, 50278),
        (400, 50024),
        (400, 160005),
        (403, 40058),
        (400, 50033),
    ],
)
async def test_a_place_where_we_cannot_write_is_given_up(status: int, code: int) -> None:
    async with staged() as stage:
        stage.peer.general.refuses = (status, code)
        error = await failure(stage)

    assert (True, False) == (error.permanent, error.ambiguous)


@pytest.mark.parametrize(("status", "code"), [(404, 0), (403, 0), (400, 50006), (503, 0)])
async def test_trouble_that_is_not_about_the_place_does_not_switch_it_off(status: int, code: int) -> None:
    async with staged() as stage:
        stage.peer.fail(POSTS, status, code)
        error = await failure(stage)

    assert (False, False, f"{status} {code}") == (error.permanent, error.ambiguous, error.reason)
    assert (status == 400) == error.rejected


async def test_a_channel_that_never_was_is_given_up() -> None:
    async with staged() as stage:
        error = await failure(stage, Place(Platform.DISCORD, stage.peer.home.id, 99))

    assert error.permanent


async def test_a_short_rate_limit_is_waited_for() -> None:
    async with staged() as stage:
        stage.peer.rate_limit(POSTS, 0.01)
        await stage.adapter.send(stage.place, HELLO, "key")

    assert 1 == len(stage.peer.general.messages)


async def test_a_global_rate_limit_is_waited_for_by_all() -> None:
    async with staged() as stage:
        stage.peer.rate_limit(POSTS, 0.01, is_global=True)
        await asyncio.gather(*(stage.adapter.send(stage.place, HELLO, f"key:{number}") for number in range(4)))

    assert 4 == len(stage.peer.general.messages)


async def test_a_long_rate_limit_is_told_to_the_sender() -> None:
    async with staged() as stage:
        stage.peer.rate_limit(POSTS, 90.0)
        error = await failure(stage)

    assert (90.0, False, False) == (error.retry_after, error.ambiguous, error.permanent)


@pytest.mark.parametrize(("asked", "waited"), [(7200, 7200), (3, 3600)])
async def test_a_ban_of_the_address_backs_off_for_hours(asked: float, waited: float) -> None:
    async with staged() as stage:
        stage.peer.rate_limit(POSTS, asked, cloudflare=True)
        error = await failure(stage)

    assert error.retry_after == waited


async def test_a_burst_over_the_limit_that_discord_tells_arrives_whole() -> None:
    async with staged(lane=open_lane()) as stage:
        stage.peer.rest.limit, stage.peer.rest.window = 5, 0.05
        await asyncio.gather(*(stage.adapter.send(stage.place, HELLO, f"key:{number}") for number in range(12)))

    assert 12 == len({message.nonce for message in stage.peer.general.messages})
    assert 12 == len(stage.peer.general.messages)


async def test_no_more_than_a_handful_is_in_flight() -> None:
    async with staged() as stage:
        channels = [stage.peer.home.channel(f"channel-{number}") for number in range(20)]
        places = [Place(Platform.DISCORD, stage.peer.home.id, channel.id) for channel in channels]
        held = stage.peer.hold(POSTS, times=20)
        sending = asyncio.gather(*(stage.adapter.send(place, HELLO, "key") for place in places))
        await stage.peer.until(lambda: stage.peer.rest.in_flight == AT_ONCE)
        assert held.gate
        held.gate.set()
        await sending

    assert AT_ONCE == stage.peer.rest.most_in_flight
    assert all(len(channel.messages) == 1 for channel in channels)


async def test_without_an_answer_a_post_is_given_up_as_ambiguous() -> None:
    async with staged() as stage:
        stage.adapter.channels.seconds = 0.02
        held = stage.peer.hold(POSTS)
        error = await failure(stage)
        assert held.gate
        held.gate.set()
        await stage.peer.until(lambda: stage.peer.general.messages)

    assert error.ambiguous


async def test_a_refused_token_stops_the_bot_and_no_place_is_given_up() -> None:
    async with staged() as stage:
        stage.peer.fail(POSTS, 401)
        error = await failure(stage)
        with pytest.raises(ConfigError, match="DISCORD_TOKEN"):
            await stage.running
        stage.running = asyncio.create_task(asyncio.sleep(0))

    assert (False, False) == (error.permanent, error.ambiguous)


async def test_before_it_is_connected_nothing_can_be_sent() -> None:
    async with staged() as stage:
        await stage.adapter.stop()
        error = await failure(stage)

    assert ("not connected", False, False) == (error.reason, error.ambiguous, error.permanent)
    assert error.retry_after


async def test_a_direct_conversation_can_be_written_to() -> None:
    async with staged() as stage:
        channel = stage.peer.dm()
        await stage.adapter.send(Place(Platform.DISCORD, channel.id, channel.id, private=True), HELLO, "key")

    assert ["Well done!"] == [message.text for message in channel.messages]


async def test_a_connection_that_could_not_be_made_is_not_ambiguous() -> None:
    async with staged() as stage:
        port = await _closed_port()
        stage.adapter._client.http.request = _refused(port)  # type: ignore[union-attr, method-assign]
        error = await failure(stage)

    assert ("no connection", False, False) == (error.reason, error.ambiguous, error.permanent)


async def _closed_port() -> int:
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port: int = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    return port


def _refused(port: int):  # type: ignore[no-untyped-def]  # noqa: ANN202  stands for the library's own request
    async def request(*_: object, **__: object) -> None:
        async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}/"):
            raise AssertionError("nobody listens there")

    return request


@pytest.mark.parametrize("error", [TimeoutError(), aiohttp.ServerDisconnectedError(), ConnectionResetError()])
def test_what_was_sent_and_not_answered_is_ambiguous(error: Exception) -> None:
    assert discord_send_error(error).ambiguous


def test_a_connection_that_timed_out_was_never_sent() -> None:
    assert not discord_send_error(aiohttp.ConnectionTimeoutError()).ambiguous


def test_a_rate_limit_says_when_to_come_back() -> None:
    assert 42.0 == discord_send_error(discord.RateLimited(42.0)).retry_after


def test_texts_are_never_part_of_a_reason() -> None:
    assert "no answer" == discord_send_error(RuntimeError("Ann wrote a diary")).reason
    assert isinstance(HELLO.text, Text)
