"""APScheduler: a handful of jobs in memory. Due moments are in the database; the jobs only ask for them.

This is the only module that imports APScheduler. A late run still happens (`misfire_grace_time=None`). Several missed
runs are one (`coalesce`). A run that comes while the one before it works is left out.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.errors import StoreBusy

log = structlog.get_logger()

Job = Callable[[], Awaitable[None]]


class Scheduler:
    """Repeats jobs at fixed intervals until it is stopped."""

    def __init__(self) -> None:
        self._scheduler = AsyncIOScheduler(
            jobstores={"default": MemoryJobStore()},
            job_defaults={"coalesce": True, "max_instances": 2, "misfire_grace_time": None},
            timezone="UTC",
        )
        self._scheduler.add_listener(_log_error, EVENT_JOB_ERROR)

    def repeat(self, name: str, job: Job, *, seconds: float) -> None:
        """Run a job every `seconds`; an error is logged and the job comes round again."""
        self._scheduler.add_job(_one_at_a_time(job), "interval", seconds=seconds, id=name)

    def start(self) -> None:
        """Begin, in the running event loop."""
        self._scheduler.start()

    def stop(self) -> None:
        """Begin no more jobs. A running job goes on."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)


def _one_at_a_time(job: Job) -> Job:
    """Leave a run out while the one before it works. That is no trouble, so APScheduler is not to warn of it."""
    working = asyncio.Lock()

    async def run() -> None:
        if not working.locked():
            async with working:
                await job()

    return run


def _log_error(event: JobExecutionEvent) -> None:
    """Log an error. A database that cannot be reached is one line each time."""
    if isinstance(event.exception, StoreBusy):
        log.warning("job.store_busy", job=event.job_id)
        return
    log.error("job.failed", job=event.job_id, exc_info=event.exception)
