"""Files of the database are made for their owner alone, and modes that are set already stay."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.database.backup import back_up
from bot.database.leases import alone
from bot.database.migrating import upgrade
from bot.database.privacy import find_open_files
from bot.database.store import open_store
from tests.bot.database.rows import add_learners


@pytest.fixture(autouse=True)
def _no_mask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def modes(folder: Path) -> dict[str, str]:
    return {file.name: oct(stat.S_IMODE(file.stat().st_mode)) for file in sorted(folder.iterdir())}


async def test_every_file_of_a_new_database_is_for_its_owner_alone(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/cairn.db"
    async with alone(url):
        await upgrade(url)
        store = open_store(url)
        await store.write(add_learners, 1)
        await back_up(url, tmp_path / "copy.db")
        found = modes(tmp_path)
        await store.close()

    names = ("cairn.db", "cairn.db-shm", "cairn.db-wal", "cairn.db.lock", "copy.db")
    assert dict.fromkeys(names, "0o600") == found
    assert [] == find_open_files(tmp_path / "cairn.db")


async def test_a_mode_that_was_set_before_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "cairn.db"
    await upgrade(f"sqlite:///{file}")
    file.chmod(0o660)

    await upgrade(f"sqlite:///{file}")

    assert "0o660" == modes(tmp_path)["cairn.db"]
    beside = [tmp_path / f"cairn.db{end}" for end in ("-wal", "-shm", ".lock")]
    for one in beside:
        one.touch(0o640)
    assert [file, *beside] == find_open_files(file)
