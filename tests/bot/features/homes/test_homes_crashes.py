"""A crash at every commit of a connection and its end: what was to happen happens once, whole."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select

from bot.clock import SettableClock
from bot.database.engines import read_address
from bot.database.migrating import upgrade
from bot.database.store import open_backend
from bot.features.streaks.actions.counting import verify_counters
from bot.tables import connections, dues, focus_members, focuses, groups, memberships, outbox, places, ticks
from tests.bot.features.homes.two_homes import CHIEF, ROOT, TwoHomes
from tests.bot.room import START, lines
from tests.faults.hook import Crash, Hook, HookedStore

LINES: tuple[tuple[str, str] | None, ...] = (
    ("Ann@discord", "/done week1-stats"),
    ("Cem@telegram", "/done week1-stats"),
    (ROOT, "/setup connect"),
    (CHIEF, "/setup connect {code}"),
    (CHIEF, "/{button}"),
    None,
    None,  # a day later
    ("Cem@telegram", "/done week1-algebra"),
    ("Cem@telegram", "/focus 50"),
    None,
    ("Ann@discord", "/focus join"),
    (CHIEF, "/setup disconnect yes"),
    None,  # both go on studying
)
DAY_LATER = 6
KEPT = (groups, places, memberships, connections, outbox, dues, ticks, focuses, focus_members)
EVERY = 80
"""More points than there are."""


@asynccontextmanager
async def life(file: Path, hook: Hook) -> AsyncIterator[TwoHomes]:
    """One life of the program, on a database that was left by the one before."""
    store = HookedStore(open_backend(read_address(f"sqlite:///{file}")), SettableClock(START), hook)
    try:
        yield TwoHomes(store)
    finally:
        await store.close()


async def go(file: Path, hook: Hook, first: int = 0) -> int:
    """Do all steps from one on. Returns the step at which it crashed, or their number."""
    async with life(file, hook) as homes:
        for name in ("Ann@discord", "Cem@telegram", ROOT, CHIEF):
            homes.account(name)
        code, button, step = "", "", first
        try:
            for step in range(first if first <= 2 else 2, len(LINES)):
                homes._inbound = count(1 + step)
                homes.clock.move_to(START + timedelta(days=step >= DAY_LATER, minutes=step))
                if step < first and step not in {2, 3}:
                    continue
                code, button = await play(homes, step, code, button)
        except Crash:
            return step
    return len(LINES)


async def play(homes: TwoHomes, step: int, code: str, button: str) -> tuple[str, str]:
    """Do one step. Returns the code that was issued so far, and the line of the button that connects."""
    spoken = LINES[step]
    if spoken is None:
        await homes.work()
        return code, button
    name, line = spoken
    reply = await homes.say(name, line.format(code=code, button=button))
    code = reply.text.plain.split("Your code: ")[1].split()[0] if step == 2 else code
    return code, lines(reply)[0] if step == 3 else button


def read(db: Connection) -> list[Any]:
    """All rows that matter, without what the clock of a later life may change."""
    assert [] == verify_counters(db)
    return [db.execute(select(table).order_by(*table.primary_key)).all() for table in KEPT]


async def kept(file: Path) -> list[Any]:
    async with life(file, Hook()) as homes:
        return await homes.store.read(read)


@pytest.mark.parametrize(
    "point",
    [pytest.param(one, marks=() if one % 9 == 4 else pytest.mark.thorough) for one in range(1, EVERY)],
)
async def test_a_crash_at_a_commit_changes_nothing_in_the_end(tmp_path: Path, point: int) -> None:
    files = [tmp_path / name for name in ("whole.db", "broken.db")]
    for file in files:
        await upgrade(f"sqlite:///{file}")
    assert await go(files[0], Hook()) == len(LINES)

    hook = Hook(point)
    step = await go(files[1], hook)
    if step < len(LINES):
        assert hook.dead
        assert await go(files[1], Hook(), step) == len(LINES)
    else:
        assert len(hook.names) < point

    whole = await kept(files[0])
    assert await kept(files[1]) == whole
    assert all(row.joined_at and row.ended_at for row in whole[KEPT.index(connections)])
    assert whole[KEPT.index(connections)]
    assert [1, 2] == sorted(row.group_id for row in whole[KEPT.index(focuses)])
    assert [1, 2] == sorted(row.focus_id for row in whole[KEPT.index(focus_members)] if row.staying)
