"""How fast one /done is in the store: against the driver alone, sending the very same statements in the same run.

`python -m tests.bench.bench_store` prints the ratios and ends with status 1 where one is above its limit.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from typing import Protocol

import bot.features.posts  # noqa: F401  registers the kinds of post
from bot.clock import monotonic
from bot.database.migrating import upgrade
from bot.database.store import Store, open_store
from bot.features.ticks.actions.ticking import tick_off
from bot.identity import Account, Caller, Place
from roadmap.reading import shipped_roadmap
from tests.bench.floors import RawPostgres, RawSqlite, Sent, listening
from tests.databases import Cluster, find_server, make_template

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
PLACE = Place("telegram", -100, -100, title="Bench")
LEARNERS = 12
EACH = 25
LIMITS = {"sqlite": 10.0, "postgres": 3.0}


@dataclass(frozen=True)
class Done:
    """One /done: who, and which task."""

    caller: Caller
    slug: str
    inbound: str

    async def run(self, store: Store) -> None:
        await store.write_once(self.inbound, tick_off, self.caller, shipped_roadmap(), (self.slug,), "")


class Floor(Protocol):
    """A driver that sends a transaction by hand."""

    async def run(self, sent: list[Sent]) -> None:
        """Send it."""
        ...

    async def close(self) -> None:
        """Disconnect."""
        ...


def calls() -> list[Done]:
    """Each learner ticks off the roadmap's tasks in order, five a day; they take turns."""
    slugs = [task.slug for task in shipped_roadmap().tasks()][:EACH]
    return [
        Done(
            Caller(Account("telegram", learner, f"Learner {learner}"), PLACE, NOW + timedelta(days=turn // 5)),
            slug,
            f"telegram:update:{turn}:{learner}",
        )
        for turn, slug in enumerate(slugs)
        for learner in range(1, LEARNERS + 1)
    ]


async def hear(store: Store, dones: Sequence[Done]) -> list[list[Sent]]:
    """The statements of each call, on a database that is thrown away."""
    heard = []
    for done in dones:
        with listening() as sent:
            await done.run(store)
        heard.append(list(sent))
    await store.close()
    return heard


async def race(store: Store, floor: Floor, dones: Sequence[Done], heard: list[list[Sent]]) -> tuple[list[float], ...]:
    """Milliseconds of each call through the store and by hand, in turns."""
    ours, theirs = [], []
    for done, sent in zip(dones, heard, strict=True):
        begun = monotonic()
        await done.run(store)
        half = monotonic()
        await floor.run(sent)
        ours.append((half - begun) * 1000)
        theirs.append((monotonic() - half) * 1000)
    await store.close()
    await floor.close()
    return ours[LEARNERS:], theirs[LEARNERS:]  # the first calls make learners and warm up


def report(engine: str, times: tuple[list[float], ...], heard: list[list[Sent]]) -> bool:
    """Print a line; whether the ratio is within its limit."""
    ours, theirs = times
    ratio = median(ours) / median(theirs)
    slowest = quantiles(ours, n=100)[98]
    print(  # noqa: T201
        f"{engine:9} /done {median(ours):.2f} ms (p99 {slowest:.2f}), {ratio:.1f} times the floor: "
        f"{median(theirs):.2f} ms for its {median(map(len, heard)):.0f} statements by hand (limit {LIMITS[engine]:.0f})"
    )
    return ratio <= LIMITS[engine]


async def on_sqlite(folder: Path) -> bool:
    """The bench on three copies of one file."""
    template = folder / "template.db"
    await upgrade(f"sqlite:///{template}")
    for name in ("heard", "ours", "floor"):
        shutil.copyfile(template, folder / f"{name}.db")
    dones = calls()
    heard = await hear(open_store(f"sqlite:///{folder}/heard.db"), dones)
    times = await race(open_store(f"sqlite:///{folder}/ours.db"), RawSqlite(folder / "floor.db"), dones, heard)
    return report("sqlite", times, heard)


async def on_postgres(cluster: Cluster, template: str) -> bool:
    """The bench on three copies of one database."""
    urls = [cluster.address(await cluster.copy(template)) for _ in range(3)]
    dones = calls()
    heard = await hear(open_store(urls[0]), dones)
    times = await race(open_store(urls[1]), await RawPostgres.open(urls[2]), dones, heard)
    return report("postgres", times, heard)


def main() -> bool:
    """Bench each engine that is here; whether all are within their limits."""
    with tempfile.TemporaryDirectory(prefix="cairn-bench-") as folder:
        good = asyncio.run(on_sqlite(Path(folder)))
    programs = find_server()
    if programs is None:
        print("postgres  not measured: no server on this machine")  # noqa: T201
        return good
    cluster = Cluster(programs, settings=())
    cluster.start()
    try:
        return asyncio.run(on_postgres(cluster, make_template(cluster))) and good
    finally:
        cluster.remove()


if __name__ == "__main__":
    sys.exit(not main())
