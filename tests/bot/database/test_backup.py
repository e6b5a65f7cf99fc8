from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.database.backup import back_up
from bot.database.store import Store, open_store
from bot.errors import ConfigError
from tests.bot.database.rows import add_learners, all_points, earn


async def test_a_backup_under_load_is_whole_and_can_be_opened(
    sqlite_store: Store, sqlite_url: str, tmp_path: Path
) -> None:
    def move(db: Connection) -> None:
        earn(db, 1)
        earn(db, 2)

    await sqlite_store.write(add_learners, 1, 2)
    moving = [asyncio.create_task(sqlite_store.write(move)) for _ in range(40)]
    await back_up(sqlite_url, tmp_path / "copy.db")
    await asyncio.gather(*moving)

    copy = open_store(f"sqlite:///{tmp_path}/copy.db")
    first, second = await copy.read(all_points)
    await copy.close()
    assert first == second
    assert await sqlite_store.read(all_points) == [40, 40]
    assert not (tmp_path / "copy.db.part").exists()


async def test_a_backup_replaces_nothing(sqlite_url: str, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("precious")

    with pytest.raises(ConfigError, match="exists"):
        await back_up(sqlite_url, tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_text() == "precious"


@pytest.mark.parametrize(
    ("url", "target", "why"),
    [
        ("postgresql://u@h/d", "copy.db", "pg_dump"),
        ("sqlite:////nowhere/cairn.db", "copy.db", "does not exist"),
        ("", "nowhere/copy.db", "failed"),
    ],
)
async def test_what_cannot_be_backed_up_is_said(
    sqlite_url: str, tmp_path: Path, url: str, target: str, why: str
) -> None:
    with pytest.raises(ConfigError, match=why):
        await back_up(url or sqlite_url, tmp_path / target)
