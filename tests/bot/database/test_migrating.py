"""What a person is told whose DATABASE_URL cannot be used: one sentence, which names it and hides the password."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from bot.database.engines import read_address
from bot.database.migrating import read_revision, upgrade
from bot.database.store import open_store
from bot.errors import ConfigError


@pytest.mark.parametrize("url", ["", "cairn.db", "mysql://root@localhost/x", "sqlite://", "sqlite:///:memory:", "://"])
async def test_what_is_no_address_of_ours_is_refused(url: str) -> None:
    with pytest.raises(ConfigError, match="DATABASE_URL"):
        await upgrade(url)
    with pytest.raises(ConfigError, match="DATABASE_URL"):
        open_store(url)


@pytest.mark.parametrize(
    ("url", "driver", "database"),
    [
        ("sqlite:///cairn.db", "sqlite", "cairn.db"),
        ("sqlite+aiosqlite:////data/cairn.db", "sqlite", "/data/cairn.db"),
        ("postgres://a:b@h/d", "postgresql+asyncpg", "d"),
        ("postgresql://a:b@h/d", "postgresql+asyncpg", "d"),
        ("postgresql+asyncpg://a:b@h/d", "postgresql+asyncpg", "d"),
    ],
)
def test_an_address_is_understood_whatever_driver_it_names(url: str, driver: str, database: str) -> None:
    address = read_address(url)

    assert (address.drivername, address.database) == (driver, database)


async def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"DATABASE_URL.*nowhere/cairn\.db.*unable to open"):
        await upgrade(f"sqlite:///{tmp_path}/nowhere/cairn.db")


async def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "cairn.db").write_text("Dear diary, " * 100)

    with pytest.raises(ConfigError, match=r"DATABASE_URL.*not a database"):
        await upgrade(f"sqlite:///{tmp_path}/cairn.db")
    with pytest.raises(ConfigError, match=r"DATABASE_URL.*not a database"):
        await read_revision(f"sqlite:///{tmp_path}/cairn.db")


async def test_a_server_that_is_not_there_is_named_without_the_password(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"DATABASE_URL.*cannot be had") as raised:
        await upgrade(f"postgresql://cairn:secret@/d?host={tmp_path}")

    assert "secret" not in str(raised.value)


async def test_a_database_that_the_server_does_not_have_is_named(postgres_url: str) -> None:
    with pytest.raises(ConfigError, match=r"DATABASE_URL.*does not exist"):
        await upgrade(postgres_url.replace("/t", "/none", 1))


async def test_a_database_held_by_another_process_is_said_to_be_held(sqlite_url: str) -> None:
    holder = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")

    with pytest.raises(ConfigError, match=r"DATABASE_URL.*database is locked"):
        await upgrade(sqlite_url, patience=0.05)
    holder.close()


def run(script: str, url: str, folder: Path) -> str:
    """What a process of its own says, which has all its modules before its rights are taken away."""
    command = [sys.executable, "-c", WARMED + script, url, f"sqlite:///{folder / 'other.db'}"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


WARMED = """
import asyncio, concurrent.futures.thread, os, resource, sys
from sqlalchemy import text
from bot.errors import ConfigError
from bot.database.store import open_store
from bot.database.migrating import upgrade
asyncio.run(upgrade(sys.argv[2]))

async def say(work):
    try:
        await work
        print("done")
    except Exception as error:
        print(type(error).__name__, str(error).splitlines()[0])
"""

READ_ONLY = """
if os.getuid() == 0:
    os.setuid(65534)
asyncio.run(say(upgrade(sys.argv[1])))
"""

FULL = """
limit = resource.getrlimit(resource.RLIMIT_FSIZE)
def fill(db, count):
    for n in range(count):
        values = f"'{n}{'x' * 4000}', '2026-01-01 00:00:00', 'null'"
        db.execute(text(f"INSERT INTO inbound (id, at, result) VALUES ({values})"))
def look(db):
    rows = db.execute(text("SELECT count(*) FROM inbound")).scalar()
    return rows, db.execute(text("PRAGMA integrity_check")).scalar()
async def play():
    store = open_store(sys.argv[2])
    await store.write(fill, 3)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, limit[1]))
    await say(upgrade(sys.argv[1] + ".new"))
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, limit[1]))
    await say(store.write(fill, 1000))
    resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    print(await store.read(look))
    await store.close()
asyncio.run(play())
"""


def test_a_file_that_may_not_be_written_is_named_though_up_to_date(sqlite_template: Path, tmp_path: Path) -> None:
    file = Path(shutil.copyfile(sqlite_template, tmp_path / "cairn.db"))
    file.chmod(0o444)
    for folder in list(file.parents)[:5]:  # as many as a worker of a parallel run has of its own
        if folder != Path(tempfile.gettempdir()):
            folder.chmod(0o755)
    tmp_path.chmod(0o555)
    said = run(READ_ONLY, f"sqlite:///{file}", tmp_path.parent)
    tmp_path.chmod(0o755)

    assert said.startswith("ConfigError DATABASE_URL")
    assert "readonly database" in said


def test_a_full_disk_stops_the_start_in_words_and_a_write_without_harm(sqlite_url: str, tmp_path: Path) -> None:
    started, written, left = run(FULL, sqlite_url, tmp_path).splitlines()

    assert started.startswith("ConfigError DATABASE_URL")
    assert "Error" in written
    assert "(3, 'ok')" == left
