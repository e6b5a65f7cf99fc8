"""Two programs on one database: the second one says so and stops. With real second processes."""

from __future__ import annotations

import asyncio
import os
import stat
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from sqlalchemy import make_url

from bot.database import leases
from bot.database.leases import alone
from bot.database.store import open_store
from bot.errors import ConfigError, StoreBusy
from tests.bot.database.rows import add_learners, earn, points
from tests.databases import Cluster, find_server, kill, make_template

ROOT = Path(__file__).parents[3]
HOLDER = """
import asyncio, sys
from bot.database.leases import alone

async def hold():
    async with alone(sys.argv[1]):
        print("held", flush=True)
        await asyncio.Event().wait()

asyncio.run(hold())
"""


@contextmanager
def held(url: str) -> Iterator[subprocess.Popen[bytes]]:
    """Another process that has the database to itself."""
    with subprocess.Popen([sys.executable, "-c", HOLDER, url], stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout
        assert b"held\n" == process.stdout.readline()
        yield process
        kill(process)


async def take(url: str) -> None:
    async with alone(url):
        return


async def test_a_second_process_is_told_in_one_sentence_that_names_the_setting(database_url: str) -> None:
    with held(database_url), pytest.raises(ConfigError) as caught:
        await take(database_url)

    assert str(caught.value).startswith("DATABASE_URL (")
    assert str(caught.value).endswith("is in use by another Cairn that runs; stop that one first.")


async def test_a_process_that_is_killed_lets_go(database_url: str) -> None:
    with held(database_url) as other:
        kill(other)

        while True:  # a server notices within moments that a client is gone
            try:
                await take(database_url)
                break
            except ConfigError:
                await asyncio.sleep(0.01)


TERMINATE = """
SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
WHERE locktype = 'advisory' AND datname = '{name}'
"""


async def end_connection(cluster: Cluster, url: str) -> None:
    """Let the server end the connection that has the lock."""
    await cluster.order(TERMINATE.format(name=make_url(url).database))


async def test_a_lock_whose_connection_the_server_ended_is_lost_and_taken_again(
    cluster: Cluster, postgres_url: str
) -> None:
    async with alone(postgres_url) as lock:
        await lock.check()
        assert lock.is_held()
        await end_connection(cluster, postgres_url)
        while lock.is_held():
            await asyncio.sleep(0.01)

        await lock.check()

        assert lock.is_held()
        with pytest.raises(ConfigError, match="in use by another Cairn"):
            await take(postgres_url)


async def test_a_lost_lock_that_another_has_taken_is_told_in_one_sentence(cluster: Cluster, postgres_url: str) -> None:
    async with alone(postgres_url) as lock:
        await end_connection(cluster, postgres_url)
        async with other_program(postgres_url):
            with pytest.raises(ConfigError, match="in use by another Cairn that runs; stop that one first"):
                await lock.check()
            assert not lock.is_held()


async def test_a_lock_stays_lost_while_the_server_is_away(own_cluster: Cluster) -> None:
    name = await asyncio.to_thread(make_template, own_cluster)
    async with alone(own_cluster.address(name)) as lock:
        await asyncio.to_thread(own_cluster.end)
        await lock.check()
        assert not lock.is_held()
        await asyncio.to_thread(own_cluster.begin)
        while not lock.is_held():
            await lock.check()


@asynccontextmanager
async def other_program(url: str) -> AsyncIterator[None]:
    """Another program that has the database as soon as the server has noticed that it is free."""
    while True:
        try:
            async with alone(url):
                yield
                return
        except ConfigError:
            await asyncio.sleep(0.01)


@pytest.fixture
def own_cluster() -> Iterator[Cluster]:
    programs = find_server()
    if programs is None:
        pytest.skip("no PostgreSQL server on this machine (Debian: apt install postgresql)")
    server = Cluster(programs)
    server.start()
    yield server
    server.remove()


async def test_nothing_is_written_while_the_lock_is_lost(sqlite_url: str) -> None:
    held = [True]
    store = open_store(sqlite_url, is_ours=lambda: held[0])
    await store.write(add_learners, 1)
    held[0] = False

    for write in (store.write(earn, 1), store.write_once("discord:1", earn, 1)):
        with pytest.raises(StoreBusy):
            await write

    assert 0 == await store.read(points, 1)
    held[0] = True
    assert 1 == await store.write(earn, 1)
    await store.close()


async def test_one_after_the_other_is_fine(database_url: str) -> None:
    await take(database_url)
    await take(database_url)


async def test_a_lock_file_is_given_back_when_a_program_ends_with_an_error(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[FileLock] = []

    def make_lock(*args: Any, **options: Any) -> FileLock:
        made.append(FileLock(*args, **options))
        return made[-1]

    monkeypatch.setattr(leases, "FileLock", make_lock)

    with pytest.raises(LookupError):
        async with alone(sqlite_url):
            assert made[0].is_locked
            raise LookupError

    assert [False] == [lock.is_locked for lock in made]


async def test_the_lock_file_is_for_its_owner_alone(sqlite_url: str) -> None:
    before = os.umask(0)
    try:
        async with alone(sqlite_url):
            mode = stat.S_IMODE(Path(f"{sqlite_url.removeprefix('sqlite:///')}.lock").stat().st_mode)
    finally:
        os.umask(before)

    assert 0o600 == mode


async def test_other_databases_do_not_matter(sqlite_url: str, tmp_path: Path) -> None:
    async with alone(sqlite_url):
        await take(f"sqlite:///{tmp_path / 'other.db'}")


async def test_another_way_to_the_same_file_is_no_way_in(sqlite_url: str, tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to(sqlite_url.removeprefix("sqlite:///"))

    async with alone(sqlite_url):
        with pytest.raises(ConfigError):
            await take(f"sqlite:///{tmp_path / 'link.db'}")


async def test_a_folder_that_is_not_there_is_told_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"^DATABASE_URL \(.*\) cannot be used: .*No such file"):
        await take(f"sqlite:///{tmp_path / 'none' / 'cairn.db'}")


async def test_a_server_that_is_not_there_is_told_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"^DATABASE_URL \(.*\) cannot be reached: ") as caught:
        await take(f"postgresql://cairn:secret@/cairn?host={tmp_path}")

    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("what", ["run", pytest.param("sandbox", marks=pytest.mark.thorough)])
def test_the_second_bot_on_one_database_stops_with_one_sentence(sqlite_url: str, tmp_path: Path, what: str) -> None:
    """The sandbox, too: it plans by a clock of its own, and would take what the bot sends for lost."""
    arguments = [what] if what == "run" else [what, "--script", "-", "--db", sqlite_url]
    env = {"DATABASE_URL": sqlite_url, "TELEGRAM_TOKEN": "1:a", "TELEGRAM_API_URL": "http://127.0.0.1:9"}
    root = str(Path(__file__).parents[3])
    with held(sqlite_url):
        ended = subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            cwd=tmp_path,
            env={**os.environ, **env, "PYTHONPATH": root},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    assert 2 == ended.returncode
    assert 1 == len(ended.stderr.splitlines()), ended.stderr
    assert "DATABASE_URL" in ended.stderr


def test_looking_after_the_database_goes_on_beside_the_bot(sqlite_url: str, tmp_path: Path) -> None:
    root = str(Path(__file__).parents[3])
    with held(sqlite_url):
        ended = subprocess.run(
            [sys.executable, "-m", "bot", "db", "verify"],
            cwd=tmp_path,
            env={**os.environ, "DATABASE_URL": sqlite_url, "PYTHONPATH": root},
            capture_output=True,
            text=True,
            check=False,
        )

    assert 0 == ended.returncode, ended.stderr
