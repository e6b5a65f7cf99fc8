"""A crash at every commit and every send of a link, a connection, their ends and a forgetting: before it, and after it.

The call is delivered again if it was not answered. All that is kept, said and posted is as in a run without a crash.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from bot.clock import SettableClock
from bot.database.columns import Instant, metadata
from bot.database.engines import read_address
from bot.database.store import open_backend, open_store
from bot.features.streaks.actions import counting
from bot.identity import Platform
from bot.posting.rounds import LEASE
from tests.databases import Cluster
from tests.faults import town as towns
from tests.faults.conftest import Figures
from tests.faults.deeds import DEEDS, CallingStore, Deed, Letterbox, Life, make_boxes
from tests.faults.hook import Crash, Hook

pytestmark = pytest.mark.faults

SOME = 2  # crashes of a deed in `make test`
Rows = dict[str, list[str]]
"""Name of a table -> its rows, written out."""
PASSING = {"inbound", "kept_lines", "beats"}
KEPT = {table.name: table for table in metadata.sorted_tables if table.name not in PASSING}


@dataclass
class Stage:
    """A database and both platforms as they are before a deed: its line, and the moment."""

    deed: Deed
    fresh: towns.Fresh
    boxes: dict[str, Letterbox]
    line: str
    now: datetime


@dataclass
class Story:
    """What came of a run: what was answered, posted and kept, and `after`: what was kept when the deed was done."""

    point: str = ""
    answers: list[str] = field(default_factory=list)
    after: Rows = field(default_factory=dict)
    torn: bool = False
    posts: list[towns.Row] = field(default_factory=list)
    in_flight: set[str] = field(default_factory=set)
    taken: Counter[str] = field(default_factory=Counter)
    kept: Rows = field(default_factory=dict)
    differences: int = 0

    def check(self, calm: Story) -> None:
        """See that all came as in the run without a crash."""
        told = f"crash at {self.point!r}"
        assert set(self.answers) == set(calm.answers), told
        assert not self.torn, told
        assert self.kept == calm.kept, told
        assert 0 == self.differences, told
        assert {*map(bare_key, self.posts)} == {*map(bare_key, calm.posts)}, told
        others = {bare_key(one): one for one in calm.posts}
        for post, other in ((one, others[bare_key(one)]) for one in self.posts):
            self._check_post(post, other, calm.taken[other.key], f"{told}: {post}")

    def count(self) -> Counter[str]:
        """Count what README.md reports."""
        left = [one.key for one in self.posts if one.state == "ambiguous"]
        return Counter(
            crashes=1,
            in_flight=len(self.in_flight),
            twice=sum(self.taken[key] - 1 for key in self.taken if self.taken[key] > 1),
            in_doubt=len(left),
            in_doubt_and_never_came=sum(not self.taken[key] for key in left),
        )

    def _check_post(self, post: towns.Row, calm: towns.Row, often: int, told: str) -> None:
        came, unseen = self.taken[post.key], post.key in self.in_flight and post.platform == Platform.TELEGRAM
        if post.state == "ambiguous":
            assert unseen and not post.rather_twice and came <= often, told
        else:
            assert post.state == calm.state, told
            assert often <= came <= often + (unseen and post.rather_twice), told


def bare_key(post: towns.Row) -> str:
    """The key of a post, without the number or moment that a crash changes."""
    return re.sub(r"(?<=^homes:)\d+|:\d{10}\.\d+$", "", post.key)


@dataclass
class Playing:
    """A run of a deed with a crash at a point, and what comes after it."""

    stage: Stage
    url: str
    hook: Hook
    story: Story = field(default_factory=Story)
    lives: list[Life] = field(default_factory=list)
    boxes: dict[str, Letterbox] = field(init=False)

    async def play(self, after: Rows | None) -> Story:
        """Do the deed, crash, start again and go on to the end. `after`: what is kept when it is done."""
        self.boxes = deepcopy(self.stage.boxes)
        plain = open_store(self.url)
        before = await plain.read(see_exactly)
        reached = await self._live(self.hook, self.stage.now, 0)
        self.story.point = self.hook.names[-1]
        if self.hook.dead:
            now = await plain.read(see_exactly)
            self.story.torn = reached == 0 and now not in (before, after)
            self.story.in_flight = {row.key for row in await plain.read(towns.rows) if row.state == "sending"}
            moment = self.lives[0].town.clock.now() + (LEASE + timedelta(seconds=30) if reached else timedelta())
            await self._live(Hook(), moment, reached)
        self.story.taken = Counter(key for key, _ in {pair for life in self.lives for pair in life.taken()})
        self.story.posts = await plain.read(towns.rows)
        self.story.kept = await plain.read(see_without_instants)
        self.story.differences = len(await plain.read(counting.verify_counters))
        await plain.close()
        return self.story

    async def _live(self, hook: Hook, now: datetime, step: int) -> int:
        """Live from a step on to the end, and repeat the call then. Returns the step of the crash."""
        store = CallingStore(open_backend(read_address(self.url)), SettableClock(self.stage.now), hook)
        life, deed = Life(store, self.boxes, hook, now), self.stage.deed
        self.lives.append(life)
        try:
            if step == 0:
                self.story.answers.append(await life.say(deed.who, self.stage.line))
                self.story.after = await store.read(see_exactly)
            else:
                await life.work.run_due()
            step += 1
            while step <= len(deed.then):
                await life.later(deed.then[step - 1])
                step += 1
            self.story.answers.append(await life.say(deed.who, self.stage.line))
        except Crash:
            return step
        finally:
            await store.close()
        return step


async def set_stage(deed: Deed, url: str, fresh: towns.Fresh) -> Stage:
    """Make all that comes before a deed."""
    store, boxes = open_store(url), make_boxes()
    life = Life(store, boxes, Hook())
    line = await deed.prepare(life)
    await store.close()
    return Stage(deed, fresh, boxes, line, life.town.clock.now())


def see_exactly(db: Connection) -> Rows:
    """See every row of every table that deeds may change."""
    return {name: sorted(map(repr, db.execute(select(table)))) for name, table in KEPT.items()}


def see_without_instants(db: Connection) -> Rows:
    """See the same but posts and dues, without the moments and numbers that a crash changes."""
    found = {}
    for name, table in KEPT.items():
        columns = [one for one in table.c if one.name not in {"id", "link_id"} and not isinstance(one.type, Instant)]
        rows = db.execute(select(*columns)) if name not in {"outbox", "dues"} else ()
        found[name] = sorted(map(repr, rows))
    return found


@pytest.mark.parametrize("name", DEEDS)
async def test_a_crash_at_every_point_of_a_deed_on_sqlite(
    name: str, sqlite_template: Path, tmp_path: Path, request: pytest.FixtureRequest, figures: Figures
) -> None:
    ready, used = tmp_path / "ready.db", tmp_path / "used.db"
    shutil.copyfile(sqlite_template, ready)

    async def fresh() -> str:
        for file in tmp_path.glob("used.db*"):
            file.unlink()
        shutil.copyfile(ready, used)
        return f"sqlite:///{used}"

    stage = await set_stage(DEEDS[name], f"sqlite:///{ready}", fresh)
    await crash_everywhere(stage, request.config.getoption("--faults"), 0, figures)


@pytest.mark.parametrize("name", DEEDS)
async def test_a_crash_at_every_point_of_a_deed_on_postgres(
    name: str, cluster: Cluster, postgres_template: str, request: pytest.FixtureRequest, figures: Figures
) -> None:
    ready = await cluster.copy(postgres_template)
    names: list[str] = []

    async def fresh() -> str:
        if names:
            await cluster.drop(names.pop())
        names.append(await cluster.copy(ready))
        return cluster.address(names[0])

    stage = await set_stage(DEEDS[name], cluster.address(ready), fresh)
    await crash_everywhere(stage, request.config.getoption("--faults"), 1, figures)


async def crash_everywhere(stage: Stage, option: str, salt: int, figures: Figures) -> None:
    quiet = Playing(stage, await stage.fresh(), Hook())
    calm = await quiet.play(None)
    calm.check(calm)
    points, total = quiet.hook.names, Counter[str]()
    for number in numbers(len(points), option, salt):
        story = await Playing(stage, await stage.fresh(), Hook(number)).play(calm.after)
        story.check(calm)
        total += story.count()
    figures.note(points=len(points), posts=len(calm.posts), **total)


def numbers(count: int, option: str, salt: int) -> list[int]:
    """All points, or those around the commit of the deed itself and a few others."""
    every = range(1, count + 1)
    return [*every] if option == "all" else sorted({1, 2, *every[2 + salt :: count // SOME]})
