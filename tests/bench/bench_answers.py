"""What an answer costs beside a bare bot of the same library: `python -m tests.bench.bench_answers [PLATFORM]`.

On each platform two bots run at once, each a process at a loopback peer of its own: a bare one, which answers at once
with one sentence, and ours. Five hundred groups of one person each have said something to both. Then twenty people at
a time ask in turns, some hundred times the bare bot, as often ours, and again.

Measured are the processor time of the bot's own process for each command, and the seconds until the answer is seen.
Each gate is the median of the rounds' ratios, so that other work on the machine weighs on both alike.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from statistics import median, quantiles

from bot.database.migrating import upgrade
from bot.database.store import open_store
from bot.identity import Platform
from roadmap.reading import shipped_roadmap
from tests.bench.crowds import CROWDS, Crowd
from tests.bot.room import Room
from tests.statements import count_statements

ROOT = Path(__file__).parents[2]
MEMORY = Path("/dev/shm")  # noqa: S108  a folder of our own is made there
GROUPS = 500
AT_ONCE = 20
ROUNDS = 7
EACH = 200
LOOKUPS = ("next", "progress", "help")
TASKS = [task.slug for task in shipped_roadmap().tasks()]


@dataclass(frozen=True, slots=True)
class Gate:
    """How many times a bare bot's an answer may be: processor time, then seconds at the median and at p95."""

    worked: float
    middle: float
    slow: float


LIMITS = {
    (Platform.DISCORD, "done"): Gate(13.5, 14.0, 10.0),
    (Platform.DISCORD, "lookup"): Gate(5.5, 5.5, 5.0),
    (Platform.TELEGRAM, "done"): Gate(5.5, 5.5, 4.5),
    (Platform.TELEGRAM, "lookup"): Gate(3.5, 4.5, 3.5),
}
"""What holds on a busy machine, with a peer that checks no contract for either bot.

The goals are 4, 1.5 and 3 for /done on Discord, 2, 1.5 and 3 for all others.
"""


class Bot:
    """A bot's process with the crowd at its peer."""

    def __init__(self, process: asyncio.subprocess.Process, crowd: Crowd) -> None:
        self._process = process
        self._crowd = crowd
        self._turns = count()

    async def gather(self) -> None:
        """Let each group say something, so that groups and learners are known."""
        await self.crowd_asks(self._done, GROUPS)

    async def take(self, command: str) -> Taken:
        """Let the crowd ask this for a round."""
        before = self._worked()
        seconds = await self.crowd_asks(self._done if command == "done" else self._look, EACH)
        return Taken((self._worked() - before) / EACH, median(seconds), quantiles(seconds, n=20)[18])

    async def crowd_asks(self, ask: Callable[[int], Awaitable[None]], times: int) -> list[float]:
        """Let people ask so many times, a few at once. The seconds of each."""
        waiting = iter(range(times))
        seconds: list[float] = []

        async def go_on() -> None:
            for _ in waiting:
                began = time.perf_counter()
                await ask(next(self._turns))
                seconds.append(time.perf_counter() - began)

        await asyncio.gather(*(go_on() for _ in range(AT_ONCE)))
        return seconds

    async def _done(self, turn: int) -> None:
        await self._crowd.ask(turn % GROUPS, "done", TASKS[turn // GROUPS])

    async def _look(self, turn: int) -> None:
        await self._crowd.ask(turn % GROUPS, LOOKUPS[turn % len(LOOKUPS)])

    def _worked(self) -> float:
        """Seconds of the processor that the process has had, all threads: Linux' clock of another process."""
        return time.clock_gettime((~self._process.pid << 3) | 2)


@dataclass(frozen=True, slots=True)
class Taken:
    """What the answers of a round took, in seconds."""

    worked: float
    middle: float
    slow: float

    def beside(self, bare: Taken) -> Taken:
        """How many times as much as the bare bot's."""
        return Taken(self.worked / bare.worked, self.middle / bare.middle, self.slow / bare.slow)


def _median(rounds: list[Taken]) -> Taken:
    return Taken(*(median(getattr(one, name) for one in rounds) for name in ("worked", "middle", "slow")))


@asynccontextmanager
async def running(which: str, platform: Platform, url: str) -> AsyncIterator[Bot]:
    """A bot that is connected to a crowd of its own."""
    async with CROWDS[platform](GROUPS) as crowd:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.bench.bots", which, platform, crowd.url, crowd.token),
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": url},
            stderr=None if os.environ.get("BENCH_LOG") else asyncio.subprocess.DEVNULL,
        )
        try:
            await crowd.connected()
            yield Bot(process, crowd)
        finally:
            process.terminate()
            await process.wait()


async def measure(platform: Platform, url: str) -> bool:
    """Let both bots answer in turns; whether ours is within its limits."""
    async with AsyncExitStack() as stack:
        bare = await stack.enter_async_context(running("bare", platform, url))
        ours = await stack.enter_async_context(running("ours", platform, url))
        await bare.gather()
        await ours.gather()
        return all([await _race(platform, command, ours, bare) for command in ("done", "lookup")])


async def _race(platform: Platform, command: str, ours: Bot, bare: Bot) -> bool:
    rounds = [(await bare.take(command), await ours.take(command)) for _ in range(ROUNDS)]
    ratio = _median([mine.beside(floor) for floor, mine in rounds])
    floor, mine = _median([one for one, _ in rounds]), _median([one for _, one in rounds])
    gate = LIMITS[platform, command]
    good = ratio.worked <= gate.worked and ratio.middle <= gate.middle and ratio.slow <= gate.slow
    sys.stdout.write(
        f"gate: {platform} {command} takes {ratio.worked:.2f} times a bare bot's processor time (limit {gate.worked}), "
        f"is seen after {ratio.middle:.2f} times at the median ({gate.middle}) and {ratio.slow:.2f} at p95 "
        f"({gate.slow}): {'ok' if good else 'MISSED'}; {_say(mine)} of {_say(floor)}\n"
    )
    return good


def _say(taken: Taken) -> str:
    times = (taken.worked, taken.middle, taken.slow)
    return " / ".join(f"{one * 1000:.1f}" for one in times) + " ms"


def main(platforms: Sequence[str]) -> bool:
    """Measure each platform on a fresh SQLite file."""
    memory = MEMORY if MEMORY.is_dir() else None  # what is measured is not the disk
    with tempfile.TemporaryDirectory(prefix="cairn-answers-", dir=memory) as folder:
        asyncio.run(_say_statements(f"sqlite:///{folder}/statements.db"))
        passed = [
            _on(platform, f"sqlite:///{Path(folder) / platform}.db") for platform in map(Platform, platforms or CROWDS)
        ]
    return all(passed)


async def _say_statements(url: str) -> None:
    await upgrade(url)
    store = open_store(url)
    found = await count_statements(Room(store, [shipped_roadmap()]))
    await store.close()
    sys.stdout.write("statements: " + ", ".join(f"{line} {count}" for line, count in found.items()) + "\n")


def _on(platform: Platform, url: str) -> bool:
    asyncio.run(upgrade(url))
    return asyncio.run(measure(platform, url))


if __name__ == "__main__":
    sys.exit(not main(sys.argv[1:]))
