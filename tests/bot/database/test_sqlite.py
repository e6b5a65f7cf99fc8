"""What is SQLite's alone: lanes, patience with other processes, what each connection is told."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from bot.clock import SystemClock
from bot.database.engines import sqlite_engine
from bot.database.sqlite import SQLite
from bot.database.store import Store, open_store
from bot.errors import StoreBusy, StoreUnsure
from tests.bot.database.rows import add_learners, all_points, earn, points
from tests.databases import kill, open_patiently
from tests.hanging import HANG

HOLDER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
if sys.argv[2:]:
    connection.execute("PRAGMA locking_mode=EXCLUSIVE")
connection.execute("BEGIN IMMEDIATE")
connection.execute("UPDATE learners SET points = 99")
print("held", flush=True)
sys.stdin.readline()
connection.execute("ROLLBACK")
"""


@pytest.fixture
def file(sqlite_url: str) -> Path:
    return Path(sqlite_url.removeprefix("sqlite:///"))


@pytest.fixture
async def hasty(file: Path) -> AsyncIterator[Store]:
    """A store that waits for other processes for a moment only."""
    store = Store(SQLite(file, patience=0.05), SystemClock())
    await store.write(add_learners, 1, 2)
    yield store
    await store.close()


@contextmanager
def another_process_holding(file: Path, *, alone: bool = False) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-c", HOLDER, str(file), *(["alone"] if alone else [])]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout
    assert process.stdin
    assert b"held\n" == process.stdout.readline()
    try:
        yield process
    finally:
        kill(process)
        process.stdin.close()
        process.stdout.close()


async def test_a_database_held_for_too_long_is_said_to_be_busy(hasty: Store, file: Path) -> None:
    with another_process_holding(file):
        with pytest.raises(StoreBusy):
            await hasty.write(earn, 1)
        assert 0 == await hasty.read(points, 1)

    assert 1 == await hasty.write(earn, 1)


async def test_a_glance_does_not_wait_for_a_process_that_writes(hasty: Store, file: Path) -> None:
    with another_process_holding(file):
        assert 0 == await hasty.glance(points, 1)


async def test_a_glance_that_another_process_keeps_out_waits_in_a_thread(hasty: Store, file: Path) -> None:
    await hasty.close()
    kept_out = Store(SQLite(file, patience=0.05), SystemClock())

    with another_process_holding(file, alone=True), pytest.raises(StoreBusy):
        await kept_out.glance(points, 1)

    assert 0 == await kept_out.glance(points, 1)
    await kept_out.close()


async def test_a_glance_sees_what_was_written_before(sqlite_store: Store) -> None:
    await sqlite_store.write(add_learners, 1)
    assert 0 == await sqlite_store.glance(points, 1)

    await sqlite_store.write(earn, 1)

    assert 1 == await sqlite_store.glance(points, 1)


async def test_a_glance_cannot_write(sqlite_store: Store) -> None:
    await sqlite_store.write(add_learners, 1)

    with pytest.raises(OperationalError):
        await sqlite_store.glance(earn, 1)

    assert 0 == await sqlite_store.glance(points, 1)


async def test_a_closed_store_takes_no_glance(hasty: Store) -> None:
    await hasty.close()

    with pytest.raises(RuntimeError, match="closed"):
        await hasty.glance(points, 1)


async def test_a_database_held_for_a_moment_is_waited_for(sqlite_store: Store, file: Path) -> None:
    await sqlite_store.write(add_learners, 1)
    with another_process_holding(file) as process:
        waiting = asyncio.create_task(sqlite_store.write(earn, 1))
        await sqlite_store.read(points, 1)
        assert not waiting.done()
        assert process.stdin
        process.stdin.write(b"\n")
        process.stdin.flush()
        assert 1 == await waiting


async def test_two_programs_on_one_file_take_turns(sqlite_url: str) -> None:
    stores = [open_patiently(sqlite_url) for _ in range(2)]
    await stores[0].write(add_learners, 1)

    await asyncio.gather(*(store.write(earn, 1) for _ in range(40) for store in stores))

    assert 80 == await stores[1].read(points, 1)
    for store in stores:
        await store.close()


async def test_readers_do_not_wait_for_the_writer(hasty: Store) -> None:
    go = threading.Event()

    def slow(db: Connection) -> int:
        total = earn(db, 1)
        go.wait(HANG)
        return total

    writing = asyncio.create_task(
        hasty.write(
            slow,
        )
    )
    seen = await asyncio.gather(*(hasty.read(points, 1) for _ in range(20)))
    assert not writing.done()
    go.set()

    assert {0} == set(seen)
    assert 1 == await writing


async def test_what_has_begun_is_finished_though_its_caller_gave_up(hasty: Store) -> None:
    begun, go = threading.Event(), threading.Event()

    def slow(db: Connection) -> None:
        earn(db, 1)
        begun.set()
        go.wait(HANG)
        earn(db, 2)

    writing = asyncio.create_task(hasty.write(slow))
    await asyncio.to_thread(begun.wait, HANG)
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing
    following = asyncio.create_task(hasty.write(earn, 1))
    go.set()

    assert 2 == await following
    assert [2, 1] == await hasty.read(all_points)


async def test_what_has_not_begun_is_not_begun_when_its_caller_gives_up(hasty: Store) -> None:
    go = threading.Event()
    writing = asyncio.create_task(hasty.write(lambda _db: go.wait(HANG)))
    await asyncio.sleep(0)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(hasty.write(earn, 1), 0.01)
    writing.cancel()
    queued = asyncio.create_task(hasty.write(earn, 2))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    queued.cancel()
    await asyncio.wait([queued, writing])
    go.set()

    assert [0, 0] == await hasty.write(all_points)


async def test_closing_waits_for_what_runs(file: Path) -> None:
    before = set(threading.enumerate())
    store = Store(SQLite(file), SystemClock())
    await store.write(add_learners, 1)
    (lane,) = set(threading.enumerate()) - before
    writing = asyncio.create_task(store.write(earn, 1))
    await asyncio.sleep(0)
    await store.close()

    assert 1 == await writing
    lane.join(HANG)
    assert not lane.is_alive()


async def test_work_does_not_stop_the_event_loop(hasty: Store) -> None:
    go = threading.Event()
    writing = asyncio.create_task(hasty.write(lambda _db: go.wait(HANG)))
    await asyncio.sleep(0)
    go.set()

    assert await writing


@pytest.mark.parametrize(
    ("door", "pragma", "value"),
    [
        ("write", "journal_mode", "wal"),
        ("write", "synchronous", 2),
        ("write", "foreign_keys", 1),
        ("write", "busy_timeout", 5000),
        ("read", "journal_mode", "wal"),
        ("read", "query_only", 1),
        ("read", "busy_timeout", 5000),
    ],
)
async def test_each_connection_is_told_first(
    monkeypatch: pytest.MonkeyPatch, sqlite_url: str, door: str, pragma: str, value: object
) -> None:
    monkeypatch.setattr("bot.database.sqlite.sqlite_engine", sqlite_engine)  # as shipped, not as tests hurry it
    store = open_store(sqlite_url)
    ask = text(f"PRAGMA {pragma}")

    assert await getattr(store, door)(lambda db: db.execute(ask).scalar()) == value
    await store.close()


async def test_a_migration_may_rebuild_a_table_that_others_refer_to(file: Path) -> None:
    def rebuild(db: Connection) -> None:
        add_learners(db, 1)
        row = "(id, learner_id, first_day, last_day, at) VALUES (1, 1, '2026-01-01', '2026-01-02', '2026-01-01')"
        db.execute(text("INSERT INTO pauses " + row))
        db.execute(text("ALTER TABLE learners RENAME TO old"))
        db.execute(text("ALTER TABLE old RENAME TO learners"))
        db.execute(text("CREATE TABLE copy AS SELECT * FROM learners"))
        db.execute(text("DELETE FROM learners"))
        db.execute(text("INSERT INTO learners SELECT * FROM copy"))

    backend = SQLite(file)
    await backend.migrate(rebuild)

    assert 1 == await backend.read(lambda db: db.execute(text("SELECT count(*) FROM pauses")).scalar())
    await backend.close()


async def test_a_migration_that_leaves_a_key_dangling_is_taken_back(file: Path) -> None:
    def orphan(db: Connection) -> None:
        db.execute(text("INSERT INTO undos (tick_id, at) VALUES (99, '2026-01-01 00:00:00')"))

    backend = SQLite(file)
    with pytest.raises(RuntimeError, match="undos"):
        await backend.migrate(orphan)

    assert 0 == await backend.read(lambda db: db.execute(text("SELECT count(*) FROM undos")).scalar())
    with pytest.raises(IntegrityError):
        await backend.write(orphan)
    await backend.close()


@pytest.mark.parametrize(
    ("code", "raised"),
    [(sqlite3.SQLITE_IOERR_FSYNC, StoreUnsure), (sqlite3.SQLITE_FULL, DBAPIError)],
    ids=["io", "full"],
)
async def test_a_commit_that_the_disk_fails_is_unsure(sqlite_url: str, code: int, raised: type[Exception]) -> None:
    def fail(_db: Connection) -> None:
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = code
        raise DBAPIError("COMMIT", {}, error)

    store = open_patiently(sqlite_url)
    event.listen(Engine, "commit", fail)
    try:
        with pytest.raises(raised):
            await store.write(add_learners, 1)
    finally:
        event.remove(Engine, "commit", fail)
    await store.close()
