"""The program in real time: adapters under supervision, the scheduler, the web server, and a clean stop."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog

from bot.adapters.telegram import TelegramAdapter
from bot.app import EXPIRE_EVERY, MAINTAIN_EVERY, App, open_app
from bot.backoff import Backoff
from bot.chat.port import Adapter, Unreachable
from bot.chat.words.loading import load_places
from bot.cli.adapting import make_adapters, make_webhook
from bot.cli.collecting import exempt_memory
from bot.cli.watching import Beating, Watch
from bot.clock import SystemClock, monotonic
from bot.config import Settings
from bot.database.leases import alone
from bot.errors import ConfigError
from bot.features.streaks.actions.outages import renew_streaks
from bot.identity import Platform
from bot.posting.heartbeat import EVERY, Heartbeat
from bot.posting.scheduler import Scheduler
from bot.web.server import ALL, Pages, Server

log = structlog.get_logger()

Pause = Callable[[float, asyncio.Event], Awaitable[None]]

RUN_EVERY = 2.0
FIRST_WAIT = 1.0
LONGEST_WAIT = 300.0
PLACES_AFTER = 10.0  # seconds; by then the platforms are connected
STOP_WITHIN = 8.0  # an orchestrator kills after ten


async def run_bot(settings: Settings, *, ready: Callable[[App], None] | None = None) -> None:
    """Run every platform that has a token until SIGTERM or Ctrl-C. Raises ConfigError when none can be run.

    It is alone on its database. A second process on the same database stops at once.
    """
    stop = asyncio.Event()
    catch_signals(stop)
    async with alone(settings.database_url) as lock, open_app(settings, SystemClock(), lock.is_held) as app:
        make_adapters(app)
        watch = Watch(lock, Heartbeat(app.store, app.clock, renew_streaks), stop)
        await watch.beat()
        servers = await _serve(app)
        app.load()
        exempt_memory()
        scheduler = Scheduler()
        schedule_jobs(scheduler, app, watch)
        scheduler.start()
        loader = asyncio.create_task(load_places_later(app.clock.now(), stop))
        keepers = [asyncio.create_task(keep_running(adapter, stop)) for adapter in app.adapters.values()]
        try:
            if ready:
                ready(app)
            await _until_stopped(stop, keepers)
            watch.raise_taken()
        finally:
            stop.set()
            scheduler.stop()
            await _stop(app, keepers)
            await loader
            for server in servers:
                await server.stop()


async def keep_running(adapter: Adapter, stop: asyncio.Event, pause: Pause | None = None) -> None:
    """Start an adapter again whenever it ends. Raises ConfigError for good.

    It waits longer each time the adapter ends soon. `pause(seconds, stop)` waits, at most until `stop` is set.
    """
    pause = pause or _sleep
    backoff = Backoff(FIRST_WAIT, LONGEST_WAIT)
    while not stop.is_set():
        began = monotonic()
        try:
            await adapter.start()
        except ConfigError:
            raise
        except Unreachable as error:
            log.warning("adapter.unreachable", platform=adapter.name, reason=error.reason)
        except Exception:
            log.exception("adapter.failed", platform=adapter.name)
        if stop.is_set():
            return
        if monotonic() - began > LONGEST_WAIT:
            backoff.succeed()
        else:
            backoff.fail()
        wait = backoff.after(backoff.failures)
        log.warning("adapter.restarts", platform=adapter.name, seconds=wait)
        await pause(wait, stop)


async def load_places_later(now: datetime, stop: asyncio.Event, pause: Pause | None = None) -> None:
    """Load the tables of places in a thread, after the start and unless it stops before."""
    await (pause or _sleep)(PLACES_AFTER, stop)
    if not stop.is_set():
        await asyncio.to_thread(load_places, now)


async def _sleep(seconds: float, stop: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return


async def _until_stopped(stop: asyncio.Event, keepers: list[asyncio.Task[None]]) -> None:
    """Wait for the signal. If every platform has given up, raise the last one's reason instead."""
    stopped = asyncio.create_task(stop.wait())
    running: set[asyncio.Task[None]] = set(keepers)
    try:
        while running and not stop.is_set():
            done, _ = await asyncio.wait({stopped, *running}, return_when=asyncio.FIRST_COMPLETED)
            running -= done
            for keeper in done - {stopped}:
                error = keeper.exception()
                if error and not running:
                    raise error
                if error:
                    log.error("adapter.given_up", reason=str(error))
    finally:
        stopped.cancel()


async def _stop(app: App, keepers: list[asyncio.Task[None]]) -> None:
    try:
        async with asyncio.timeout(STOP_WITHIN):
            await app.work.finish()
            await asyncio.gather(*(adapter.stop() for adapter in app.adapters.values()), return_exceptions=True)
            await asyncio.gather(*keepers, return_exceptions=True)
    except TimeoutError:
        log.warning("stop.forced")
    for keeper in keepers:
        keeper.cancel()
    await asyncio.gather(*keepers, return_exceptions=True)


async def _serve(app: App) -> list[Server]:
    """Serve health, metrics and the webhook where the settings say so. Raises ConfigError."""
    settings, servers = app.settings, []
    telegram = app.adapters.get(Platform.TELEGRAM)
    take = telegram.take_update if isinstance(telegram, TelegramAdapter) and make_webhook(settings) else None
    if settings.http_port is not None:
        pages = ALL & ~Pages.METRICS if settings.metrics_port else ALL
        server = Server(app.adapters, take, pages=pages)
        servers.append(await _listen(server, "HTTP_PORT", settings.http_host, settings.http_port))
    if settings.metrics_port is not None:
        server = Server(app.adapters, pages=Pages.METRICS)
        servers.append(await _listen(server, "METRICS_PORT", settings.metrics_host, settings.metrics_port))
    return servers


async def _listen(server: Server, name: str, host: str, port: int) -> Server:
    try:
        await server.start(host, port)
    except OSError as error:
        raise ConfigError(f"{name} {port} cannot be used: {error.strerror}; choose another.") from None
    return server


def schedule_jobs(scheduler: Scheduler, app: App, heartbeat: Beating) -> None:
    """Schedule the jobs that are repeated.

    Long deliveries do not hold up plans. No delivery begins before its plan, or an overdue post would be said right
    after one that had waited.
    """
    scheduler.repeat("plan", app.work.planner.run_due, seconds=RUN_EVERY)
    scheduler.repeat("deliver", app.work.run_due, seconds=RUN_EVERY)
    scheduler.repeat("beat", heartbeat.beat, seconds=EVERY)
    scheduler.repeat("expire", app.expire, seconds=EXPIRE_EVERY.total_seconds())
    scheduler.repeat("maintain", app.maintain, seconds=MAINTAIN_EVERY.total_seconds())


def catch_signals(stop: asyncio.Event) -> None:
    """Set `stop` at SIGINT and SIGTERM, on Windows too, whose loop takes no handlers."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, stop.set)
        except NotImplementedError:
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop.set))
