"""Databases without any table."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.databases import Cluster


@pytest.fixture(params=["sqlite", "postgres"])
def blank_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """DATABASE_URL of a database without any table."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'blank.db'}"
    url: str = request.getfixturevalue("blank_postgres_url")
    return url


@pytest.fixture
async def blank_postgres_url(cluster: Cluster) -> AsyncIterator[str]:
    name = await cluster.copy("template0")
    yield cluster.address(name)
    await cluster.drop(name)
