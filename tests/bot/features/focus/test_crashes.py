"""A crash at every commit and every send of a session, before it and after it: nothing is lost or logged twice."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from bot.app import AFTERMATH
from bot.clock import SettableClock
from bot.database.engines import read_address
from bot.database.store import open_backend
from bot.features.focus.actions.starting import start_focus
from bot.features.focus.actions.taking_part import join_focus, leave_focus
from bot.features.posts import POSTS
from bot.features.streaks.actions.counting import verify_counters
from bot.identity import Account, Caller, FocusId, Place
from bot.posting.deliverer import Deliverer
from bot.posting.planner import Planner
from bot.posting.rounds import LEASE
from roadmap.focus import Timetable
from tests.bot.features.focus.screen import Screen
from tests.bot.features.focus.studio import read_logged
from tests.bot.room import PRACTISED, words
from tests.faults.hook import Crash, Hook, HookedAdapter, HookedStore

START = datetime(2026, 3, 28, 23, 50, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HERE = Place("sandbox", 1, 1, title="Study room")
LIBRARY = {PRACTISED.slug: PRACTISED}
ONE = FocusId(1)
SOME = 4  # every so many points in `make test`
STEPS = (0, 1, 5, 9, 10, 15)
"""Minutes after the start: Ann starts, Ben joins, time goes by, Ben leaves, and it is over."""


class Life:
    """A life of the program on a database, until it crashes or to the end."""

    def __init__(self, file: Path, clock: SettableClock, screen: Screen, hook: Hook) -> None:
        self.clock = clock
        self.store = HookedStore(open_backend(read_address(f"sqlite:///{file}")), clock, hook)
        self.planner = Planner(self.store, clock, LIBRARY, POSTS)
        adapter = HookedAdapter(screen, hook)
        self.deliverer = Deliverer(
            self.store, clock, {"sandbox": adapter}, LIBRARY, Random(1), posts=POSTS, aftermath=AFTERMATH
        )

    async def go(self, first: int) -> int:
        """Do the steps. Returns that at which it crashed, or their number."""
        step = first
        try:
            for step in range(first, len(STEPS)):
                self.clock.move_to(max(self.clock.now(), START + STEPS[step] * MINUTE))
                await self._call(step)
                await self.planner.run_due()
                await self.deliverer.run_due()
        except Crash:
            return step
        finally:
            await self.store.close()
        return len(STEPS)

    async def _call(self, step: int) -> None:
        """What somebody types at a step. It comes again if it was not answered."""
        once, slug = f"sandbox:{step}", PRACTISED.slug
        if step == 0:
            await self.store.write_once(once, start_focus, self._caller(1, "Ann"), slug, Timetable((10,)))
        elif step == 1:
            await self.store.write_once(once, join_focus, self._caller(2, "Ben"), slug, ONE)
        elif step == 3:
            await self.store.write_once(once, leave_focus, self._caller(2, "Ben"), PRACTISED, ONE)

    def _caller(self, number: int, name: str) -> Caller:
        return Caller(Account("sandbox", number, name), HERE, self.clock.now())


async def play(template: Path, folder: Path, number: int | None) -> Hook:
    """Play the session with a crash at this point, and check all that is promised."""
    for left in folder.glob("used.db*"):
        left.unlink()
    file = folder / "used.db"
    shutil.copyfile(template, file)
    clock, screen, hook = SettableClock(START), Screen(), Hook(number)
    reached = await Life(file, clock, screen, hook).go(0)
    if reached < len(STEPS):
        clock.advance(LEASE + MINUTE / 2)
        assert len(STEPS) == await Life(file, clock, screen, Hook()).go(reached)

    told = f"crash {number} at {hook.names[-1]!r}"
    last = Life(file, clock, screen, Hook())
    minutes = {one.name: one.minutes for one in await last.store.read(read_logged)}
    assert 2 == len(await last.store.read(read_logged)), told
    assert 10 == minutes["Ann"], told
    assert 5 <= minutes["Ben"] <= 9, told  # a crash moves what he taps by two minutes and a half
    assert [] == await last.store.read(verify_counters), told
    assert ["Session over"] == [one.title.plain for one in screen.messages.values()], told
    assert "10 minutes" in words(screen.latest), told
    await last.store.close()
    return hook


async def test_a_crash_at_every_point_loses_no_minute(
    sqlite_template: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    calm = await play(sqlite_template, tmp_path, None)
    assert 15 < len(calm.names)
    every = 1 if request.config.getoption("--thorough") else SOME
    for number in range(1, len(calm.names) + 1, every):
        await play(sqlite_template, tmp_path, number)
