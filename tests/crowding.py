"""Stewards and members who all call at once, in a few groups that know them already."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from prometheus_client import REGISTRY

from bot.app import App, open_app
from bot.chat.call import Said
from bot.chat.rights import KnownRights
from bot.clock import SettableClock, monotonic
from bot.config import Settings
from bot.identity import Account, Place

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
MEMBERS = (
    *("/done week1", "/done week2-numpy", "/log 30m", "/undo", "/promise week2-numpy", "/checkin done | nothing | -"),
    *("/pause 3d", "/resume", "/snooze 3d", "/nudges on", "/settings zone Berlin", "/settings rest sunday"),
    *("/settings visibility hidden", "/settings visibility group", "/join", "/placement week3", "/leave sure"),
)
STEWARDS = (
    *("/setup community on", "/setup community off", "/setup zone Berlin", "/setup zone UTC", "/setup nudge 19:00"),
    *("/setup week sunday", "/setup checkin sunday 18:00", "/setup here", "/quiet 3d", "/quiet off"),
)
EVERY = 4
"""Of so many people one is a steward."""


@dataclass
class Crowd:
    """People of some groups. `seconds` are their waits for answers."""

    app: App
    clock: SettableClock
    people: int
    groups: int
    calls: int
    seed: int = 1
    seconds: list[float] = field(default_factory=list)
    _said: int = 0

    async def gather(self) -> None:
        """Let everybody join, one after the other, a day before."""
        for person in range(self.people):
            await self._say(person, "/join")
        self.seconds.clear()
        self.clock.advance(timedelta(days=1))

    async def call_at_once(self) -> float:
        """Let everybody call side by side, each one thing after another. Returns the seconds that it took."""
        began = monotonic()
        await asyncio.gather(*map(self._live, range(self.people)))
        return monotonic() - began

    async def call_in_turn(self) -> float:
        """Let everybody call the same, one after the other. Returns the seconds that it took."""
        began = monotonic()
        for person in range(self.people):
            await self._live(person)
        return monotonic() - began

    async def _live(self, person: int) -> None:
        dice = random.Random(f"{self.seed} {person}")
        for _ in range(self.calls):
            await self._say(person, dice.choice(MEMBERS if person % EVERY else STEWARDS))

    async def _say(self, person: int, line: str) -> None:
        self._said += 1
        if self._said % 20 == 0:
            self.clock.advance(timedelta(minutes=61))  # the hour in which a group's activity is noted
        group = person % self.groups
        place = Place("telegram", -100 - group, -100 - group, title=f"Group {group}")
        account = Account("telegram", person + 1, f"Person {person}")
        said = Said(account, place, f"telegram:update:{self._said}", line, rights=KnownRights(admin=True))
        began = monotonic()
        await self.app.dispatcher.answer(said)
        self.seconds.append(monotonic() - began)


def count_calls(outcome: str) -> int:
    """How many calls on Telegram have had this outcome in this process."""
    return int(REGISTRY.get_sample_value("cairn_calls_total", {"platform": "telegram", "outcome": outcome}) or 0)


@asynccontextmanager
async def crowded(url: str, *, people: int, groups: int, calls: int) -> AsyncIterator[Crowd]:
    """The program on a database, with a crowd that has joined."""
    clock = SettableClock(NOW)
    async with open_app(Settings.model_validate({"database_url": url}), clock) as app:
        crowd = Crowd(app, clock, people, groups, calls)
        await crowd.gather()
        yield crowd
