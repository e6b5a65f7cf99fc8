"""The adapter, connected to the peer, with a toy core behind it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any

from bot.adapters.discord import DiscordAdapter
from bot.adapters.discord.pacing import CHANNEL, PER_SECOND
from bot.identity import Place, Platform
from bot.pacing.lanes import Lane
from tests.adapters.discord_core import ToyCore
from tests.adapters.discord_peer import DiscordPeer
from tests.adapters.discord_peer_state import Person
from tests.hanging import HANG
from tests.pacing import FastTime
from tests.patience import HandPatience

ANN = Person("Ann", "ann.b")
BEN = Person("Ben")
CHIEF = Person("Chief", admin=True)


class QuickAdapter(DiscordAdapter):
    """The same: no long wait for what does not come, and no limit for what comes late on a slow machine."""

    suggest_seconds = HANG
    ready_seconds = 0.02
    send_seconds = HANG
    finish_seconds = HANG

    @property
    def in_hand(self) -> set[asyncio.Task[Any]]:
        """The tasks that answer interactions."""
        return self._answering._in_hand


@dataclass
class Stage:
    """Everything that a test speaks to."""

    peer: DiscordPeer
    core: ToyCore
    adapter: QuickAdapter
    running: asyncio.Task[None]
    patience: HandPatience = field(default_factory=HandPatience)

    @property
    def place(self) -> Place:
        """The place of the peer's first channel."""
        return Place(Platform.DISCORD, self.peer.home.id, self.peer.general.id, title=self.peer.home.name)

    async def pass_(self, seconds: float) -> None:
        """Let seconds pass, as soon as somebody waits for just as long."""
        await self.patience.pass_for(seconds)

    async def restart(self) -> None:
        """Kill the program without a word, and start it again."""
        for task in list(self.adapter.in_hand):
            task.cancel()
        self.running.cancel()
        await asyncio.gather(self.running, return_exceptions=True)
        sessions = len(self.peer.gateway.sessions)
        self.adapter = make_adapter(self.core, self.peer, self.patience)
        self.running = asyncio.create_task(self.adapter.start())
        await self.peer.until(lambda: len(self.peer.gateway.sessions) > sessions)


def make_adapter(
    core: ToyCore, peer: DiscordPeer, patience: HandPatience, lane: Lane | None = None, *, member_events: bool = False
) -> QuickAdapter:
    """An adapter that is not connected yet."""
    lane = lane or FastTime().lane(PER_SECOND, lambda _: CHANNEL)
    return QuickAdapter(
        core,
        token=peer.token,
        api_url=peer.url,
        member_events=member_events,
        clock=core.clock,
        lane=lane,
        patience=patience,
        dice=Random(1),
    )


@asynccontextmanager
async def staged(
    core: ToyCore | None = None,
    peer: DiscordPeer | None = None,
    lane: Lane | None = None,
    *,
    suggest_seconds: float = HANG,
    finish_seconds: float = HANG,
    member_events: bool = False,
) -> AsyncIterator[Stage]:
    """A connected adapter; at the end it is stopped, and Discord has had nothing to complain about."""
    core, peer = core or ToyCore(), peer or DiscordPeer()
    async with peer:
        patience = HandPatience()
        adapter = make_adapter(core, peer, patience, lane, member_events=member_events)
        adapter.suggest_seconds, adapter.finish_seconds = suggest_seconds, finish_seconds
        running = asyncio.create_task(adapter.start())
        running.add_done_callback(lambda _: peer.changes.note())
        stage = Stage(peer, core, adapter, running, patience)
        try:
            await peer.until(lambda: peer.gateway.connected or running.done())
            assert not running.done()
            yield stage
        finally:
            await stage.adapter.stop()
            await stage.running
    assert [] == peer.complaints
