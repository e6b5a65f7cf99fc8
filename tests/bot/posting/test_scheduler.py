"""The jobs that are repeated, in real time: APScheduler asks the machine's clock."""

from __future__ import annotations

import asyncio

import pytest
from structlog.testing import capture_logs

from bot.errors import StoreBusy
from bot.posting.scheduler import Scheduler

SOON = 0.001


async def test_a_run_that_takes_long_leaves_the_next_out_without_a_word(caplog: pytest.LogCaptureFixture) -> None:
    scheduler, go_on = Scheduler(), asyncio.Event()
    long_runs, short_runs = [0], [0]

    async def work_long() -> None:
        long_runs[0] += 1
        await go_on.wait()

    async def work_shortly() -> None:
        short_runs[0] += 1

    scheduler.repeat("long", work_long, seconds=SOON)
    scheduler.repeat("short", work_shortly, seconds=SOON)
    scheduler.start()
    while not long_runs[0] or short_runs[0] < 20:
        await asyncio.sleep(0)
    assert [1] == long_runs

    go_on.set()
    while long_runs[0] < 2:
        await asyncio.sleep(0)
    scheduler.stop()

    assert [] == [record.getMessage() for record in caplog.records if record.levelname != "DEBUG"]


@pytest.mark.parametrize(("error", "event"), [(StoreBusy(), "job.store_busy"), (LookupError(), "job.failed")])
async def test_a_job_that_fails_comes_round_again_and_a_busy_store_leaves_no_trace(
    error: Exception, event: str
) -> None:
    scheduler, runs = Scheduler(), [0]

    async def fail() -> None:
        runs[0] += 1
        raise error

    with capture_logs() as logs:
        scheduler.repeat("job", fail, seconds=SOON)
        scheduler.start()
        while runs[0] < 3:
            await asyncio.sleep(0)
        scheduler.stop()

    assert {(event, "job")} == {(log["event"], log["job"]) for log in logs}
    assert isinstance(error, StoreBusy) is not any("exc_info" in log for log in logs)
