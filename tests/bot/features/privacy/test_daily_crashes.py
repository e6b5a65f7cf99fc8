"""A crash at every commit and send of the daily job: each steward is warned, and what is to go goes once, whole."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select

from bot.clock import SettableClock
from bot.database.engines import read_address
from bot.database.migrating import upgrade
from bot.database.store import open_backend
from bot.features.members.queries.places import note_steward
from bot.features.privacy.daily import DailyJob
from bot.features.streaks.actions.counting import verify_counters
from bot.identity import Account, PlaceId
from bot.posting.posts import Post
from bot.tables import checkins, connections, dues, groups, memberships, outbox, place_stewards, places, upkeep
from tests.bot.features.homes.two_homes import CHIEF, ROOT, TwoHomes
from tests.bot.room import START
from tests.faults.hook import Crash, Hook, HookedStore

KEPT = (groups, places, place_stewards, memberships, connections, outbox, dues, checkins, upkeep)
STRANGERS = [770, 771]
PEOPLE = ("Ann@discord", "Cem@telegram", ROOT, CHIEF)
LOST_ON = 2
FIRST, LAST = LOST_ON + 22, LOST_ON + 31
KEPT_POINTS = {11, 12, 13, 14, 20, 21, 79, 80, 82}
"""The points that are tried each time: around the warnings, and where the group parts and ends."""
EVERY = 100
"""More points than there are."""


@asynccontextmanager
async def life(file: Path, hook: Hook) -> AsyncIterator[TwoHomes]:
    """One life of the program, on a database that was left by the one before."""
    store = HookedStore(open_backend(read_address(f"sqlite:///{file}")), SettableClock(START), hook)
    try:
        homes = TwoHomes(store)
        for name in PEOPLE:
            homes.account(name)
        yield homes
    finally:
        await store.close()


async def begin(file: Path) -> None:
    """Make a group of two homes, and lose the first of them three weeks ago. Each home has a steward from outside."""
    await upgrade(f"sqlite:///{file}")
    async with life(file, Hook()) as homes:
        await homes.settle(*PEOPLE)
        for name in (ROOT, CHIEF):
            await homes.say(name, "/setup nudge 18:00")
        await homes.join()
        for place_id, platform in enumerate(("discord", "telegram"), 1):
            await homes.store.write(
                note_steward, PlaceId(place_id), Account(platform, STRANGERS[place_id - 1], "Owner")
            )
        homes.clock.move_to(START + timedelta(days=LOST_ON))
        await homes.lose("discord")
        for day in range(LOST_ON, FIRST):
            await run(homes, day, [], Hook())


async def run(homes: TwoHomes, day: int, heard: list[int], hook: Hook) -> None:
    """Do the job of a day. `heard`: the strangers who were told, in order."""

    async def say(post: Post) -> bool:
        hook.pass_(f"{post.key}: before it is sent")
        heard.append(post.place.chat_id)
        hook.pass_(f"{post.key}: after it is sent")
        return True

    homes.clock.move_to(START + timedelta(days=day))
    await DailyJob(homes.store, homes.clock, homes.library, say).run()


async def go(file: Path, hook: Hook) -> list[int]:
    """Do the jobs of the last days. After a crash, a new life does the rest of them."""
    heard, first = list[int](), FIRST
    for one in (hook, Hook()):
        async with life(file, one) as homes:
            try:
                for first in range(first, LAST + 1):  # noqa: B020  a new life begins with the day of the crash
                    await run(homes, first, heard, one)
            except Crash:
                continue
            break
    return heard


def read(db: Connection) -> list[Any]:
    """All rows that matter. A post that was put twice has used up an id."""
    assert [] == verify_counters(db)
    columns = [[one for one in table.c if (table, one.name) != (outbox, "id")] for table in KEPT]
    return [
        db.execute(select(*chosen).order_by(*table.primary_key)).all()
        for table, chosen in zip(KEPT, columns, strict=True)
    ]


async def kept(file: Path) -> list[Any]:
    async with life(file, Hook()) as homes:
        return await homes.store.read(read)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The file of a database before the last days, and the file after days without a crash. Each is made once."""
    folder = tmp_path_factory.mktemp("daily")
    return folder / "begun.db", folder / "whole.db"


@pytest.mark.parametrize(
    "point", [pytest.param(one, marks=() if one in KEPT_POINTS else pytest.mark.thorough) for one in range(1, EVERY)]
)
async def test_a_crash_of_the_daily_job_loses_and_doubles_nothing(
    tmp_path: Path, files: tuple[Path, Path], point: int
) -> None:
    begun, unbroken = files
    if not begun.exists():
        await begin(begun)
        shutil.copy(begun, unbroken)
        assert STRANGERS == await go(unbroken, Hook())
    broken, hook = tmp_path / "broken.db", Hook(point)
    shutil.copy(begun, broken)

    heard = await go(broken, hook)
    assert hook.dead or len(hook.names) < point
    doubled = hook.dead and ("after it is sent" in hook.names[-1] or "note_stranger_warned: before" in hook.names[-1])
    assert set(STRANGERS) == set(heard)
    assert len(STRANGERS) + doubled == len(heard)

    whole = await kept(unbroken)
    assert await kept(broken) == whole
    assert [] == whole[KEPT.index(connections)]
    assert ["telegram"] == [row.platform for row in whole[KEPT.index(places)]]
