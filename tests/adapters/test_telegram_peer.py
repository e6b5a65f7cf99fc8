"""The peer is as strict as Telegram: it is tested with a plain HTTP client."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import aiohttp
import pytest

from tests.adapters.telegram_peer import TelegramPeer
from tests.adapters.telegram_peer_html import ApiError, parse_html
from tests.adapters.telegram_peer_spec import complaints, spec


async def ask(peer: TelegramPeer, method: str, **params: Any) -> dict[str, Any]:
    form = {name: value if isinstance(value, str) else json.dumps(value) for name, value in params.items()}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{peer.url}/bot{peer.token}/{method}", data=form) as response,
    ):
        answer: dict[str, Any] = await response.json()
        assert answer["ok"] == (response.status == 200)
        return answer


async def test_what_is_not_confirmed_comes_again_and_what_is_does_not() -> None:
    async with TelegramPeer() as peer:
        ann, room = peer.user("Ann"), peer.group("Study")
        for text in ("one", "two"):
            peer.says(ann, room, text)
        first = (await ask(peer, "getUpdates"))["result"]
        again = (await ask(peer, "getUpdates", offset=first[0]["update_id"]))["result"]
        rest = (await ask(peer, "getUpdates", offset=first[1]["update_id"]))["result"]

        assert (again, rest) == (first, first[1:])
        assert [] == (await ask(peer, "getUpdates", offset=first[1]["update_id"] + 1))["result"]


async def test_an_older_poll_is_ended_by_a_newer_one() -> None:
    async with TelegramPeer() as peer:
        older = asyncio.create_task(ask(peer, "getUpdates", timeout=30))
        await peer.until(lambda: bool(peer.polls))
        await ask(peer, "getUpdates")

        assert 409 == (await older)["error_code"]


async def test_a_poll_waits_until_somebody_speaks() -> None:
    async with TelegramPeer() as peer:
        poll = asyncio.create_task(ask(peer, "getUpdates", timeout=30))
        await peer.until(lambda: bool(peer.polls))
        peer.says(peer.user("Ann"), peer.group("Study"), "hello")

        assert "hello" == (await poll)["result"][0]["message"]["text"]


async def test_an_unknown_token_or_method_is_refused() -> None:
    async with TelegramPeer() as peer:
        assert (await ask(peer, "noSuchThing"))["error_code"] in {400, 404}
        peer.token = "other"
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{peer.url}/bot1:wrong/getMe") as response,
        ):
            assert 401 == response.status


@pytest.mark.skipif(spec() is None, reason="Telegram's contract is not at hand (../shared/specs)")
async def test_a_call_against_the_contract_is_refused_and_remembered() -> None:
    async with TelegramPeer() as peer:
        room = peer.group("Study")
        answer = await ask(peer, "sendMessage", chat_id=room.id, text="x", colour="red")

        assert 400 == answer["error_code"]
        assert ["sendMessage: no field colour"] == peer.violations


@pytest.mark.skipif(spec() is None, reason="Telegram's contract is not at hand (../shared/specs)")
@pytest.mark.parametrize(
    ("method", "params", "fault"),
    [
        ("sendMessage", {"text": "x"}, "lacks chat_id"),
        ("sendMessage", {"chat_id": 1, "text": 5}, "is no String"),
        ("sendMessage", {"chat_id": 1, "text": "x", "reply_markup": {"inline_keyboard": [[{"data": 1}]]}}, "no field"),
        ("setMyCommands", {"commands": [{"command": "a"}]}, "lacks description"),
        ("getUpdates", {"offset": True}, "is no Integer"),
        ("flyAway", {}, "no method"),
    ],
)
def test_the_contract_is_read_to_the_bottom(method: str, params: dict[str, Any], fault: str) -> None:
    assert fault in " ".join(complaints(method, params))


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<x>", 'Unsupported start tag "x"'),
        ("<b>", 'Can\'t find end tag corresponding to start tag "b"'),
        ("</b>", "Unexpected end tag"),
        ("<b><i></b></i>", 'expected "</i>", found "</b>"'),
        ("a < b", 'Unsupported start tag ""'),
    ],
)
def test_broken_html_is_refused_in_telegrams_words(html: str, fault: str) -> None:
    with pytest.raises(ApiError) as caught:
        parse_html(html)

    assert fault in caught.value.description


def test_entities_are_counted_in_utf_16() -> None:
    text, entities = parse_html(' 🎓 <b>a<i>🎓</i></b> &amp; <a href="https://e.org/?a&amp;b">x</a> ')

    assert "🎓 a🎓 & x" == text
    assert [
        ("bold", 3, 3),
        ("italic", 4, 2),
        ("text_link", 9, 1),
    ] == [(one["type"], one["offset"], one["length"]) for one in entities]
    assert "https://e.org/?a&b" == entities[-1]["url"]


@pytest.mark.parametrize(
    ("params", "description"),
    [
        ({"text": "x" * 4097}, "Bad Request: message is too long"),
        ({"text": " "}, "Bad Request: message text is empty"),
        ({"text": "<b>", "parse_mode": "HTML"}, "can't parse entities"),
        ({"text": "x", "reply_parameters": {"message_id": 9}}, "message to be replied not found"),
        ({"text": "x", "message_thread_id": 1}, "message thread not found"),
        (
            {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "é" * 33}]]}},
            "BUTTON_DATA_INVALID",
        ),
        ({"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a", "url": "nowhere"}]]}}, "BUTTON_URL_INVALID"),
    ],
)
async def test_what_telegram_refuses_is_refused(params: dict[str, Any], description: str) -> None:
    async with TelegramPeer() as peer:
        room = peer.group("Study")
        answer = await ask(peer, "sendMessage", chat_id=room.id, **params)

        assert description in answer["description"]
        assert [] == room.messages
