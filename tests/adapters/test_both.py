"""The whole program in one process, on Discord and on Telegram at once, through the real client libraries."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from bot.app import App, open_app
from bot.cli.adapting import make_adapters
from bot.cli.running import keep_running
from bot.clock import SettableClock
from bot.config import Settings
from bot.tables import ticks
from roadmap.reading import shipped_roadmap
from tests.adapters.discord_peer import DiscordPeer
from tests.adapters.discord_peer_state import Person
from tests.adapters.telegram_peer import TelegramPeer
from tests.adapters.tokens import tokens
from tests.pacing import open_lane

ROOT = Path(__file__).parents[2]
START = datetime(2026, 3, 2, 18, tzinfo=UTC)
ZERO = shipped_roadmap().levels[0]
ANN = Person("Ann")
CHIEF = Person("Chief", admin=True)


@dataclass
class Town:
    """Both peers and the program between them."""

    discord: DiscordPeer
    telegram: TelegramPeer
    app: App
    clock: SettableClock

    async def wait(self, **by: float) -> None:
        """Let time pass and do what is due."""
        self.clock.advance(timedelta(**by))
        await self.app.work.run_due()


@asynccontextmanager
async def town(database_url: str) -> AsyncIterator[Town]:
    async with DiscordPeer() as discord, TelegramPeer() as telegram:
        settings = Settings.model_validate({**tokens(discord, telegram), "database_url": database_url})
        async with serving(settings, discord, telegram) as both:
            yield both
    assert [] == discord.complaints
    assert [] == telegram.violations


@asynccontextmanager
async def serving(
    settings: Settings, discord: DiscordPeer, telegram: TelegramPeer, clock: SettableClock | None = None
) -> AsyncIterator[Town]:
    """The program, connected to both. `clock`: the time that goes on after a restart."""
    clock, stop, polls = clock or SettableClock(START), asyncio.Event(), len(telegram.polls)
    async with open_app(settings, clock) as app:
        make_adapters(app, {"discord": open_lane(), "telegram": open_lane()})
        keepers = [asyncio.create_task(keep_running(adapter, stop)) for adapter in app.adapters.values()]
        await discord.until(lambda: discord.gateway.connected)
        await telegram.until(lambda: len(telegram.polls) > polls)
        yield Town(discord, telegram, app, clock)
        stop.set()
        await asyncio.gather(*(adapter.stop() for adapter in app.adapters.values()))
        await asyncio.gather(*keepers)


async def test_one_conversation_on_both_platforms_at_once(database_url: str) -> None:
    async with town(database_url) as both:
        discord, telegram = both.discord, both.telegram
        room = telegram.group("Study Group")
        ben = telegram.user("Ben", "ben")

        answered = await discord.slash(ANN, "done", {"task": "week2-numpy"})
        telegram.says(ben, room, "/done week2-numpy")
        await telegram.until(lambda: bool(room.texts))

        for text in (answered.text, room.last.text):
            assert "NumPy & Pandas" in text
            assert "You’re in!" in text

        undone = await discord.tap(answered, "Undo", ANN)
        telegram.taps(ben, room.last, "Undo")
        await telegram.until(lambda: "open again" in room.last.text)
        assert "open again" in undone.text


async def test_a_question_keeps_a_long_link_on_both_platforms(database_url: str) -> None:
    link = "https://github.com/ann/exercises/blob/main/notebooks/" + "pandas-from-the-start-" * 9
    async with town(database_url) as both:
        discord, telegram = both.discord, both.telegram
        room, ben = telegram.group("Study Group"), telegram.user("Ben", "ben")

        asked = await discord.slash(ANN, "done", {"task": "pandas", "evidence": link})
        telegram.says(ben, room, f"/done pandas {link}")
        await telegram.until(lambda: bool(room.texts))
        assert "Which one" in asked.text
        assert "Which one" in room.last.text

        refused = await discord.tap(asked, "NumPy & Pandas", CHIEF)
        assert "somebody else" in refused.text
        assert "done!" in (await discord.tap(asked, "NumPy & Pandas", ANN)).text
        telegram.taps(ben, room.last, "NumPy & Pandas")
        await telegram.until(lambda: "done!" in room.last.text)
        assert [link, link] == await both.app.store.read(lambda db: list(db.scalars(select(ticks.c.evidence))))


async def test_each_platform_is_reached_through_the_proxy_that_is_set_for_it(sqlite_url: str) -> None:
    async with DiscordPeer() as discord, TelegramPeer() as telegram:
        settings = Settings.model_validate(
            {
                "discord_token": discord.token,
                "discord_api_url": f"http://discord.invalid{urlsplit(discord.url).path}",
                "discord_proxy": discord.url,
                "telegram_token": telegram.token,
                "telegram_api_url": "http://telegram.invalid",
                "telegram_proxy": telegram.url,
                "database_url": sqlite_url,
            }
        )
        async with serving(settings, discord, telegram):
            room = telegram.group("Study Group")
            telegram.says(telegram.user("Ben"), room, "/done week2-numpy")
            await telegram.until(lambda: bool(room.texts))
            answered = await discord.slash(ANN, "done", {"task": "week2-numpy"})

    assert "NumPy" in room.last.text
    assert "NumPy" in answered.text


async def test_a_level_is_celebrated_once_in_each_room_with_a_ping_and_a_cheer_leaves_its_mentions(
    database_url: str,
) -> None:
    async with town(database_url) as both:
        discord, telegram = both.discord, both.telegram
        room = telegram.group("Study Group")
        ben, cat = telegram.user("Ben", "ben"), telegram.user("Cat")
        await discord.slash(CHIEF, "join")
        telegram.says(cat, room, "/join")
        await telegram.quiet()
        for block in ZERO.blocks():
            await discord.slash(ANN, "done", {"task": block.slug})
            telegram.says(ben, room, f"/done {block.slug}")
            await telegram.quiet()
        posted, answered = len(discord.general.messages), len(room.messages)

        await both.wait(seconds=59)
        assert posted == len(discord.general.messages)
        await both.wait(seconds=1)
        await both.wait(minutes=10)

        [message] = discord.general.messages[posted:]
        assert "ZERO" in message.title
        assert {str(ANN.id)} == message.pinged
        [message_there] = room.messages[answered:]
        assert "ZERO" in message_there.text
        assert ["Ben"] == message_there.styled("text_mention")
        content, mentions = message.content, message_there.entities

        await discord.tap(message, "👏 Cheer", CHIEF)
        telegram.taps(cat, message_there, "👏 Cheer")
        await telegram.until(lambda: "👏 Cheer (1)" in message_there.buttons)
        assert "👏 Cheer (1)" in message.buttons
        assert (f"<@{ANN.id}>", content) == (content, message.content)
        assert mentions == message_there.entities


async def test_a_cheer_is_counted_in_its_message_on_both_platforms(database_url: str) -> None:
    async with town(database_url) as both:
        discord, telegram = both.discord, both.telegram
        room, ben, cat = telegram.group("Study Group"), telegram.user("Ben", "ben"), telegram.user("Cat")
        for person in (ben, cat):
            telegram.says(person, room, "/join")
            await telegram.quiet()
        await discord.slash(CHIEF, "log", {"what": "15m"})
        await discord.slash(ANN, "done", {"task": "week1"})
        telegram.says(ben, room, "/done week1")
        await telegram.quiet()
        await both.wait(seconds=61)
        post, posted, there = discord.general.messages[-1], len(discord.general.messages), len(room.messages)
        text, text_there = post.text, room.last.text

        changed = await discord.tap(post, "👏 Cheer", CHIEF)
        telegram.taps(cat, room.last, "👏 Cheer")
        await telegram.until(lambda: "👏 Cheer (1)" in room.last.buttons)

        assert changed is post
        assert ["👏 Cheer (1)", "Leaderboard"] == list(post.buttons)
        assert (text, text_there) == (post.text, room.last.text)
        assert (posted, there) == (len(discord.general.messages), len(room.messages))
        assert not post.pinged
        refused = await discord.tap(post, "👏 Cheer (1)", ANN)
        assert refused.ephemeral
        assert "👏 Cheer (1)" in post.buttons


async def test_discord_may_be_down_while_telegram_answers(database_url: str) -> None:
    async with town(database_url) as both:
        await both.discord.down()
        room = both.telegram.group("Study Group")
        both.telegram.says(both.telegram.user("Ben"), room, "/done week2-numpy")
        await both.telegram.until(lambda: bool(room.texts))
        await both.discord.up()

        assert "NumPy" in room.last.text


@pytest.fixture
async def program(tmp_path: Path) -> AsyncIterator[tuple[DiscordPeer, TelegramPeer, asyncio.subprocess.Process]]:
    async with DiscordPeer() as discord, TelegramPeer() as telegram:
        env = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("DISCORD_", "TELEGRAM_"))},
            "DISCORD_TOKEN": discord.token,
            "DISCORD_API_URL": discord.url,
            "TELEGRAM_TOKEN": telegram.token,
            "TELEGRAM_API_URL": telegram.url,
            "DATABASE_URL": f"sqlite:///{tmp_path / 'cairn.db'}",
            "PYTHONPATH": str(ROOT),
        }
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", cwd=tmp_path, env=env, stderr=asyncio.subprocess.PIPE
        )
        yield discord, telegram, process
        if process.returncode is None:
            process.kill()
        await process.wait()


@pytest.mark.parametrize("number", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.thorough)])
async def test_the_program_serves_both_and_stops_when_it_is_told_to(
    program: tuple[DiscordPeer, TelegramPeer, asyncio.subprocess.Process], number: signal.Signals
) -> None:
    discord, telegram, process = program
    await discord.until(lambda: discord.gateway.connected)
    room = telegram.group("Study Group")
    telegram.says(telegram.user("Ben"), room, "/done week2-numpy")
    await telegram.until(lambda: bool(room.texts))
    answered = await discord.slash(ANN, "done", {"task": "week1"})

    process.send_signal(number)
    _, log = await process.communicate()

    assert 0 == process.returncode
    assert "3 tasks done" in answered.text  # the rest depends on the hour
    for secret in (discord.token, telegram.token, "Ben", "Ann", "numpy"):
        assert secret not in log.decode()
