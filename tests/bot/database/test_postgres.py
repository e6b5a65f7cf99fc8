"""What is PostgreSQL's alone: deadlocks, lost connections, a server that goes away and comes back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.util import await_only

from bot.clock import SystemClock
from bot.database.engines import CONNECTIONS, read_address
from bot.database.postgres import Postgres
from bot.database.store import Store, open_store
from bot.errors import StoreBusy, StoreUnsure
from tests.bot.database.cutting import Proxy, cutting
from tests.bot.database.rows import add_learners, all_points, earn, points
from tests.databases import Cluster, find_server, make_template, open_patiently

T = TypeVar("T")


@pytest.fixture
async def store(postgres_url: str) -> AsyncIterator[Store]:
    opened = open_patiently(postgres_url)
    await opened.write(add_learners, 1, 2)
    yield opened
    await opened.close()


async def test_two_that_wait_for_each_other_are_both_done_in_the_end(store: Store) -> None:
    met = {1: 0, 2: 0}
    both = asyncio.Barrier(2)

    def cross(db: Connection, first: int, second: int) -> None:
        met[first] += 1
        earn(db, first)
        if met[first] == 1:
            await_only(both.wait())
        earn(db, second)

    await asyncio.gather(store.write(cross, 1, 2), store.write(cross, 2, 1))

    assert [2, 2] == await store.read(all_points)
    # A retry may take its first row before the one it waited for wakes up: then they meet again.
    assert 3 <= sum(met.values())


async def test_a_lock_held_for_too_long_is_said_to_be_busy(store: Store, postgres_url: str) -> None:
    hasty = Store(Postgres(read_address(postgres_url), patience=0.2), SystemClock())
    begun, go_on = asyncio.Event(), asyncio.Event()

    def hold(db: Connection) -> None:
        earn(db, 1)
        begun.set()
        await_only(go_on.wait())

    holding = asyncio.create_task(store.write(hold))
    await begun.wait()
    with pytest.raises(StoreBusy):
        await hasty.write(earn, 1)
    go_on.set()
    await holding

    assert 2 == await store.write(earn, 1)
    await hasty.close()


async def test_a_connection_cut_before_the_commit_is_tried_again(store: Store) -> None:
    tries: list[int] = []

    def cut(db: Connection) -> int:
        total = earn(db, 1)
        tries.append(total)
        if len(tries) == 1:
            db.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
        return total

    assert 1 == await store.write(cut)
    assert [1, 1] == tries
    assert 1 == await store.read(points, 1)


@pytest.fixture
async def through_proxy(cluster: Cluster, postgres_url: str) -> AsyncIterator[tuple[Store, Proxy]]:
    """A store whose line can be cut at the worst moment."""
    with TemporaryDirectory(prefix="cairn-") as folder:
        async with cutting(cluster.folder, Path(folder)) as proxy:
            address = read_address(postgres_url).update_query_dict({"host": folder})
            store = open_patiently(address.render_as_string())
            await store.write(add_learners, 1)
            yield store, proxy
            await store.close()


async def test_a_call_whose_commit_was_not_answered_is_done_once(through_proxy: tuple[Store, Proxy]) -> None:
    store, proxy = through_proxy
    proxy.armed = True

    assert 1 == await store.write_once("discord:1", earn, 1)
    assert 1 == proxy.cuts
    assert 1 == await store.read(points, 1)


async def test_a_write_whose_commit_was_not_answered_is_neither_repeated_nor_called_undone(
    through_proxy: tuple[Store, Proxy],
) -> None:
    store, proxy = through_proxy
    proxy.armed = True

    with pytest.raises(StoreUnsure):
        await store.write(earn, 1)
    assert 1 == await store.read(points, 1)


async def test_callers_who_give_up_give_their_connections_back(store: Store) -> None:
    begun = asyncio.Queue[int]()

    def doze(db: Connection, learner_id: int) -> None:
        begun.put_nowait(learner_id)
        earn(db, learner_id)
        db.execute(text("SELECT pg_sleep(3600)"))

    for _ in range(3):
        dozing = [asyncio.create_task(store.write(doze, 1)) for _ in range(CONNECTIONS)]
        for _ in dozing:
            await begun.get()
        for task in dozing:
            task.cancel()
        await asyncio.gather(*dozing, return_exceptions=True)

    assert 0 == await store.read(points, 1)


async def test_a_pool_that_is_used_up_is_said_to_be_busy(postgres_url: str) -> None:
    hasty = Store(Postgres(read_address(postgres_url), patience=1.0), SystemClock())
    begun, go_on = asyncio.Event(), asyncio.Event()

    def hold(db: Connection) -> int:
        db.execute(text("SELECT 7"))
        begun.set()
        await_only(go_on.wait())
        return 7

    holding = []
    for _ in range(CONNECTIONS):
        begun.clear()
        holding.append(asyncio.create_task(until_it_is_had(hasty, hold)))
        await begun.wait()
    with pytest.raises(StoreBusy):
        await hasty.read(all_points)
    go_on.set()

    assert [7] * CONNECTIONS == await asyncio.gather(*holding)
    assert [] == await until_it_is_had(hasty, all_points)
    await hasty.close()


async def until_it_is_had(store: Store, work: Callable[[Connection], T]) -> T:
    """Read, again and again where a slow machine did not connect in time."""
    while True:
        try:
            return await store.read(work)
        except StoreBusy:
            continue


async def test_an_error_of_the_statement_is_not_tried_again(store: Store) -> None:
    tries: list[int] = []

    def wrong(db: Connection) -> None:
        tries.append(1)
        db.execute(text("SELECT 1 / 0"))

    with pytest.raises(Exception, match="division by zero"):
        await store.write(wrong)
    assert 1 == len(tries)


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

    async def some_more() -> None:
        goal = len(done) + 20
        while len(done) < goal:
            await asyncio.sleep(0.001)

    callers = [asyncio.create_task(call(caller)) for caller in range(8)]
    for mode in ("fast", "immediate", "immediate"):
        await some_more()
        await asyncio.to_thread(own_cluster.end, mode)
        await asyncio.to_thread(own_cluster.begin)
    await some_more()
    stop.set()
    await asyncio.gather(*callers)

    kept = set(await store.read(lambda db: list(db.scalars(text("SELECT id FROM inbound")))))
    assert set(done) <= kept
    assert await store.read(points, 1) == len(kept)
    assert not set(busy) & kept
    await store.close()
