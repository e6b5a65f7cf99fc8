"""A crash at every commit and every send of a session, before it and after it: nothing is lost or logged twice."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import insert

from bot.app import AFTERMATH
from bot.clock import SettableClock
from bot.database.engines import read_address
from bot.database.store import open_backend
from bot.features.focus.actions.starting import start_focus
from bot.features.focus.actions.taking_part import join_focus, leave_focus
from bot.features.members.actions.presence import enter
from bot.features.posts import POSTS
from bot.features.streaks.actions.counting import verify_counters
from bot.identity import Account, Caller, FocusId, Place
from bot.posting.deliverer import Deliverer
from bot.posting.planner import Planner
from bot.posting.rounds import LEASE
from bot.tables import places
from roadmap.focus import Timetable
from tests.bot.features.focus.screen import Screen
from tests.bot.features.focus.studio import read_logged
from tests.bot.room import PRACTISED, words
from tests.faults.hook import Crash, Hook, HookedAdapter, HookedStore

START = datetime(2026, 3, 28, 23, 50, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HERE = Place("sandbox", 1, 1, title="Study room")
THERE = Place("telegram", 2, 2)
"""The other home, in which Ben is if the group has two."""
LIBRARY = {PRACTISED.slug: PRACTISED}
ONE = FocusId(1)
SOME = 4  # every so many points in `make test`
STEPS = (0, 1, 5, 9, 10, 15)
"""Minutes after the start: Ann starts, Ben joins, time goes by, Ben leaves, and it is over."""


class Life:
    """A life of the program on a database, until it crashes or to the end."""

    def __init__(self, file: Path, clock: SettableClock, screens: Sequence[Screen], hook: Hook) -> None:
        self.clock = clock
        self.homes = len(screens)
        self.store = HookedStore(open_backend(read_address(f"sqlite:///{file}")), clock, hook)
        self.planner = Planner(self.store, clock, LIBRARY, POSTS)
        adapters = {screen.name: HookedAdapter(screen, hook) for screen in screens}
        self.deliverer = Deliverer(self.store, clock, adapters, LIBRARY, Random(1), posts=POSTS, aftermath=AFTERMATH)

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
        place = THERE if self.homes > 1 and number > 1 else HERE
        return Caller(Account(place.platform, number, name), place, self.clock.now())

    async def open(self) -> None:
        """Let Ann be in the group, which has a home on each platform."""
        await self.store.write(enter, self._caller(1, "Ann"), PRACTISED.slug)
        if self.homes > 1:
            other = {"group_id": 1, "platform": THERE.platform, "space_id": THERE.space_id, "chat_id": THERE.chat_id}
            await self.store.write(lambda db: db.execute(insert(places), other).rowcount)


async def play(template: Path, folder: Path, number: int | None, homes: Sequence[str]) -> Hook:
    """Play the session with a crash at this point, and check all that is promised."""
    for left in folder.glob("used.db*"):
        left.unlink()
    file = folder / "used.db"
    shutil.copyfile(template, file)
    clock, screens, hook = SettableClock(START), [Screen(name) for name in homes], Hook(number)
    first = Life(file, clock, screens, Hook())
    await first.open()
    await first.store.close()
    reached = await Life(file, clock, screens, hook).go(0)
    if reached < len(STEPS):
        clock.advance(LEASE + MINUTE / 2)
        assert len(STEPS) == await Life(file, clock, screens, Hook()).go(reached)

    told = f"crash {number} at {hook.names[-1]!r}"
    last = Life(file, clock, screens, Hook())
    minutes = {one.name: one.minutes for one in await last.store.read(read_logged)}
    assert 2 == len(await last.store.read(read_logged)), told
    assert 10 == minutes["Ann"], told
    assert 5 <= minutes["Ben"] <= 9, told  # a crash moves what he taps by two minutes and a half
    assert [] == await last.store.read(verify_counters), told
    for screen in screens:
        assert ["Session over"] == [one.title.plain for one in screen.messages.values()], told
        assert "10 minutes" in words(screen.latest), told
    await last.store.close()
    return hook


@pytest.mark.parametrize("homes", [("sandbox",), ("sandbox", "telegram")], ids=["one home", "two homes"])
async def test_a_crash_at_every_point_loses_no_minute(
    sqlite_template: Path, tmp_path: Path, request: pytest.FixtureRequest, homes: tuple[str, ...]
) -> None:
    calm = await play(sqlite_template, tmp_path, None, homes)
    assert 15 < len(calm.names)
    every = 1 if request.config.getoption("--thorough") else SOME * len(homes)
    for number in range(1, len(calm.names) + 1, every):
        await play(sqlite_template, tmp_path, number, homes)
