"""A peer, a toy core and the real adapter between them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from bot.adapters.telegram import TelegramAdapter, Webhook
from bot.adapters.telegram.pacing import PER_SECOND, windows_of
from bot.adapters.telegram.timing import Timing
from bot.clock import SettableClock
from bot.identity import Place, Platform
from bot.pacing.lanes import Lane
from tests.adapters.telegram_peer import TOKEN, TelegramPeer
from tests.adapters.telegram_peer_world import Chat
from tests.adapters.telegram_toy import ToyCore
from tests.hanging import HANG
from tests.pacing import FastTime

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


class Waits:
    """Waiting without time passing; remembers for how long it was asked."""

    def __init__(self) -> None:
        self.asked: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.asked.append(seconds)
        await asyncio.sleep(0)


@dataclass
class Stage:
    peer: TelegramPeer
    core: ToyCore
    clock: SettableClock
    waits: Waits
    timing: Timing
    lane: Lane
    webhook: Webhook | None = None
    adapter: TelegramAdapter = field(init=False)
    running: asyncio.Task[None] | None = None

    def __post_init__(self) -> None:
        self.adapter = self.make()

    def make(self, token: str = TOKEN, **more: Any) -> TelegramAdapter:
        return TelegramAdapter(
            self.core,
            token=token,
            api_url=self.peer.url,
            clock=self.clock,
            timing=self.timing,
            webhook=self.webhook,
            lane=self.lane,
            **more,
        )

    async def begin(self) -> None:
        """Start the adapter and wait until it listens and its menus are set."""
        self.running = asyncio.create_task(self.adapter.start())
        await self.peer.until(lambda: bool(self.peer.polls) and len(self.peer.menus) == 3)

    async def end(self) -> None:
        await self.adapter.stop()
        if self.running:
            await self.running


@asynccontextmanager
async def on_stage(
    *, begin: bool = True, webhook: Webhook | None = None, lane: Lane | None = None, **timing: Any
) -> AsyncIterator[Stage]:
    """Everything running, and everything checked at the end: nothing sent was against Telegram's contract."""
    waits = Waits()
    patient = Timing(
        grace=0.05, margin=HANG, work=HANG, drain=HANG, toast_within=HANG, sleep=waits.sleep, jitter=lambda: 1.0
    )
    limits = replace(patient, **timing)
    async with TelegramPeer() as peer:
        clock = SettableClock(NOON)
        lane = lane or FastTime().lane(PER_SECOND, windows_of)
        stage = Stage(peer, ToyCore(clock), clock, waits, limits, lane, webhook)
        if begin:
            await stage.begin()
        try:
            yield stage
        finally:
            peer.release()
            await stage.end()

        assert [] == peer.violations


def place_in(chat: Chat, thread: int | None = None) -> Place:
    return Place(Platform.TELEGRAM, chat.id, chat.id, thread, chat.title, chat.type == "private")
