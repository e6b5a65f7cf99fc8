"""Lives of the program, each a process that is killed. They are forked from a process that has lived before.

A process that starts anew loads the program and prepares each statement for a second or two. One that is forked from
another has all that, and nothing else of it: no loop, no thread, no connection.
"""

from __future__ import annotations

import asyncio
import gc
import multiprocessing
import os
import pickle
import signal
import threading
import traceback
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select

from bot.clock import SettableClock
from bot.database.columns import Instant, metadata
from bot.database.engines import read_address, sqlite_engine
from bot.database.store import open_backend
from bot.features.streaks.actions import counting
from bot.logs import set_up_logs
from bot.posting.rounds import LEASE
from tests.faults import town as towns
from tests.faults.deeds import DEEDS, Deed, Life
from tests.faults.hook import Hook, HookedStore
from tests.faults.letterboxes import open_boxes, wired

Rows = dict[str, list[str]]
"""Name of a table -> its rows, written out."""
PASSING = {"inbound", "kept_lines", "beats"}
KEPT = {table.name: table for table in metadata.sorted_tables if table.name not in PASSING}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a deed that a process lives through. Without a line, it is what comes before the deed.

    `step`: 0 is the deed, the others come after it. `kill`: the number of the point at which it is killed.
    `after`: the process before it was killed. `here`: it is forked from no other.
    """

    deed: str
    url: str
    wire: str
    journal: str
    line: str = ""
    now: datetime | None = None
    step: int = 0
    kill: int | None = None
    after: bool = False
    here: bool = False


class Journal:
    """Notes of a process. What is noted outlives its kill."""

    def __init__(self, path: str) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def note(self, name: str, value: Any) -> None:
        """Note something."""
        os.write(self._file, pickle.dumps((name, value)))


class Deadly(Hook):
    """Kills the process at its point, as `kill -9` does."""

    def __init__(self, at: int | None, journal: Journal) -> None:
        super().__init__(at)
        self._journal = journal

    def die(self, name: str) -> None:
        self._journal.note("point", name)
        os.kill(os.getpid(), signal.SIGKILL)


def read_journal(path: Path) -> Iterator[tuple[str, Any]]:
    """Read what was noted."""
    with path.open("rb") as file:
        while file.peek(1):
            yield pickle.load(file)  # noqa: S301  our own notes


async def live(part: Part) -> None:
    """Live through a part, and note what comes of it."""
    journal, deed = Journal(part.journal), DEEDS[part.deed]
    hook = Deadly(part.kill, journal)
    store = HookedStore(open_backend(read_address(part.url)), SettableClock(part.now or towns.MONDAY), hook)
    try:
        async with wired(part.wire) as wire:
            life = Life(store, open_boxes(wire), hook, part.now)
            if part.line:
                await _act(part, deed, life, journal)
                journal.note("names", hook.names)
            else:
                line = await deed.prepare(life)
                journal.note("stage", (line, life.town.clock.now(), await store.read(see_exactly)))
    finally:
        await store.close()


async def _act(part: Part, deed: Deed, life: Life, journal: Journal) -> None:
    store, step = life.store, part.step
    if part.after:
        flying = {row.key for row in await store.read(towns.rows) if row.state == "sending"}
        journal.note("found", (await store.read(see_exactly), flying))
        life.town.clock.advance(LEASE + timedelta(seconds=30) if step else timedelta())
    if step == 0:
        journal.note("answer", await life.say(deed.who, part.line))
        if not part.after:
            journal.note("done", await store.read(see_exactly))
    else:
        await life.work.run_due()
    for number, by in enumerate(deed.then[step:], step + 1):
        journal.note("step", (number, life.town.clock.now() + by))
        await life.later(by)
    journal.note("step", (len(deed.then) + 1, life.town.clock.now()))
    journal.note("answer", await life.say(deed.who, part.line))
    journal.note("end", await store.read(see_the_end))


def see_exactly(db: Connection) -> Rows:
    """See every row of every table that deeds may change."""
    return {name: sorted(map(repr, db.execute(select(table)))) for name, table in KEPT.items()}


def see_the_end(db: Connection) -> tuple[list[towns.Row], Rows, int, bool]:
    """See all posts, all that is kept, how many counters differ, and whether the file is whole."""
    return towns.rows(db), _see_without_instants(db), len(counting.verify_counters(db)), towns.whole(db)


def _see_without_instants(db: Connection) -> Rows:
    """See every row but posts and dues, without the moments and numbers that a kill changes."""
    found = {}
    for name, table in KEPT.items():
        columns = [one for one in table.c if one.name not in {"id", "link_id"} and not isinstance(one.type, Instant)]
        rows = db.execute(select(*columns)) if name not in {"outbox", "dues"} else ()
        found[name] = sorted(map(repr, rows))
    return found


class Director:
    """The process from which lives are forked, as the test sees it."""

    def __init__(self, pipe: Pipe) -> None:
        self._pipe = pipe

    async def play(self, part: Part) -> tuple[int, dict[str, list[Any]]]:
        """Let a process live through a part. Returns its exit code, and what was noted under each name."""
        Path(part.journal).unlink(missing_ok=True)
        self._pipe.send(part)
        code = await asyncio.to_thread(self._pipe.recv)
        notes: dict[str, list[Any]] = {}
        for name, value in read_journal(Path(part.journal)):
            notes.setdefault(name, []).append(value)
        assert "failed" not in notes, notes["failed"][0]
        return code, notes


@asynccontextmanager
async def directing() -> AsyncIterator[Director]:
    """A process that forks lives."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.lives"])
    ours, theirs = context.Pipe()
    process = context.Process(target=_direct, args=(theirs,), daemon=True)
    process.start()
    theirs.close()
    try:
        yield Director(ours)
    finally:
        process.kill()
        await asyncio.to_thread(process.join)
        ours.close()


def _direct(pipe: Pipe) -> None:
    set_up_logs("error", "text")
    with pytest.MonkeyPatch.context() as patch:  # a forked process finds its statements compiled
        patch.setattr("bot.database.sqlite.sqlite_engine", lru_cache(sqlite_engine))
        while True:
            part = pipe.recv()
            pipe.send(_live_here(part) if part.here else _fork(part))


def _live_here(part: Part) -> int:
    code = _live_to_the_end(part)
    for thread in set(threading.enumerate()) - {threading.main_thread()}:
        thread.join()
    gc.freeze()
    return code


def _fork(part: Part) -> int:
    process = os.fork()
    if process == 0:
        os._exit(_live_to_the_end(part))
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def _live_to_the_end(part: Part) -> int:
    try:
        asyncio.run(live(part))
    except Exception:
        Journal(part.journal).note("failed", traceback.format_exc())
        return 1
    return 0
