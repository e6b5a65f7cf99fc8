"""A crash at every commit and every send of a day on which much is said: before it, and after it."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.app import AFTERMATH
from bot.clock import SettableClock
from bot.database.engines import read_address
from bot.database.store import open_backend, open_store
from bot.features.posts import POSTS
from bot.features.streaks.actions import counting
from bot.features.undos.actions.taking_back import undo_tasks
from bot.features.undos.actions.undone import Undone
from bot.identity import Caller, Platform
from bot.posting.deliverer import Deliverer
from bot.posting.planner import Planner
from bot.posting.rounds import AT_ONCE, LEASE
from bot.posting.working import Working
from tests.faults import town as towns
from tests.faults.conftest import Figures
from tests.faults.copies import Copies
from tests.faults.hook import Crash, Hook, HookedAdapter, HookedStore
from tests.faults.town import BLOCKS, DAY, LIBRARY, MONDAY, ROADMAP, SIX, Row, Town

pytestmark = pytest.mark.faults

SOME = 3  # crashes in `make test`
SALTS = {"sqlite": 0, "postgres": 3}  # others on each engine
TUESDAY = SIX + DAY
UNDO = TUESDAY + timedelta(minutes=10)
STEPS = (
    TUESDAY,  # celebrations and nudges of groups, all at once
    UNDO,  # somebody takes back what was celebrated
    UNDO + timedelta(minutes=2),
    TUESDAY + DAY,  # nudges again
    TUESDAY + DAY + timedelta(hours=2),  # nudges of learners
)


@dataclass
class Run:
    """One life of the program on a database: until it crashes, or to the end of the steps."""

    url: str
    town: Town
    clock: SettableClock
    hook: Hook
    adapters: dict[str, HookedAdapter] = field(init=False)

    async def go(self, first: int = 0) -> int:
        """Do what is due at each step. Returns the step at which it crashed, or their number."""
        store = HookedStore(open_backend(read_address(self.url)), self.clock, self.hook)
        self.adapters = {name: HookedAdapter(one, self.hook) for name, one in self.town.adapters.items()}
        deliverer = Deliverer(
            store, self.clock, {**self.adapters}, LIBRARY, random.Random(1), posts=POSTS, aftermath=AFTERMATH
        )
        work = Working(Planner(store, self.clock, LIBRARY, POSTS), deliverer)
        step = first
        try:
            for step in range(first, len(STEPS)):
                self.clock.move_to(max(self.clock.now(), STEPS[step]))
                if STEPS[step] == UNDO:
                    await store.write_once("telegram:update:1", take_back, self.town, UNDO)
                await work.run_due()
        except Crash:
            return step
        finally:
            await store.close()
        return len(STEPS)


def take_back(db: object, town: Town, now: datetime) -> Undone:
    """The first person on Telegram, and the undo comes again if it was not answered."""
    account, place = next(one for one in everybody(town) if one[0].platform == Platform.TELEGRAM)
    return undo_tasks(db, Caller(account, place, now), ROADMAP, BLOCKS[0][-1:])  # type: ignore[arg-type]


def everybody(town: Town) -> list[towns.Member]:
    return towns.callers(town.discord, town.telegram)


@pytest.fixture
async def town(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Town]:
    shutil.copyfile(sqlite_template, tmp_path / towns.CORE)
    async with towns.peers(2) as (discord, telegram), towns.connected(discord, telegram, tmp_path) as made:
        yield made


async def prepare(url: str, town: Town) -> None:
    """Everything up to the first step: one of each group has just finished a block, and both of each second group."""
    store = open_store(url)
    people = everybody(town)
    await store.write(towns.settle_down, people, MONDAY)
    await store.write(towns.study, people[::2], 0, TUESDAY - timedelta(minutes=2))
    await store.write(towns.study, people[3::4], 0, TUESDAY - timedelta(minutes=1))
    await store.close()


@dataclass
class Story:
    """What became of a run that crashed at a point and went on: for the checks."""

    number: int
    point: str
    in_flight: list[Row]
    rows: list[Row]
    taken: Counter[str]
    messages: int
    whole: bool
    differences: int

    def check(self, planned: set[str]) -> Counter[str]:
        """Every promise. Returns how many came twice, and what became of those that are not sent again."""
        told = f"crash {self.number} at {self.point!r}"
        assert self.whole, told
        assert 0 == self.differences, told
        assert planned == {row.key for row in self.rows}, f"{told}: planned otherwise"
        in_doubt = {row.key for row in self.in_flight}
        assert len(in_doubt) <= 2 * AT_ONCE, told
        for row in self.rows:
            self._check(row, in_doubt, f"{told}: {row}")
        left = [row.key for row in self.rows if row.state == "ambiguous"]
        return Counter(
            crashes=1,
            in_flight=len(in_doubt),
            twice=sum(count - 1 for count in self.taken.values() if count > 1),
            in_doubt=len(left),
            in_doubt_and_never_came=sum(not self.taken[key] for key in left),
        )

    def _check(self, row: Row, in_doubt: set[str], told: str) -> None:
        came = self.taken[row.key]
        twice_is_better = row.rather_twice and row.key in in_doubt and row.platform == Platform.TELEGRAM
        if row.state == "ambiguous":
            assert Platform.TELEGRAM == row.platform, told
            assert not row.rather_twice, told
            assert row.key in in_doubt, told
            assert came <= 1, told
        else:
            assert "sent" == row.state, told
            assert row.amends or 1 <= came <= 1 + twice_is_better, told


async def play(url: str, town: Town, number: int | None) -> tuple[Story, Hook]:
    """Run the steps with a crash at this point, start again when the leases have run out, and go on to the end."""
    town.forget()
    clock, hook = SettableClock(MONDAY), Hook(number)
    first = Run(url, town, clock, hook)
    reached = await first.go()
    plain = open_store(url)
    in_flight = [row for row in await plain.read(towns.rows) if row.state == "sending"]
    lives = [first]
    if reached < len(STEPS):
        clock.advance(LEASE + timedelta(seconds=30))
        lives.append(Run(url, town, clock, Hook()))
        assert len(STEPS) == await lives[1].go(reached)
    taken = {(key, message) for life in lives for one in life.adapters.values() for key, message in one.taken}
    story = Story(
        number=number or 0,
        point=hook.names[-1],
        in_flight=in_flight,
        rows=await plain.read(towns.rows),
        taken=Counter(key for key, _ in taken),
        messages=sum(len(ids) for ids in town.said().values()),
        whole=await plain.read(towns.whole),
        differences=len(await plain.read(counting.verify_counters)),
    )
    await plain.close()
    assert len(taken) == story.messages, f"crash {number}: the peers count otherwise"
    return story, hook


def numbers(count: int, option: str, salt: int) -> list[int]:
    """All points, or a few of them that are others on each engine."""
    return list(range(1, count + 1)) if option == "all" else list(range(1 + salt, count + 1, count // SOME))


async def test_a_crash_at_every_point_loses_nothing(
    town: Town, copies: Copies, request: pytest.FixtureRequest, figures: Figures
) -> None:
    await prepare(await copies.begin(), town)
    await crash_everywhere(copies, town, request.config.getoption("--faults"), figures)


async def crash_everywhere(copies: Copies, town: Town, option: str, figures: Figures) -> None:
    calm, hook = await play(await copies.fresh(), town, None)
    planned = {row.key for row in calm.rows}
    assert 1 == calm.check(planned).total()
    assert {"celebration", "gathering", "nudge", "personal", "amend"} <= {row.kind for row in calm.rows}
    assert {Platform.DISCORD, Platform.TELEGRAM} == {row.platform for row in calm.rows}

    total, crashed = Counter[str](posts=len(planned), points=len(hook.names)), set[str]()
    for number in numbers(len(hook.names), option, SALTS[copies.engine]):
        story, _ = await play(await copies.fresh(), town, number)
        total.update(story.check(planned))
        crashed.add(story.point)
    figures.note(**total, different_points=len(crashed), of=len(set(hook.names)))
