"""The commands that README gives for a backup and its return, as they stand there."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from bot.database.store import open_store
from tests.bot.database.rows import add_learners
from tests.databases import Cluster
from tests.docs.generate import ROOT


def part(name: str) -> list[str]:
    """The commands of a part of README, without their comments."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.search(rf"<!-- {name} -->\n```sh\n(.*?)```", readme, re.DOTALL)
    assert found is not None, name
    return [line.split(" #")[0].strip() for line in found[1].splitlines()]


def run(commands: list[str], folder: Path, url: str) -> str:
    """Run them as a shell would in the folder, with this interpreter. Returns what they print."""
    script = "\n".join(["set -e", *commands]).replace(".venv/bin/python", sys.executable)
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "DATABASE_URL": url}
    done = subprocess.run(["sh", "-c", script], cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def count(file: Path) -> int:
    """How many learners are in a database."""
    with sqlite3.connect(file) as database:
        found: int = database.execute("SELECT count(*) FROM learners").fetchone()[0]
    database.close()
    return found


async def test_a_backup_is_restored_by_the_readme_on_sqlite(sqlite_template: Path, tmp_path: Path) -> None:
    shutil.copyfile(sqlite_template, tmp_path / "cairn.db")
    store = open_store(f"sqlite:///{tmp_path}/cairn.db")
    await store.write(add_learners, 1, 2)
    run(part("back up"), tmp_path, "sqlite:///cairn.db")
    await store.write(add_learners, 3)
    await store.close()

    said = run(part("restore"), tmp_path, "sqlite:///cairn.db")

    assert "All counters are right." in said
    assert (2, 3) == (count(tmp_path / "cairn.db"), count(tmp_path / "damaged" / "cairn.db"))


@pytest.mark.thorough
async def test_a_backup_is_restored_by_the_readme_on_postgres(
    cluster: Cluster, postgres_url: str, tmp_path: Path
) -> None:
    name = await cluster.copy("template0")
    programs, options = cluster.programs, f"-h {cluster.folder} -U cairn"
    source = postgres_url.rsplit("/", maxsplit=1)[-1].split("?", maxsplit=1)[0]
    dump = f"{programs}/pg_dump {options} --format=custom --file=backup.dump {source}"
    restore = f"{programs}/pg_restore {options} --no-owner --dbname={name} backup.dump"

    said = run([dump, restore, *part("restore")[-2:]], tmp_path, cluster.address(name))

    await cluster.drop(name)
    assert "All counters are right." in said
