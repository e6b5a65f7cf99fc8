"""A process that is killed while it forgets: all is as before, or nothing is left."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest
from sqlalchemy import Connection

from bot.database.migrating import run_migrations, upgrade
from bot.database.store import open_store
from bot.features.privacy.actions.forgetting import forget_learner
from bot.identity import LearnerId
from tests.migrations.filling import NOW, kept
from tests.migrations.traces import LEARNER, fill_with_learner, find_traces

KILLED = """
import asyncio, os, signal, sys
from sqlalchemy import Engine, event
from bot.database.store import open_store
from bot.features import posts
from bot.features.privacy.actions.forgetting import forget_learner
from tests.migrations.filling import NOW
from tests.migrations.traces import LEARNER

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

async def main(url, moment):
    if moment == "before":
        event.listen(Engine, "commit", die)
    await open_store(url).write(forget_learner, LEARNER, NOW)
    die()

asyncio.run(main(*sys.argv[1:]))
"""


@pytest.mark.parametrize("moment", ["before", "after"])
async def test_a_kill_at_the_commit_leaves_all_or_nothing(database_url: str, moment: str) -> None:
    await upgrade(database_url)
    await run_migrations(database_url, fill_with_learner)
    store = open_store(database_url)
    before = await store.read(kept)

    process = subprocess.run([sys.executable, "-c", KILLED, database_url, moment], check=False)

    assert -signal.SIGKILL == process.returncode
    if moment == "before":
        assert before == await store.read(kept)
        assert await store.write(forget_learner, LearnerId(LEARNER), NOW)
    assert [] == await store.read(find_traces)
    await store.close()


async def test_a_failure_at_any_point_changes_nothing(sqlite_url: str) -> None:
    await run_migrations(sqlite_url, fill_with_learner)
    store = open_store(sqlite_url)
    before = await store.read(kept)

    def fail(db: Connection) -> None:
        assert forget_learner(db, LearnerId(LEARNER), NOW)
        raise LookupError

    with pytest.raises(LookupError):
        await store.write(fail)
    assert before == await store.read(kept)
    await store.close()
