"""kill -9 at random moments of a process that speaks: what the platforms got, counted by them."""

from __future__ import annotations

import asyncio
import os
import random
import sys
from asyncio.subprocess import PIPE, Process
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.database.store import Store, open_store
from bot.features.streaks.actions import counting
from bot.identity import Platform
from bot.posting.rounds import AT_ONCE, LEASE
from tests.adapters.tokens import tokens
from tests.bot.hall import TO_GROUPS
from tests.faults import town as towns
from tests.faults.conftest import Figures
from tests.faults.town import DAY, MONDAY, SIX, Row, Town

pytestmark = pytest.mark.faults

ROOT = Path(__file__).parents[2]
KILLS = {"some": 2, "all": 100}
GROUPS = 8
A_DAY = 4  # kills a day: the fifth start may go on to the end


@dataclass
class Watch:
    """Counts what came to each room, and which posts it was by what was in flight when the process died."""

    town: Town
    store: Store
    came: Counter[str] = field(default_factory=Counter)
    """Post -> how many messages it became."""
    doubtful: Counter[str] = field(default_factory=Counter)
    """Post -> in how many kills it was in flight."""
    most: int = 0
    _known: dict[int, set[str]] = field(default_factory=dict)

    async def look(self) -> list[Row]:
        """Account for every message that came since the last look: marked as sent, or of the one in flight there."""
        rows = await self.store.read(towns.rows)
        marked = {(row.chat, row.message): row.key for row in rows if row.message and not row.amends}
        flying = {row.chat: row.key for row in rows if row.state == "sending"}
        for room, messages in self.town.said().items():
            for message in set(messages) - self._known.get(room, set()):
                self.came[marked.get((room, message)) or flying[room]] += 1
            self._known[room] = set(messages)
        self.most = max(self.most, len(flying))
        return rows

    async def look_at_the_dead(self) -> None:
        """The process was killed: what is in flight now is in doubt."""
        await self.town.discord.hear_out()
        await self.town.telegram.hear_out()
        self.doubtful.update(row.key for row in await self.look() if row.state == "sending")


@asynccontextmanager
async def speaking(url: str, town: Town, now: datetime) -> AsyncIterator[Process]:
    """A process that speaks at this instant, from when it begins to; killed at the end."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("DISCORD_", "TELEGRAM_"))}
    env |= {name.upper(): value for name, value in tokens(town.discord, town.telegram).items()}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.faults.speaker", now.isoformat(),
        env={**env, "DATABASE_URL": url, "PYTHONPATH": str(ROOT)}, stdout=PIPE,
    )  # fmt: skip
    try:
        assert process.stdout
        assert b"speaking\n" == await process.stdout.readline()
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def live_a_day(url: str, watch: Watch, morning: datetime, kills: int, dice: random.Random) -> int:
    """Half of them study, then much is to be said: start, kill, start again; at last without. Returns the kills."""
    everybody = towns.callers(watch.town.discord, watch.town.telegram)
    number = (morning - MONDAY).days
    await watch.store.write(
        towns.study, everybody[number % 2 :: 2], number // 2, SIX - timedelta(minutes=5) + number * DAY
    )
    now = SIX + number * DAY
    for _ in range(kills):
        async with speaking(url, watch.town, now) as process:
            await wait_a_little(watch.town, dice)
            process.kill()
        await watch.look_at_the_dead()
        now += dice.choice((timedelta(seconds=2), LEASE + timedelta(seconds=1)))
    async with speaking(url, watch.town, now) as process:
        assert process.stdout
        assert b"done\n" == await process.stdout.readline()
    await watch.look()
    return kills


async def wait_a_little(town: Town, dice: random.Random) -> None:
    """Until some more messages have come, and a random part of the time that one takes."""
    goal = sum(map(len, town.said().values())) + dice.randint(0, 6)
    while sum(map(len, town.said().values())) < goal and dice.random() < 0.9995:
        await asyncio.sleep(0.001)
    await asyncio.sleep(dice.uniform(0, 0.02))


def check(rows: list[Row], watch: Watch) -> Counter[str]:
    """Every promise. Returns the figures."""
    for row in rows:
        _check(row, watch, f"{row}, came {watch.came[row.key]} times, was in flight {watch.doubtful[row.key]} times")
    left = [row.key for row in rows if row.state == "ambiguous"]
    return Counter(
        posts=len(rows),
        in_flight_at_kills=watch.doubtful.total(),
        most_in_flight=watch.most,
        came_twice=sum(count - 1 for count in watch.came.values() if count > 1),
        in_doubt=len(left),
        in_doubt_and_never_came=sum(not watch.came[key] for key in left),
        lost=sum(row.state not in {"sent", "ambiguous"} for row in rows),
    )


def _check(row: Row, watch: Watch, told: str) -> None:
    came, doubtful = watch.came[row.key], watch.doubtful[row.key]
    if row.state == "ambiguous":
        assert not row.rather_twice, told
        assert doubtful >= 1, told
        assert came <= 1, told
        return
    assert "sent" == row.state, told
    repeated = doubtful if row.rather_twice and row.platform == Platform.TELEGRAM else 0
    assert row.amends or 1 <= came <= 1 + repeated, told


def each_group_was_told_once_a_day(rows: list[Row], days: int) -> None:
    for platform in (Platform.DISCORD, Platform.TELEGRAM):
        told = Counter(row.chat for row in rows if row.kind in TO_GROUPS and row.platform == platform)
        assert [days] * GROUPS == list(told.values())


async def test_what_is_said_unasked_lives_through_kills(
    database_url: str, tmp_path: Path, request: pytest.FixtureRequest, figures: Figures
) -> None:
    wanted, dice = KILLS[request.config.getoption("--faults")], random.Random(11)
    async with opened(database_url) as store, towns.peers(GROUPS) as (discord, telegram):
        watch = Watch(Town(discord, telegram, {}), store)
        await store.write(towns.settle_down, towns.callers(discord, telegram), MONDAY)
        killed = days = 0
        while killed < wanted:
            kills = min(A_DAY, wanted - killed)
            killed += await live_a_day(database_url, watch, MONDAY + (days + 1) * DAY, kills, dice)
            days += 1
            assert await store.read(towns.whole)
            assert [] == await store.read(counting.verify_counters)

        rows = await store.read(towns.rows)
        each_group_was_told_once_a_day(rows, days)
        found = check(rows, watch)
        assert watch.most <= 2 * AT_ONCE
        assert 0 == found["lost"]
        figures.note(kills=killed, days=days, **found)


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Store]:
    """A store that is closed at the end, whatever came out."""
    store = open_store(url)
    try:
        yield store
    finally:
        await store.close()
