"""What is PostgreSQL's alone: deadlocks, lost connections, a server that goes away and comes back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from bot.clock import SystemClock
from bot.database.engines import CONNECTIONS, read_address
from bot.database.postgres import Postgres
from bot.database.store import Store, open_store
from bot.errors import StoreBusy
from tests.bot.database.cutting import Proxy, cutting
from tests.bot.database.rows import add_learners, all_points, earn, points
from tests.databases import Cluster, find_server, make_template


@pytest.fixture
async def store(postgres_url: str) -> AsyncIterator[Store]:
    opened = open_store(postgres_url)
    await opened.write(add_learners, 1, 2)
    yield opened
    await opened.close()


async def test_two_that_wait_for_each_other_are_both_done_in_the_end(store: Store) -> None:
    met = {1: 0, 2: 0}

    def cross(db: Connection, first: int, second: int) -> None:
        met[first] += 1
        earn(db, first)
        db.execute(text("SELECT pg_sleep(0.05)"))
        earn(db, second)

    await asyncio.gather(store.write(cross, 1, 2), store.write(cross, 2, 1))

    assert await store.read(all_points) == [2, 2]
    assert sum(met.values()) == 3


async def test_a_lock_held_for_too_long_is_said_to_be_busy(store: Store, postgres_url: str) -> None:
    hasty = Store(Postgres(read_address(postgres_url), patience=0.2), SystemClock())
    begun = asyncio.Event()

    def hold(db: Connection) -> None:
        earn(db, 1)
        begun.set()
        db.execute(text("SELECT pg_sleep(0.6)"))

    holding = asyncio.create_task(store.write(hold))
    await begun.wait()
    with pytest.raises(StoreBusy):
        await hasty.write(earn, 1)
    await holding

    assert await hasty.write(earn, 1) == 2
    await hasty.close()


async def test_a_connection_cut_before_the_commit_is_tried_again(store: Store) -> None:
    tries: list[int] = []

    def cut(db: Connection) -> int:
        total = earn(db, 1)
        tries.append(total)
        if len(tries) == 1:
            db.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
        return total

    assert await store.write(cut) == 1
    assert tries == [1, 1]
    assert await store.read(points, 1) == 1


@pytest.fixture
async def through_proxy(cluster: Cluster, postgres_url: str) -> AsyncIterator[tuple[Store, Proxy]]:
    """A store whose line can be cut at the worst moment."""
    with TemporaryDirectory(prefix="cairn-") as folder:
        async with cutting(cluster.folder, Path(folder)) as proxy:
            address = read_address(postgres_url).update_query_dict({"host": folder})
            store = open_store(address.render_as_string())
            await store.write(add_learners, 1)
            yield store, proxy
            await store.close()


async def test_a_call_whose_commit_was_not_answered_is_done_once(through_proxy: tuple[Store, Proxy]) -> None:
    store, proxy = through_proxy
    proxy.armed = True

    assert await store.write_once("discord:1", earn, 1) == 1
    assert proxy.cuts == 1
    assert await store.read(points, 1) == 1


async def test_a_write_whose_commit_was_not_answered_is_neither_repeated_nor_called_undone(
    through_proxy: tuple[Store, Proxy],
) -> None:
    store, proxy = through_proxy
    proxy.armed = True

    with pytest.raises((DBAPIError, OSError)):
        await store.write(earn, 1)
    assert await store.read(points, 1) == 1


async def test_callers_who_give_up_give_their_connections_back(store: Store) -> None:
    def doze(db: Connection) -> None:
        earn(db, 1)
        db.execute(text("SELECT pg_sleep(5)"))

    for _ in range(3):
        dozing = [asyncio.create_task(store.write(doze)) for _ in range(10)]
        await asyncio.sleep(0.02)
        for task in dozing:
            task.cancel()
        await asyncio.gather(*dozing, return_exceptions=True)

    assert await asyncio.wait_for(store.read(points, 1), 4) == 0


async def test_a_pool_that_is_used_up_is_said_to_be_busy(postgres_url: str) -> None:
    hasty = Store(Postgres(read_address(postgres_url), patience=0.3), SystemClock())
    doze = text("SELECT 7 FROM pg_sleep(0.7)")
    dozing = (hasty.read(lambda db: db.execute(doze).scalar()) for _ in range(CONNECTIONS + 5))
    answers = await asyncio.gather(*dozing, return_exceptions=True)

    assert {7, StoreBusy} == {answer if answer == 7 else type(answer) for answer in answers}
    assert await hasty.read(all_points) == []
    await hasty.close()


async def test_an_error_of_the_statement_is_not_tried_again(store: Store) -> None:
    tries: list[int] = []

    def wrong(db: Connection) -> None:
        tries.append(1)
        db.execute(text("SELECT 1 / 0"))

    with pytest.raises(Exception, match="division by zero"):
        await store.write(wrong)
    assert len(tries) == 1


async def test_a_server_that_is_not_there_is_said_to_be_busy(tmp_path: Path) -> None:
    store = open_store(f"postgresql://cairn@/none?host={tmp_path}")

    with pytest.raises(StoreBusy):
        await store.write(all_points)
    await store.close()


@pytest.fixture
def own_cluster() -> Iterator[Cluster]:
    programs = find_server()
    if programs is None:
        pytest.skip("no PostgreSQL server on this machine (Debian: apt install postgresql)")
    server = Cluster(programs)
    server.start()
    yield server
    server.remove()


async def test_restarts_under_load_lose_nothing_that_was_acknowledged(own_cluster: Cluster) -> None:
    name = await asyncio.to_thread(make_template, own_cluster)
    store = open_store(own_cluster.address(name))
    await store.write(add_learners, 1)
    done: list[str] = []
    busy: list[str] = []
    stop = asyncio.Event()

    async def call(caller: int) -> None:
        turn = 0
        while not stop.is_set():
            turn += 1
            try:
                await store.write_once(f"{caller}:{turn}", earn, 1)
                done.append(f"{caller}:{turn}")
            except StoreBusy:
                busy.append(f"{caller}:{turn}")

    callers = [asyncio.create_task(call(caller)) for caller in range(8)]
    for mode in ("fast", "immediate", "immediate"):
        await asyncio.sleep(0.15)
        await asyncio.to_thread(own_cluster.end, mode)
        await asyncio.to_thread(own_cluster.begin)
    await asyncio.sleep(0.3)
    stop.set()
    await asyncio.wait_for(asyncio.gather(*callers), 10)

    kept = set(await store.read(lambda db: list(db.scalars(text("SELECT id FROM inbound")))))
    assert set(done) <= kept
    assert await store.read(points, 1) == len(kept)
    assert not set(busy) & kept
    await store.close()
