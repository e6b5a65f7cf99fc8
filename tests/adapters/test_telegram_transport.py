"""The transport tells never sent from sent, goes through a proxy, and keeps the token to itself."""

from __future__ import annotations

import asyncio
import logging

import pytest
from telegram import Bot
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.adapters.telegram.client import make_bot
from bot.adapters.telegram.polling_transport import PollTransport
from bot.adapters.telegram.transport import Limits, NoAnswer, NotSent, ServerTrouble, Transport
from tests.adapters.telegram_peer import TOKEN, TelegramPeer


def bot_for(url: str, transport: Transport) -> Bot:
    return make_bot(TOKEN, url, transport, transport)


async def test_it_works_through_a_proxy() -> None:
    async with TelegramPeer() as peer:
        transport = Transport(proxy=peer.url)
        async with transport:
            me = await bot_for("http://telegram.invalid", transport).get_me()

        assert "Cairn_Bot" == me.username


@pytest.mark.parametrize("proxy", ["http://127.0.0.1:1", "http://me:pass@127.0.0.1:1"])
async def test_a_proxy_that_is_away_means_never_sent(proxy: str) -> None:
    async with Transport(Limits(connect=2), proxy) as transport:
        with pytest.raises(NotSent):
            await bot_for("https://telegram.invalid", transport).get_me()


@pytest.mark.parametrize("status", [407, 502, 503])
async def test_a_proxy_that_opens_no_way_means_never_sent(status: int) -> None:
    seen: list[str] = []

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.append((await reader.readuntil(b"\r\n\r\n")).decode())
        writer.write(f"HTTP/1.1 {status} No\r\nContent-Length: 0\r\n\r\n".encode())
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(refuse, "127.0.0.1", 0) as proxy:
        port = proxy.sockets[0].getsockname()[1]
        async with Transport(Limits(connect=2), f"http://me:pass@127.0.0.1:{port}") as transport:
            with pytest.raises(TelegramError) as caught:
                await bot_for("https://telegram.invalid", transport).get_me()

    assert type(caught.value) is NotSent
    assert "CONNECT telegram.invalid:443" in seen[0]
    assert "Proxy-Authorization: Basic bWU6cGFzcw==" in seen[0]
    assert TOKEN not in seen[0]


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "http://telegram.invalid", "https://127.0.0.1:1"])
async def test_nobody_there_means_never_sent(url: str) -> None:
    async with Transport(Limits(connect=2)) as transport:
        with pytest.raises(NotSent) as caught:
            await bot_for(url, transport).get_me()

        assert TOKEN not in f"{caught.value!r}"
        assert caught.value.__cause__ is None


async def test_a_full_pool_means_never_sent() -> None:
    async with TelegramPeer() as peer, Transport(Limits(connect=0.3, connections=1)) as transport:
        bot = bot_for(peer.url, transport)
        peer.holds("getMe")
        with pytest.raises(TelegramError) as caught:
            await _both(bot)

        assert type(caught.value) is NotSent
        peer.release()


async def _both(bot: Bot) -> None:
    first = asyncio.create_task(bot.get_me())
    try:
        await asyncio.sleep(0)
        await bot.get_me()
    finally:
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)


async def test_silence_after_sending_is_no_answer() -> None:
    async with TelegramPeer() as peer, Transport(Limits(connect=0.3, read=0.01)) as transport:
        peer.holds("getMe")
        with pytest.raises(NoAnswer):
            await bot_for(peer.url, transport).get_me()
        peer.release()


async def test_it_can_be_opened_again_after_it_was_closed() -> None:
    async with TelegramPeer() as peer:
        transport = Transport()
        bot = bot_for(peer.url, transport)
        for _ in range(2):
            await transport.initialize()
            await transport.initialize()
            await bot.get_me()
            await transport.shutdown()
            await transport.shutdown()
        with pytest.raises(NotSent):
            await bot.get_me()


async def test_a_redirect_is_not_followed_with_the_token_in_hand() -> None:
    async with TelegramPeer() as peer, Transport() as transport:
        peer.breaks("getMe", 302, f"{peer.url}/bot{TOKEN}/getMe")
        with pytest.raises(TelegramError):
            await bot_for(peer.url, transport).get_me()

        assert [] == peer.calls


async def test_a_broken_gateway_is_known_by_its_status() -> None:
    async with TelegramPeer() as peer, Transport() as transport:
        peer.breaks("getMe", 502)
        with pytest.raises(ServerTrouble) as caught:
            await bot_for(peer.url, transport).get_me()

        assert (502, True) == (caught.value.status, caught.value.unsure)
        assert "html" not in caught.value.message.lower()


async def test_parameters_that_are_ready_leave_as_json_and_their_answer_comes_as_it_is() -> None:
    async with TelegramPeer() as peer, Transport() as transport:
        room, address = peer.group("Study"), f"{peer.url}/bot{peer.token}/sendMessage"
        keyboard = [[{"text": "Ça va", "callback_data": "* next"}]]
        parameters = {"chat_id": room.id, "text": "é 🎓", "reply_markup": {"inline_keyboard": keyboard}}
        sent = await transport.ask(address, parameters)
        with pytest.raises(BadRequest, match="Chat not found"):
            await transport.ask(address, {**parameters, "chat_id": 404})

        assert ("é 🎓", keyboard) == (room.last.text, room.last.keyboard)
        assert (room.last.id, room.id) == (sent["message_id"], sent["chat"]["id"])


async def test_updates_that_cannot_be_read_are_emptied_not_dropped() -> None:
    async with TelegramPeer() as peer, PollTransport() as transport:
        bot = bot_for(peer.url, transport)
        peer.arrives("message", {}, honest=False)
        peer.says(peer.user("Ann"), peer.group("Study"), "hello")
        with pytest.raises(KeyError):
            await bot.get_updates()
        transport.careful = True
        first, second = await bot.get_updates()

        assert first.message is None
        assert second.message and second.message.text == "hello"


async def test_what_is_no_json_is_an_error_and_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), pytest.raises(TelegramError):
        Transport.parse_json_payload(b"secret words")

    assert "secret" not in caplog.text


async def test_a_token_that_cannot_be_one_is_refused_by_the_server() -> None:
    async with TelegramPeer() as peer, Transport() as transport:
        peer.token = "other"
        with pytest.raises(InvalidToken):
            await bot_for(peer.url, transport).get_me()
