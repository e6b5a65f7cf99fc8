"""Ten thousand groups due in the same minute on each platform: `python -m tests.bench.bench_storm [GROUPS]`.

The whole program plans, words and sends on a virtual clock, to platforms that enforce the limits exactly and count
what they refuse, while people go on using /done. The store works in real time, during which the virtual clock stands
still; so how long the loop was busy with itself, and each /done in the store, are measured for real.

Then a bare loop carries as much and does nothing with it: the floor for how long the loop may be blocked and a /done
may be in the program. Milliseconds of the machine are printed only.

Gates: nothing is refused; all has arrived in SLOWEST times the time that the limits allow; the loop is never blocked
for more than STALL times what holds the bare loop once in a thousand turns; no /done is for more than IN_PROGRAM times
a bare transaction in the program, and on the way for more than ON_THE_WAY seconds of the virtual clock.
"""

from __future__ import annotations

import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles

import structlog
from sqlalchemy import Connection, func, insert, select

import bot.features.posts  # noqa: F401  registers the kinds of post
from bot.adapters.discord import pacing as discord_pacing
from bot.adapters.discord.render import render_discord
from bot.adapters.telegram import pacing as telegram_pacing
from bot.adapters.telegram.render import render_telegram
from bot.app import App
from bot.chat.call import Said
from bot.chat.port import SendError
from bot.chat.reply import Reply
from bot.cli.collecting import exempt_memory
from bot.config import Settings
from bot.database.engines import read_address
from bot.database.migrating import upgrade
from bot.database.store import open_backend
from bot.identity import Account, Place
from bot.pacing.lanes import Crowded, Lane
from bot.pacing.pace import Rank
from bot.tables import accounts, dues, groups, learners, memberships, outbox, places
from roadmap.reading import shipped_roadmap
from tests.bench.floors import BareLoop
from tests.tolls import Toll, discord_toll, telegram_toll
from tests.virtual import Stalls, Stopwatch, VirtualLoop, VirtualStore

GROUPS = 10_000
MEMORY = Path("/dev/shm")  # noqa: S108  a folder of our own is made there
START = datetime(2026, 3, 2, 18, tzinfo=UTC)
FIRST = 1_000_000  # ids of Discord's groups begin here
NEWCOMERS = 10_000_000
ONE_WAY = (0.030, 0.045)  # seconds that a request or its answer travels
RUN_EVERY = 2.0  # as in bot/cli/running.py
ASKING_EVERY = 0.25
SLOWEST = 1.05
STALL = 45.0
IN_PROGRAM = 200.0
ON_THE_WAY = 1.0  # by the virtual clock
TASKS = [task.slug for task in shipped_roadmap().tasks()]


@dataclass
class Platform:
    """A platform behind our lane, as its adapter uses it: words are rendered, requests travel, answers come back."""

    name: str
    lane: Lane
    toll: Toll
    render: Callable[[Reply], object]
    within: float
    answers_pass_lane: bool
    repeat_is_safe: bool = False
    in_turn: bool = False
    nudged: int = 0
    taken: int = 0
    """Messages that it had taken when the last nudge came, and when that was."""
    drained_at: float = 0.0
    dice: random.Random = field(default_factory=lambda: random.Random(5))

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def edit(self, place: Place, message_id: str, reply: Reply) -> bool:
        return True

    def healthy(self) -> bool:
        return True

    async def find_owner(self, place: Place) -> Account | None:
        return None

    async def has_left(self, place: Place, account: Account) -> bool:
        return False

    def ready_in(self, place: Place) -> float:
        return self.lane.ready_in(place.chat_id)

    async def send(self, place: Place, reply: Reply, key: str) -> str:
        await self._pass(place.chat_id, reply, Rank.POST, self.within)
        if key.startswith("nudge"):
            self.nudged += 1
            self.taken, self.drained_at = self.toll.taken, self.toll.last
        return key

    async def answer(self, place: Place, reply: Reply) -> None:
        """Answer a command: on Discord interactions are counted apart."""
        if self.answers_pass_lane:
            await self._pass(place.chat_id, reply, Rank.REPLY, telegram_pacing.WITHIN[Rank.REPLY])
        else:
            self.render(reply)
            await self._travel()

    async def _pass(self, chat: int, reply: Reply, rank: Rank, within: float) -> None:
        self.render(reply)
        try:
            await self.lane.turn(chat, rank, within)
        except Crowded as crowded:
            raise SendError("crowded", retry_after=crowded.seconds) from None
        await self._travel()
        if wait := self.toll.take(chat, _now()):
            self.lane.refuse(chat, wait)
            raise SendError("429", retry_after=wait)
        await self._travel()

    async def _travel(self) -> None:
        await asyncio.sleep(self.dice.uniform(*ONE_WAY))


def telegram() -> Platform:
    lane = Lane(telegram_pacing.PER_SECOND, telegram_pacing.windows_of, now=_now)
    return Platform("telegram", lane, telegram_toll(), render_telegram, telegram_pacing.WITHIN[Rank.POST], True)


def discord() -> Platform:
    lane = Lane(discord_pacing.PER_SECOND, lambda _: discord_pacing.CHANNEL, now=_now)
    return Platform("discord", lane, discord_toll(), render_discord, discord_pacing.WITHIN, False, repeat_is_safe=True)


class LoopClock:
    """The wall clock of the virtual loop."""

    def now(self) -> datetime:
        return START + timedelta(seconds=_now())


@dataclass
class Storm:
    """The program in the storm, and what was measured."""

    app: App
    platforms: tuple[Platform, ...]
    size: int
    virtual: list[float] = field(default_factory=list)
    """Seconds from a /done to the answer's arrival, by the virtual clock."""
    ours: list[float] = field(default_factory=list)
    """Seconds that each took in the program."""
    worst: float = 0.0
    """The most, with what other processes took."""
    most_chats: int = 0

    async def rage(self) -> None:
        """Plan and send until everything has arrived, while people use the bot."""
        using = asyncio.create_task(self._use())
        planning = asyncio.create_task(self._repeat(self.app.work.planner.run_due))
        await asyncio.sleep(RUN_EVERY / 4)  # the jobs do not beat at the same moment
        await self._repeat(self.app.work.run_due)
        await asyncio.gather(planning, using)

    async def _repeat(self, job: Callable[[], Awaitable[None]]) -> None:
        while not self.is_over:
            await job()
            await asyncio.sleep(RUN_EVERY)

    @property
    def is_over(self) -> bool:
        return all(platform.nudged == self.size for platform in self.platforms)

    async def _use(self) -> None:
        dice = random.Random(9)
        asked: set[asyncio.Task[None]] = set()
        number = 0
        while not self.is_over:
            number += 1
            who = dice.randrange(1, self.size + 1)
            task = asyncio.create_task(self._done(self.platforms[number % 2], number, who, dice.choice(TASKS)))
            asked.add(task)
            task.add_done_callback(asked.discard)
            self.most_chats = max(self.most_chats, *(platform.lane.size for platform in self.platforms))
            await asyncio.sleep(ASKING_EVERY)
        await asyncio.gather(*asked)

    async def _done(self, platform: Platform, number: int, who: int, task: str) -> None:
        began, stopwatch = _now(), Stopwatch()
        group = who + (FIRST if platform.name == "discord" else 0)
        someone = Account(platform.name, NEWCOMERS + number % 500, "Somebody")
        said = Said(someone, _place(platform.name, group), f"{platform.name}:{number}", f"done {task}")
        reply = await self.app.dispatcher.answer(said)
        self.ours.append(stopwatch.ours)
        self.worst = max(self.worst, stopwatch.real)
        await platform.answer(said.place, reply)
        self.virtual.append(_now() - began)


def _place(platform: str, group: int) -> Place:
    return Place(platform, -group, -group, title=f"Group {group}")


def fill(db: Connection, size: int) -> None:
    """Groups of one learner each, who has not studied today; each group's nudge is due this minute."""
    numbers = {"telegram": range(1, size + 1), "discord": range(FIRST + 1, FIRST + size + 1)}
    lately = START - timedelta(days=1)
    for platform, ids in numbers.items():
        room = {"roadmap": "ml-engineer", "zone": "UTC", "created_at": lately, "active_at": lately}
        person = {"zone": "UTC", "joined_at": lately, "joined_day": lately.date(), "points_at": lately}
        member = {"number": 1, "joined_at": lately, "active_at": lately}
        db.execute(insert(groups), [{"id": one, "title": f"Group {one}", **room} for one in ids])
        db.execute(
            insert(places),
            [{"id": one, "group_id": one, "platform": platform, "space_id": -one, "chat_id": -one} for one in ids],
        )
        db.execute(insert(learners), [{"id": one, "name": f"L{one}", "active_at": lately, **person} for one in ids])
        db.execute(
            insert(accounts),
            [{"id": one, "learner_id": one, "platform": platform, "user_id": one, "name": f"L{one}"} for one in ids],
        )
        db.execute(insert(memberships), [{"learner_id": one, "group_id": one, **member} for one in ids])
        db.execute(insert(dues), [{"kind": "nudge", "group_id": one, "at": START} for one in ids])


def count_sent(db: Connection) -> dict[str, int]:
    """How many rows of the outbox ended how."""
    rows = db.execute(select(outbox.c.state, func.count()).where(outbox.c.kind == "nudge").group_by(outbox.c.state))
    return {row.state: int(row[1]) for row in rows}


async def measure(url: str, size: int) -> bool:
    """Let the storm pass and report; whether every gate was held."""
    store = VirtualStore(open_backend(read_address(url)), LoopClock())
    await store.write(fill, size)
    roadmap = shipped_roadmap()
    app = App(Settings.model_validate({"database_url": url}), LoopClock(), store, {roadmap.slug: roadmap})
    storm = Storm(app, (telegram(), discord()), size)
    app.adapters.update({platform.name: platform for platform in storm.platforms})
    loop = asyncio.get_running_loop()
    assert isinstance(loop, VirtualLoop)
    app.load()  # as in bot/cli/running.py
    exempt_memory()
    await asyncio.sleep(0)
    loop.stalls = Stalls()
    began = time.perf_counter()
    await storm.rage()
    took = time.perf_counter() - began
    stalls, storm_seconds = loop.stalls, loop.seconds
    ended = await store.read(count_sent)
    await store.close()
    bare = BareLoop()
    bare_stalls = await bare.run()
    good = [_report_platform(platform) for platform in storm.platforms]
    good += [_report_loop(stalls, bare_stalls), _report_answers(storm, bare)]
    _say(
        f"outbox: {ended}; most chats remembered {storm.most_chats:,}; {storm_seconds:.0f} s of storm took {took:.0f} s"
    )
    return all(good) and ended == {"sent": 2 * size}


def _report_platform(platform: Platform) -> bool:
    floor = platform.taken * platform.toll.floor
    ratio = platform.drained_at / floor
    _say(
        f"{platform.name:9} {platform.nudged:,} nudges and {platform.taken - platform.nudged:,} other messages in "
        f"{platform.drained_at:.1f} s, {ratio:.3f} times what the limits allow ({floor:.1f} s; limit {SLOWEST}); "
        f"refused {platform.toll.refused}"
    )
    return ratio <= SLOWEST and platform.toll.refused == 0


def _report_loop(stalls: Stalls, bare: Stalls) -> bool:
    worst, p99 = max(stalls.ours) * 1000, quantiles(stalls.ours, n=100)[98] * 1000
    floor = quantiles(bare.ours, n=1000)[998] * 1000
    _say(
        f"loop      longest stall {worst / floor:.1f} times a bare loop's {floor:.2f} ms (limit {STALL:.0f}): "
        f"{worst:.1f} ms, p99 {p99:.2f} ms of {len(stalls.ours):,}; "
        f"{stalls.worst * 1000:.1f} ms with what other processes took"
    )
    return worst / floor <= STALL


def _report_answers(storm: Storm, bare: BareLoop) -> bool:
    slowest, longest, floor = max(storm.virtual), max(storm.ours), median(bare.answers)
    virtual_p99, real_p99 = (quantiles(times, n=100)[98] * 1000 for times in (storm.virtual, storm.ours))
    _say(
        f"/done     {len(storm.ours):,} answered: slowest {slowest * 1000:.0f} ms on the way (p99 {virtual_p99:.0f}, "
        f"limit {ON_THE_WAY * 1000:.0f}); in the program {longest / floor:.0f} times a bare transaction's "
        f"{floor * 1000:.2f} ms (limit {IN_PROGRAM:.0f}): {longest * 1000:.0f} ms (p99 {real_p99:.0f}); "
        f"{storm.worst * 1000:.0f} ms with what other processes took"
    )
    return slowest <= ON_THE_WAY and longest / floor <= IN_PROGRAM


def _now() -> float:
    return asyncio.get_running_loop().time()


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def main(size: int) -> bool:
    """The bench on a fresh SQLite file."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(30))
    memory = MEMORY if MEMORY.is_dir() else None  # what is measured is not the disk
    with tempfile.TemporaryDirectory(prefix="cairn-storm-", dir=memory) as folder:
        url = f"sqlite:///{Path(folder) / 'storm.db'}"
        asyncio.run(upgrade(url))
        with asyncio.Runner(loop_factory=VirtualLoop) as runner:
            return runner.run(measure(url, size))


if __name__ == "__main__":
    sys.exit(not main(int(sys.argv[1]) if len(sys.argv) > 1 else GROUPS))
