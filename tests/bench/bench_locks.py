"""200 callers at once on PostgreSQL, stewards and members mixed, beside the same calls one after another.

`python -m tests.bench.bench_locks` prints deadlocks, refusals and ratios. It ends with status 1 if there is any
deadlock or refusal, or if the slowest waited longer than SLOWEST times what all calls take one after another.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog

import bot.features.posts  # noqa: F401  registers the kinds of post
from tests.crowding import Crowd, count_calls, crowded
from tests.databases import Cluster, find_server, make_template

PEOPLE = 200
CALLS = 4
SLOWEST = 3.0
LOST = ("busy", "unsure", "failed")


async def measure(cluster: Cluster, template: str, groups: int) -> bool:
    """Let the same crowd call at once and in turn, each on a database of its own; whether all is within the limits."""
    async with _on_copy(cluster, template, groups) as crowd:
        in_turn = await crowd.call_in_turn()
    before = sum(map(count_calls, LOST))
    async with _on_copy(cluster, template, groups) as crowd:
        at_once = await crowd.call_at_once()
    slowest, lost = max(crowd.seconds), sum(map(count_calls, LOST)) - before
    deadlocks = (cluster.folder / "log").read_text(encoding="utf-8").count("deadlock detected")
    print(  # noqa: T201
        f"{PEOPLE} callers in {groups} groups, {PEOPLE * CALLS} calls: {deadlocks} deadlocks, {lost} not answered "
        "(limits 0); "
        f"the slowest waited {slowest / in_turn:.2f} times what all take in turn (limit {SLOWEST:.0f}): "
        f"{slowest:.1f} s of {at_once:.1f} s, in turn {in_turn:.1f} s"
    )
    return not deadlocks and not lost and slowest <= SLOWEST * in_turn


@asynccontextmanager
async def _on_copy(cluster: Cluster, template: str, groups: int) -> AsyncIterator[Crowd]:
    url = cluster.address(await cluster.copy(template))
    async with crowded(url, people=PEOPLE, groups=groups, calls=CALLS) as crowd:
        yield crowd


def main() -> bool:
    """Bench a crowd in one group and in five; whether both are within their limits."""
    programs = find_server()
    if programs is None:
        print("locks     not measured: no server on this machine")  # noqa: T201
        return True
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    cluster = Cluster(programs, settings=())
    cluster.start()
    try:
        template = make_template(cluster)
        good = [asyncio.run(measure(cluster, template, groups)) for groups in (1, 5)]
        return all(good)
    finally:
        cluster.remove()


if __name__ == "__main__":
    sys.exit(not main())
