"""What planning costs as groups get more: `python -m tests.bench.bench_planning [SIZE ...]`.

For each size a fresh SQLite file is filled with groups of three that all have their dues, 1 % of them now; like a file
in use it has no statistics. Measured are the milliseconds that a batch takes to plan, beside the very same statements
sent by hand (the floor), a run with nothing due, the look at what is due next, the first run of a process (which
looks for what a wrong clock has left too far ahead), each beside its own statements, and by how much memory grows.

Gates: at the largest size a batch takes at most LIMIT times its floor and MORE times what it takes at the smallest; an
idle run and the look IDLE_LIMIT times theirs, the first run START_LIMIT times its own; an idle run takes at most
MORE times what it takes at the smallest, and the first one MORE times as much a group; memory grows by at most
GROWN_LIMIT of what the process had, while all that is due is planned. Milliseconds and megabytes are printed only.
"""

from __future__ import annotations

import asyncio
import gc
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import TypeVar

from bot.clock import SettableClock, monotonic
from bot.database.migrating import upgrade
from bot.database.store import Store, open_store
from bot.features.posts import POSTS
from bot.posting import calendar
from bot.posting.kinds import plans_of
from bot.posting.planner import BATCH, Planner
from roadmap.reading import shipped_roadmap
from tests.bench.floors import RawSqlite, Sent, listening

SIZES = (10_000, 100_000)
DUE_OF = 100  # one group of so many is due
MEMBERS = 3
NOW = datetime(2026, 3, 4, 18, 10, tzinfo=UTC)
IDLE = 50  # ticks with nothing due
LIMIT = 15.0
MORE = 2.0
IDLE_LIMIT = 20.0
START_LIMIT = 3.0
GROWN_LIMIT = 0.1

T = TypeVar("T")

ROADMAP = shipped_roadmap()
LIBRARY = {ROADMAP.slug: ROADMAP}


@dataclass(frozen=True)
class Taken:
    """Milliseconds: medians over batches or runs; the first run as a whole. Megabytes."""

    batch: float
    floor: float
    idle: float
    idle_floor: float
    look: float
    look_floor: float
    start: float
    start_floor: float
    grown: float
    resident: float

    def __str__(self) -> str:
        shown = f"{self.batch:8.1f} {self.floor:8.1f} {self.batch / self.floor:6.1f}"
        return f"{shown} {self.idle:8.2f} {self.look:8.2f} {self.start:10.0f} {self.grown:8.1f}"


def main(sizes: tuple[int, ...]) -> int:
    """Fill, measure and print each size; 1 if a gate is missed."""
    heads = f"{'batch':>8} {'floor':>8} {'times':>6} {'idle':>8} {'next':>8} {'first run':>10} {'grown':>8}"
    _say(f"{'groups':>10} {'due':>6} {heads}   (ms, median; MB)")
    taken = []
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="cairn-bench-") as folder:
            taken.append(asyncio.run(_measure(Path(folder), size)))
        _say(f"{size:>10,} {size // DUE_OF:>6,} {taken[-1]}")
    passed = [_check(line) for line in _gates(taken, sizes[-1] / sizes[0])]
    return 0 if all(passed) else 1


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def _gates(taken: list[Taken], growth: float) -> Iterator[tuple[str, float, float]]:
    small, large = taken[0], taken[-1]
    yield "times its floor, a batch", large.batch / large.floor, LIMIT
    yield "times a batch of the smallest, one of the largest", large.batch / small.batch, MORE
    yield "times its floor, a run with nothing due", large.idle / large.idle_floor, IDLE_LIMIT
    yield "times an idle run of the smallest, one of the largest", large.idle / small.idle, MORE
    yield "times its floor, the look at what is next", large.look / large.look_floor, IDLE_LIMIT
    yield "times its floor, the first run of a process", large.start / large.start_floor, START_LIMIT
    yield "times as much a group, the first run of the largest", large.start / small.start / growth, MORE
    yield "of its memory more", large.grown / large.resident, GROWN_LIMIT


def _check(gate: tuple[str, float, float]) -> bool:
    name, value, limit = gate
    _say(f"gate: {value:.2f} {name} (limit {limit}): {'ok' if value <= limit else 'MISSED'}")
    return value <= limit


async def _measure(folder: Path, size: int) -> Taken:
    file = folder / "ours.db"
    await upgrade(f"sqlite:///{file}")
    _fill(file, size)
    for name in ("heard", "floor"):
        shutil.copyfile(file, folder / f"{name}.db")
    first, heard = await _hear(open_store(f"sqlite:///{folder}/heard.db"))
    store, clock = open_store(f"sqlite:///{file}"), SettableClock(NOW - timedelta(hours=1))
    planner = Planner(store, clock, LIBRARY, POSTS)
    driver = RawSqlite(folder / "floor.db")
    start, _ = await _time(planner.run_due)
    start_floor, _ = await _time(partial(_send, driver, first))
    clock.move_to(NOW)
    before = _resident()
    batches, floor = await _race(store, driver, heard)
    gc.collect()
    grown = _resident() - before
    idle, idle_floor = await _repeat(planner.run_due, driver)
    look, look_floor = await _repeat(planner.next_due, driver)
    await store.close()
    await driver.close()
    return Taken(median(batches), median(floor), idle, idle_floor, look, look_floor, start, start_floor, grown, before)


async def _repeat(work: Callable[[], Awaitable[object]], driver: RawSqlite) -> tuple[float, float]:
    """The median milliseconds of something that changes nothing, ours and by hand in turns."""
    ours, theirs = [], []
    for _ in range(IDLE):
        with listening() as sent:
            ours.append((await _time(work))[0])
        theirs.append((await _time(partial(_send, driver, sent)))[0])
    return median(ours), median(theirs)


async def _send(driver: RawSqlite, sent: list[Sent]) -> None:
    """Send statements by hand, each transaction for itself."""
    begins = [number for number, one in enumerate(sent) if one.sql.startswith("BEGIN")]
    for begin, end in pairwise([*begins, len(sent)]):
        await driver.run(sent[begin:end])


async def _hear(store: Store) -> tuple[list[Sent], list[list[Sent]]]:
    """The statements of the first run and of each batch, as the planner takes them, on a database thrown away."""
    with listening() as first:
        await Planner(store, SettableClock(NOW - timedelta(hours=1)), LIBRARY, POSTS).run_due()
    heard = []
    planned = BATCH
    while planned:
        with listening() as sent:
            planned = await _plan(store)
        heard.append(list(sent))
    await store.close()
    return list(first), heard[:-1]


async def _race(store: Store, driver: RawSqlite, heard: list[list[Sent]]) -> tuple[list[float], list[float]]:
    """Milliseconds for each batch, ours and by hand in turns; one that is not full counts as if it were."""
    ours, theirs = [], []
    for sent in heard:
        took, planned = await _time(partial(_plan, store))
        by_hand, _ = await _time(partial(driver.run, sent))
        ours.append(took * BATCH / planned)
        theirs.append(by_hand * BATCH / planned)
    return ours, theirs


async def _plan(store: Store) -> int:
    return await store.write(calendar.plan_due, NOW, plans_of(POSTS), LIBRARY, BATCH)


async def _time(work: Callable[[], Awaitable[T]]) -> tuple[float, T]:
    begun = monotonic()
    done = await work()
    return (monotonic() - begun) * 1000, done


def _resident() -> float:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def _fill(file: Path, size: int) -> None:
    """Write groups straight into the file: three members each, of whom one hears from us in private."""
    db = sqlite3.connect(file)
    db.execute("PRAGMA synchronous=OFF")
    with db:
        db.execute(
            "CREATE TEMP TABLE n AS WITH RECURSIVE up(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up LIMIT ?) "
            "SELECT n FROM up",
            (size,),
        )
        for statement in FILLING:
            db.execute(statement, VALUES)
    db.close()


def _text(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%d %H:%M:%S.%f")


VALUES = {
    "roadmap": ROADMAP.slug,
    "joined": _text(NOW - timedelta(days=30)),
    "joined_day": "2026-02-02",
    "lately": _text(NOW - timedelta(hours=20)),
    "today": "2026-03-04",
    "now": _text(NOW - timedelta(minutes=5)),
    "later": _text(NOW + timedelta(hours=22)),
    "of": DUE_OF,
}
FILLING = (
    "INSERT INTO groups (id, title, roadmap, zone, created_at, active_at) "
    "SELECT n, 'Group ' || n, :roadmap, 'Europe/Berlin', :joined, :lately FROM n",
    "INSERT INTO places (id, group_id, platform, space_id, chat_id) SELECT n, n, 'telegram', -n, -n FROM n",
    "CREATE TEMP TABLE who AS SELECT n * 3 + m AS id, n AS of, m FROM n, (SELECT 0 AS m UNION SELECT 1 UNION SELECT 2)",
    "INSERT INTO learners (id, name, zone, joined_at, joined_day, points_at, active_at, nudge_on, nudge_at) "
    "SELECT id, 'Learner ' || id, 'Europe/Berlin', :joined, :joined_day, :joined, :lately, m = 0, 1140 FROM who",
    "INSERT INTO accounts (id, learner_id, platform, user_id, name) SELECT id, id, 'telegram', id, 'Learner' FROM who",
    "INSERT INTO memberships (learner_id, group_id, number, joined_at, active_at) "
    "SELECT id, of, m + 1, :joined, :lately FROM who",
    "INSERT INTO day_points (learner_id, day, points) SELECT id, :today, 3 FROM who WHERE m = 1",
    "INSERT INTO ticks (learner_id, roadmap, task, turn, source, at, zone, day, weight, points) "
    "SELECT id, :roadmap, 'week1-statistics', 1, 'tick', :lately, 'Europe/Berlin', :joined_day, 1, 1 FROM who",
    "CREATE TEMP TABLE moments AS SELECT n, CASE WHEN n % :of = 0 THEN :now ELSE :later END AS at FROM n",
    "INSERT INTO dues (kind, group_id, at) SELECT 'nudge', n, at FROM moments",
    "INSERT INTO dues (kind, learner_id, at) SELECT 'personal', n * 3, at FROM moments",
    "INSERT INTO dues (kind, group_id, at) SELECT 'checkin', n, :later FROM n UNION SELECT 'review', n, :later FROM n",
    "INSERT INTO dues (kind, learner_id, at) "
    "SELECT 'saver', n * 3, :later FROM n UNION SELECT 'morning', n * 3, :later FROM n",
    "INSERT INTO dues (kind, learner_id, at) SELECT 'welcome', id, :later FROM who",
)


if __name__ == "__main__":
    sys.exit(main(tuple(int(arg) for arg in sys.argv[1:]) or SIZES))
