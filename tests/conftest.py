"""A store for each test: on SQLite, and on PostgreSQL where this machine has a server."""

from __future__ import annotations

import asyncio
import gc
import shutil
from collections.abc import AsyncIterator, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
import structlog
from coverage import Coverage
from hypothesis import settings
from sqlalchemy import URL, Engine, event
from sqlalchemy.ext.asyncio import AsyncEngine

import bot.features.posts  # noqa: F401  registers the kinds of post
from bot.database.engines import postgres_engine, sqlite_engine
from bot.database.migrating import upgrade
from bot.database.store import Store
from tests.compiling import share_compiled
from tests.databases import Cluster, find_server, make_template, open_patiently
from tests.sampling import EVERYDAY, THOROUGH, register_profiles

BOTH_ENGINES_ARE_ALIKE = ("features", "posting")
"""Folders of tests that ask for no engine's own ways: every day a few of them run on PostgreSQL."""
ON_BOTH = ("test_outbox.py", "test_dues.py", "test_every_table.py")
"""Files in them that do: SQL of the outbox, of due moments, and of links, which is made of the schema."""
EVERY = 8

UNMEASURED = (
    *("faults", "migrations", "docs", "laws", "reckoning", "transcripts"),
    *("test_year.py", "test_random_months.py", "test_every_zone.py"),
    *("test_both.py", "test_dozen.py", "test_focus_together.py", "test_focus_in_homes.py"),
    *("test_free_words.py", "test_helping.py"),
    *(
        "test_partners.py",
        "test_quiet_week.py",
        "test_two_homes.py",
        "test_village.py",
        "test_village_turns.py",
        "test_whose_message.py",
    ),
    *("test_laws.py", "test_stuck_laws.py", "test_partner_laws.py", "test_cheer_law.py", "test_crowds.py"),
)
"""Folders and files of long simulations and conversations, of features as the platforms show them, and of lints: what
they run others run too, and measuring doubles the time."""
MEASURED_WHOLE = "roadmap"
"""The folder of tests that are measured row for row, since each branch of `roadmap/` must be run."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--faults", choices=("some", "all"), default="some", help="how many kills: a few, or all of them")
    parser.addoption("--thorough", action="store_true", help="also the long simulations, and many examples")


def pytest_configure(config: pytest.Config) -> None:
    plain = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[structlog.processors.add_log_level, plain])  # its own pictures of errors are dear
    register_profiles()
    settings.load_profile(THOROUGH if config.getoption("--thorough") else EVERYDAY)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave what is marked `thorough` to `--thorough`, and most tests that run on SQLite, too."""
    long = [] if config.getoption("--thorough") else [item for item in items if _is_long(item)]
    if long:
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Iterator[None]:
    """Collect thousands of tests without looking for garbage, which took a sixth of the time.

    The process that hands them out to others runs none, and measures nothing from then on.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        _spare_garbage_collector()
        if _hands_out(session.config):
            _ = [*_stop_measuring()]


def _hands_out(config: pytest.Config) -> bool:
    return config.getoption("dist", "no") != "no" and not hasattr(config, "workerinput")


def _spare_garbage_collector() -> None:
    """Let it pass over the thousands of collected tests: they stay to the end."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000)  # at Python's 700 a twentieth of the time went into collecting
    gc.enable()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Run some tests unmeasured: long simulations, examples drawn at random, later rows of tables, all on PostgreSQL.

    What is measured is then the same each time, and coverage need not follow greenlets, which makes every test slower.
    Measuring doubles the time of a test; what is measured is at most too little, so no floor of coverage is easier.
    """
    measuring = [*_stop_measuring()] if _is_unmeasured(item) else []
    try:
        return (yield)
    finally:
        for one in reversed(measuring):
            one.start()


def _stop_measuring() -> Iterator[Coverage]:
    """Stop what measures, from the last started on. Each worker has two: its own, and one as a started program."""
    while measuring := Coverage.current():
        measuring.stop()
        yield measuring


def _is_unmeasured(item: pytest.Item) -> bool:
    is_drawn = item.get_closest_marker("hypothesis") is not None
    is_elsewhere = not {*UNMEASURED}.isdisjoint(item.path.parts)
    return is_drawn or is_elsewhere or _is_later_row(item) or _is_on_postgres(item)


def _is_later_row(item: pytest.Item) -> bool:
    """Whether a test has the same body as one that is measured."""
    is_whole = item.path.is_relative_to(Path(__file__).parent / MEASURED_WHOLE)
    return not is_whole and hasattr(item, "callspec") and any(item.callspec.indices.values())


def _is_long(item: pytest.Item) -> bool:
    if item.get_closest_marker("thorough"):
        return True
    is_of_no_engine = {*BOTH_ENGINES_ARE_ALIKE}.intersection(item.path.parts) and item.path.name not in ON_BOTH
    return bool(is_of_no_engine) and _is_on_postgres(item) and crc32(item.nodeid.encode()) % EVERY != 0


def _is_on_postgres(item: pytest.Item) -> bool:
    assert isinstance(item, pytest.Function)
    engines = item.callspec.params.values() if hasattr(item, "callspec") else ()
    return "postgres" in engines or not {"cluster", "own_cluster"}.isdisjoint(item.fixturenames)


@pytest.fixture(scope="session", autouse=True)
def _shared_engines() -> Iterator[None]:
    """Keep the engines of files, and all compiled statements: compiling each anew took a third of the time.

    Files do not wait for the disk, which took a fifth. No test of one process outlives a loss of power; programs that
    tests start and kill open their files as shipped.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.database.sqlite.sqlite_engine", lambda file, **more: _hurried(file.absolute(), **more))
        patch.setattr("bot.database.postgres.postgres_engine", _sharing_engine)
        yield


@lru_cache(maxsize=32)
def _hurried(file: Path, **more: Any) -> Engine:
    engine = sqlite_engine(file, **more)
    share_compiled(engine)
    event.listen(engine, "connect", lambda db, _record: db.execute("PRAGMA synchronous=OFF").close())
    return engine


def _sharing_engine(address: URL, **more: Any) -> AsyncEngine:
    engine = postgres_engine(address, **more)
    share_compiled(engine.sync_engine)
    return engine


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, never opened again."""
    file = tmp_path_factory.mktemp("template") / "cairn.db"
    asyncio.run(upgrade(f"sqlite:///{file}"))
    return file


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A running PostgreSQL server."""
    programs = find_server()
    if programs is None:
        pytest.skip("no PostgreSQL server on this machine (Debian: apt install postgresql)")
    server = Cluster(programs)
    server.start()
    yield server
    server.remove()


@pytest.fixture(scope="session")
def postgres_template(cluster: Cluster) -> str:
    """The name of a migrated database, never opened again."""
    return make_template(cluster)


@pytest.fixture
def same_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty folder with the same name in every test: engines are shared by the names of their files."""
    folder = tmp_path_factory.getbasetemp() / "same"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


@pytest.fixture
def sqlite_url(sqlite_template: Path, same_folder: Path) -> str:
    """DATABASE_URL of a SQLite file with all tables."""
    shutil.copyfile(sqlite_template, same_folder / "cairn.db")
    return f"sqlite:///{same_folder / 'cairn.db'}"


@pytest.fixture
async def postgres_url(
    cluster: Cluster, postgres_template: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[str]:
    """DATABASE_URL of a PostgreSQL database with all tables. The bot leaves its notes in the working directory."""
    monkeypatch.chdir(tmp_path)
    name = await cluster.copy(postgres_template)
    yield cluster.address(name)
    await cluster.drop(name)


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """DATABASE_URL of a database with all tables, once on each engine."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    """A store with all tables, once on each engine."""
    opened = open_patiently(database_url)
    yield opened
    await opened.close()


@pytest.fixture
async def sqlite_store(sqlite_url: str) -> AsyncIterator[Store]:
    """A store with all tables, where one engine is enough."""
    opened = open_patiently(sqlite_url)
    yield opened
    await opened.close()
