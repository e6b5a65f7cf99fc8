"""Groups on both platforms, on the real client libraries and the loopback peers, with a day on which much is said."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select, text

from bot.app import open_app
from bot.chat.port import Adapter
from bot.cli.adapting import make_adapters
from bot.cli.running import keep_running
from bot.clock import SystemClock
from bot.config import Settings
from bot.features.ticks.actions.ticking import tick_off
from bot.identity import Account, Caller, Place, Platform
from bot.pacing.lanes import Lane
from bot.posting import audiences, calendar
from bot.posting.kinds import find_kind
from bot.tables import learners
from roadmap.reading import shipped_roadmap
from tests.adapters.discord_peer import DiscordPeer
from tests.adapters.discord_peer_state import Guild
from tests.adapters.telegram_peer import TelegramPeer
from tests.adapters.tokens import tokens
from tests.pacing import open_lane

ROADMAP = shipped_roadmap()
LIBRARY = {ROADMAP.slug: ROADMAP}
MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)
SIX = MONDAY.replace(hour=18, minute=10)  # and what groups of the same hour are spread over
DAY = timedelta(days=1)
CORE = "core.db"
BLOCKS = [tuple(task.slug for task in block.tasks) for block in ROADMAP.blocks() if not block.choices]
"""The tasks of each block."""

Member = tuple[Account, Place]


@dataclass
class Town:
    """Both peers, and the adapters that are connected to them."""

    discord: DiscordPeer
    telegram: TelegramPeer
    adapters: dict[str, Adapter]

    def rooms(self) -> list[Any]:
        """Every chat and channel of both."""
        return [*self.telegram.chats.values(), *(one for guild in self.discord.guilds for one in guild.channels)]

    def said(self) -> dict[int, list[str]]:
        """Chat or channel id -> ids of the messages that stand there."""
        return {room.id: [str(one.id) for one in room.messages] for room in self.rooms()}

    def forget(self) -> None:
        """Empty every room."""
        for room in self.rooms():
            room.messages.clear()


@asynccontextmanager
async def peers(groups: int, telegram: TelegramPeer | None = None) -> AsyncIterator[tuple[DiscordPeer, TelegramPeer]]:
    """A Discord of so many servers and a Telegram of so many groups, with a person in each who may be written to."""
    discord = DiscordPeer()
    for number in range(1, groups):
        guild = Guild(f"Guild {number}")
        guild.greets_in = guild.channel("general")
        discord.guilds.append(guild)
    telegram = telegram or TelegramPeer()
    async with discord, telegram:
        for number in range(groups):
            telegram.group(f"Group {number}")
            telegram.user(f"Ben{number}", started=True)
        yield discord, telegram
    assert [] == discord.complaints
    assert [] == telegram.violations


@asynccontextmanager
async def connected(
    discord: DiscordPeer,
    telegram: TelegramPeer,
    folder: Path,
    lanes: Mapping[str, Lane] | None = None,
) -> AsyncIterator[Town]:
    """The real adapters, connected. They hear, but nobody speaks: what they know is in CORE, which nobody reads."""
    settings = Settings.model_validate({**tokens(discord, telegram), "database_url": f"sqlite:///{folder / CORE}"})
    stop = asyncio.Event()
    async with open_app(settings, SystemClock()) as app:
        make_adapters(app, lanes or {Platform.DISCORD: open_lane(), Platform.TELEGRAM: open_lane()})
        keepers = [asyncio.create_task(keep_running(adapter, stop)) for adapter in app.adapters.values()]
        await discord.until(lambda: discord.gateway.connected)
        await telegram.until(lambda: bool(telegram.polls))
        while not all(adapter.healthy() for adapter in app.adapters.values()):
            await asyncio.sleep(0.01)
        town = Town(discord, telegram, app.adapters)
        town.forget()  # greetings
        yield town
        stop.set()
        await asyncio.gather(*(adapter.stop() for adapter in app.adapters.values()))
        await asyncio.gather(*keepers)


def callers(discord: DiscordPeer, telegram: TelegramPeer) -> list[Member]:
    """Two people in each group of each platform."""
    found = []
    for number, guild in enumerate(discord.guilds):
        place = Place(Platform.DISCORD, guild.id, guild.channels[0].id, title=guild.name)
        found += [(Account(Platform.DISCORD, 10 * number + one + 1, f"Ann{number}{one}"), place) for one in range(2)]
    people = list(telegram.users.values())
    for number, chat in enumerate(chat for chat in telegram.chats.values() if chat.type != "private"):
        place = Place(Platform.TELEGRAM, chat.id, chat.id, title=chat.title)
        found += [(Account(Platform.TELEGRAM, people[number].id, people[number].name), place)]
        found += [(Account(Platform.TELEGRAM, 77 + number, f"Cat{number}"), place)]
    return found


def settle_down(db: Connection, everybody: list[Member], now: datetime) -> None:
    """Everybody ticks a task; those on Telegram who can be written to want to hear from us at six."""
    for account, place in everybody:
        tick_off(db, Caller(account, place, now), ROADMAP, BLOCKS[0][:1], "")
    for learner_id, name in db.execute(select(learners.c.id, learners.c.name)).all():
        if name.startswith("Ben"):
            audiences.change_listener(db, learner_id, nudge_on=True, nudge_at=18 * 60)
            calendar.schedule_learner(db, learner_id, now)


def study(db: Connection, everybody: list[Member], block: int, now: datetime) -> None:
    """They finish the block of this number."""
    for account, place in everybody:
        tick_off(db, Caller(account, place, now), ROADMAP, BLOCKS[block], "")


@dataclass(frozen=True)
class Row:
    """A post, and what became of it."""

    kind: str
    key: str
    platform: str
    chat: int
    state: str
    reason: str | None
    message: str | None
    private: bool

    @property
    def amends(self) -> bool:
        """Whether it changed an earlier message instead of being one."""
        return self.kind in {"amend", "amend_gathering"}

    @property
    def rather_twice(self) -> bool:
        """Whether it is sent again where the answer was lost, though that may be twice."""
        return self.platform == Platform.TELEGRAM and (self.private or find_kind(self.kind).repeat)


_ROWS = text(
    """
    SELECT o.kind, o.key, COALESCE(p.platform, a.platform) AS platform, COALESCE(p.chat_id, a.user_id) AS chat,
           o.state, o.reason, o.message_id, o.account_id IS NOT NULL AS private
    FROM outbox o LEFT JOIN places p ON p.id = o.place_id LEFT JOIN accounts a ON a.id = o.account_id ORDER BY o.id
    """
)


def rows(db: Connection) -> list[Row]:
    """Every post."""
    return [
        Row(one.kind, one.key, one.platform, one.chat, one.state, one.reason, one.message_id, bool(one.private))
        for one in db.execute(_ROWS)
    ]


def whole(db: Connection) -> bool:
    return db.dialect.name != "sqlite" or db.execute(text("PRAGMA integrity_check")).scalar() == "ok"
