"""What a second home costs a /done: `python -m tests.bench.bench_homes`.

The floor is a /done in a group with one home, in the same run: two groups of as many members lie in one file, and their
members take turns. Gate: the median of the group with two homes is at most LIMIT times that of the other. Each is a
whole transaction. Milliseconds are printed only.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, insert

import bot.features.posts  # noqa: F401  registers the kinds of post
from bot.database.migrating import upgrade
from bot.database.store import Store, open_store
from bot.features.homes.actions.joining import join_groups
from bot.features.members.actions import presence
from bot.features.ticks.actions.ticking import tick_off
from bot.identity import Account, Caller, ConnectionId, Place
from bot.tables import connections
from bot.tables.posting import outbox
from tests.reckoning.histories import BLOCKS, LADDER

LIMIT = 1.15
MEMBERS = 20
ROUNDS = 12
NOW = datetime(2026, 11, 2, 18, tzinfo=UTC)
TASKS = [block.tasks[0].slug for block in BLOCKS if len(block.tasks) > 1]
"""The first task of each block, so that no /done completes one."""
LONE, CHANNEL, CHAT = (
    Place("discord", 1, 1, title="Lone"),
    Place("discord", 2, 2, title="Channel"),
    Place("telegram", -3, -3, title="Chat"),
)
ONE_HOME = [(Account("discord", number, f"M{number}"), LONE) for number in range(1, MEMBERS + 1)]
TWO_HOMES = [
    (Account(place.platform, 1000 + number, f"N{number}"), place)
    for number in range(MEMBERS)
    for place in ((CHANNEL, CHAT)[number % 2],)
]


def main() -> int:
    """Fill, measure and print; 1 if the gate is missed."""
    with tempfile.TemporaryDirectory() as folder:
        one, two = asyncio.run(_measure(f"sqlite:///{folder}/{Path('homes.db')}"))
    ratio = two / one
    sys.stdout.write(f"/done {one:.2f} ms in one home, {two:.2f} ms in two (medians of {MEMBERS * ROUNDS})\n")
    passed = ratio <= LIMIT
    sys.stdout.write(f"gate: {ratio:.2f} times one home (limit {LIMIT}): {'ok' if passed else 'MISSED'}\n")
    return 0 if passed else 1


async def _measure(url: str) -> tuple[float, float]:
    """The milliseconds of a /done in a group with one home, and in one with two."""
    await upgrade(url)
    store = open_store(url)
    for account, place in (*ONE_HOME, *TWO_HOMES):
        await store.write(presence.enter, Caller(account, place, NOW), LADDER.slug)
    await store.write(_connect)
    outcome = await store.write(join_groups, ConnectionId(1), {LADDER.slug: LADDER}, NOW)
    assert outcome == "joined", outcome
    taken: tuple[list[float], list[float]] = ([], [])
    for number, task in enumerate(TASKS[:ROUNDS]):
        now = NOW + timedelta(days=1 + number)
        for pair in zip(ONE_HOME, TWO_HOMES, strict=True):
            for (account, place), times in zip(pair, taken, strict=True):
                times.append(await _time(store, Caller(account, place, now), task))
    await store.close()
    return statistics.median(taken[0]), statistics.median(taken[1])


def _connect(db: Connection) -> None:
    """Let the second and third group be connected, as if both had heard of it a day ago."""
    at = NOW - timedelta(days=2)
    heard = NOW - timedelta(days=1)
    values = {"id": 1, "group_id": 2, "other_id": 3, "roadmap": LADDER.slug, "at": at, "due_at": heard, "open": True}
    db.execute(insert(connections), values)
    for place_id in (2, 3):
        row: dict[str, object] = {"kind": "homes", "key": f"homes:1:ahead:{place_id}", "place_id": place_id}
        row |= {"facts": {}, "state": "sent", "created_at": at, "due_at": at, "ended_at": heard}
        db.execute(insert(outbox), row)


async def _time(store: Store, caller: Caller, task: str) -> float:
    began = time.perf_counter()
    await store.write(tick_off, caller, LADDER, [task], "")
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    sys.exit(main())
