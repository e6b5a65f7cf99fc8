"""kill -9 at random moments of a process that answers on Discord: each call that wrote is answered, and none twice."""

from __future__ import annotations

import asyncio
import os
import random
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from bot.database.store import Store
from tests.adapters.discord_peer import DiscordPeer
from tests.adapters.discord_peer_exchange import Exchange
from tests.adapters.discord_peer_faults import Fault
from tests.adapters.discord_peer_state import Person
from tests.faults.conftest import Figures
from tests.faults.test_speaking_kills import opened
from tests.faults.town import SIX

pytestmark = pytest.mark.faults

ROOT = Path(__file__).parents[2]
KILLS = {"some": 1, "all": 20}
AT_ONCE = {"some": 20, "all": 25}  # calls that wait when it is killed: 500 in all


@asynccontextmanager
async def answering(url: str, peer: DiscordPeer) -> AsyncIterator[Process]:
    """A process that answers, from when it is connected; killed at the end."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("DISCORD_", "TELEGRAM_"))}
    env |= {"DISCORD_TOKEN": peer.token, "DISCORD_API_URL": peer.url, "DATABASE_URL": url, "PYTHONPATH": str(ROOT)}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.faults.speaker", SIX.isoformat(), env=env, stdout=PIPE
    )
    try:
        assert process.stdout
        assert b"speaking\n" == await process.stdout.readline()
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


def kept(db: Connection) -> set[str]:
    """The calls whose write is committed."""
    return set(db.scalars(text("SELECT id FROM inbound")))


def left(db: Connection) -> set[str]:
    """Those of them that were not answered, as far as the program knows."""
    return set(db.scalars(text("SELECT id FROM inbound WHERE ticket IS NOT NULL")))


def shown(exchange: Exchange) -> int:
    """How many messages answer a call."""
    return sum(one is not None for one in (exchange.original, *exchange.follow_ups))


async def call_and_kill(
    peer: DiscordPeer, process: Process, people: list[Person], dice: random.Random
) -> list[Exchange]:
    """Let many people call at once, and kill the process at a random moment on the way."""
    exchanges = [await peer.begin(person, "done", {"task": "week2-numpy"}) for person in people]
    answered = dice.randint(0, len(people) - 1)
    await peer.until(lambda: sum(one.settled for one in exchanges) >= answered)
    await asyncio.sleep(dice.uniform(0, 0.01))
    process.kill()
    await process.wait()
    await peer.hear_out()
    return exchanges


async def all_answered(store: Store) -> None:
    """Wait until no call is left."""
    while await store.read(left):
        await asyncio.sleep(0.01)


async def test_each_call_that_wrote_is_answered_once_through_kills(
    database_url: str, request: pytest.FixtureRequest, figures: Figures
) -> None:
    level, dice, exchanges, unanswered = request.config.getoption("--faults"), random.Random(7), [], 0
    async with opened(database_url) as store, DiscordPeer() as peer:
        for kill in range(KILLS[level]):
            async with answering(database_url, peer) as process:
                await all_answered(store)
                people = [Person(f"Ann{kill}x{number}") for number in range(AT_ONCE[level])]
                exchanges += await call_and_kill(peer, process, people, dice)
            unanswered += len(await store.read(left))
        async with answering(database_url, peer):
            await all_answered(store)

        wrote = await store.read(kept)
    counts = [shown(one) for one in exchanges if f"discord:{one.id}" in wrote]
    assert [] == peer.complaints
    assert {1} == set(counts)
    assert all(shown(one) <= 1 for one in exchanges)
    figures.note(kills=KILLS[level], calls=len(exchanges), wrote=len(counts), left_at_kills=unanswered, lost=0)


@pytest.mark.thorough
async def test_a_tap_between_its_write_and_its_answer_is_answered_once_after_a_kill(sqlite_url: str) -> None:
    ann, fault = Person("Ann"), Fault(".*/callback", hang=True)
    async with opened(sqlite_url) as store, DiscordPeer() as peer:
        async with answering(sqlite_url, peer) as process:
            answer = await peer.slash(ann, "done", {"task": "week2-numpy"})
            await all_answered(store)
            peer.faults.order(fault)
            tapped = await peer.begin_tap(answer, "Undo", ann)
            await fault.waiting.wait()
            assert [f"discord:{tapped.id}"] == list(await store.read(left))
            process.kill()
            await process.wait()
        await peer.hear_out()
        assert 0 == shown(tapped)

        async with answering(sqlite_url, peer):
            await all_answered(store)

    assert [] == peer.complaints
    assert (1, [answer]) == (shown(tapped), peer.general.messages)
    assert "open again" in answer.text
