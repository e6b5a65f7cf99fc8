from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import aiohttp
import pytest

from bot.web.server import Server


@dataclass
class Platform:
    well: bool = True

    def healthy(self) -> bool:
        return self.well


@dataclass
class Running:
    url: str
    platform: Platform
    http: aiohttp.ClientSession
    taken: list[tuple[bytes, str]]


@pytest.fixture
async def running() -> AsyncIterator[Running]:
    taken: list[tuple[bytes, str]] = []

    async def take(body: bytes, secret: str) -> int:
        taken.append((body, secret))
        return 200 if secret == "right" else 403

    platform = Platform()
    server = Server({"telegram": platform}, take)
    port = await server.start("127.0.0.1", 0)
    async with aiohttp.ClientSession() as http:
        yield Running(f"http://127.0.0.1:{port}", platform, http, taken)
    await server.stop()


async def test_health_is_200_while_every_platform_is_connected(running: Running) -> None:
    async with running.http.get(running.url + "/health") as response:
        assert (200, {"telegram": True}) == (response.status, await response.json())

    running.platform.well = False
    async with running.http.get(running.url + "/health") as response:
        assert (503, {"telegram": False}) == (response.status, await response.json())


async def test_metrics_are_served(running: Running) -> None:
    async with running.http.get(running.url + "/metrics") as response:
        assert 'cairn_connected{platform="telegram"} 1.0' in await response.text()


async def test_the_webhook_hands_on_body_and_secret_and_answers_what_it_is_told(running: Running) -> None:
    headers = {"X-Telegram-Bot-Api-Secret-Token": "right"}
    async with running.http.post(running.url + "/telegram", data=b"{}", headers=headers) as response:
        assert 200 == response.status
    async with running.http.post(running.url + "/telegram", data=b"{}") as response:
        assert 403 == response.status

    assert [(b"{}", "right"), (b"{}", "")] == running.taken


async def test_without_a_webhook_there_is_no_such_page() -> None:
    server = Server({})
    port = await server.start("127.0.0.1", 0)
    async with aiohttp.ClientSession() as http, http.post(f"http://127.0.0.1:{port}/telegram") as response:
        assert 404 == response.status
    await server.stop()
