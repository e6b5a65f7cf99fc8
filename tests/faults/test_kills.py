"""kill -9 at random moments of a stream of calls: what was acknowledged is there, once, and every counter is right."""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from pathlib import Path
from time import sleep

import pytest
from sqlalchemy import Connection, select, text

from bot.database.store import Store
from bot.features.streaks.actions import counting
from bot.tables import inbound, learners, ticks
from tests.databases import kill
from tests.faults import stream

pytestmark = pytest.mark.faults
ROOT = Path(__file__).parents[2]
KILLS = {"some": 2, "all": 30}


@pytest.fixture
def kills(request: pytest.FixtureRequest) -> int:
    return KILLS[request.config.getoption("--faults")]


def play_until_killed(url: str, first: int, dice: random.Random, longest: int) -> set[int]:
    """Start the stream at a call, kill it a random moment after a random number of answers. Returns the answered."""
    command = [sys.executable, "-m", "tests.faults.stream", url, str(first)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout
        answered = [int(process.stdout.readline()) for _ in range(dice.randint(1, longest))]
        sleep(dice.uniform(0, 0.02))
        kill(process)
        return {
            *answered,
            *(int(line) for line in process.stdout.read().splitlines(keepends=True) if line[-1:] == b"\n"),
        }


def kept(db: Connection) -> set[str]:
    return set(db.scalars(select(inbound.c.id)))


def ticked(db: Connection) -> Counter[tuple[int, str]]:
    return Counter((row.learner_id, row.task) for row in db.execute(select(ticks.c.learner_id, ticks.c.task)))


def healthy(db: Connection) -> bool:
    return db.dialect.name != "sqlite" or db.execute(text("PRAGMA integrity_check")).scalar() == "ok"


async def see_that_all_is_right(store: Store, answered: set[int]) -> None:
    assert {stream.inbound(number) for number in answered} <= await store.read(kept)
    assert await store.read(healthy)
    ticks_now = await store.read(ticked)
    assert set(ticks_now.values()) <= {1}
    assert len(ticks_now) == len(await store.read(kept))
    assert [] == await store.read(counting.verify_counters)


async def test_a_stream_of_calls_lives_through_kills(store: Store, database_url: str, kills: int) -> None:
    dice = random.Random(7)
    answered: set[int] = set()
    midway = 0
    while midway < kills and (left := set(range(stream.CALLS)) - answered):
        answered |= play_until_killed(database_url, min(left), dice, stream.CALLS // kills // 2)
        await see_that_all_is_right(store, answered)
        midway += 1

    assert midway > kills // 2  # a quick machine may be through before the last kills
    answers = [await stream.call(store, number) for number in range(stream.CALLS)]

    await see_that_all_is_right(store, set(range(stream.CALLS)))
    assert all(answer.ticked for answer in answers), "a second delivery got another answer than the first"
    assert len(await store.read(lambda db: db.scalars(select(learners.c.id)).all())) == stream.LEARNERS
