"""A store for each test: on SQLite, and on PostgreSQL where this machine has a server."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.database.migrating import upgrade
from bot.database.store import Store, open_store
from tests.databases import Cluster, find_server, make_template


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--faults", choices=("some", "all"), default="some", help="how many kills: a few, or all of them")


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
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """DATABASE_URL of a SQLite file with all tables."""
    shutil.copyfile(sqlite_template, tmp_path / "cairn.db")
    return f"sqlite:///{tmp_path / 'cairn.db'}"


@pytest.fixture
async def postgres_url(cluster: Cluster, postgres_template: str) -> AsyncIterator[str]:
    """DATABASE_URL of a PostgreSQL database with all tables."""
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
    opened = open_store(database_url)
    yield opened
    await opened.close()


@pytest.fixture
async def sqlite_store(sqlite_url: str) -> AsyncIterator[Store]:
    """A store with all tables, where one engine is enough."""
    opened = open_store(sqlite_url)
    yield opened
    await opened.close()
