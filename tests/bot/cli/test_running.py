from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from bot.app import open_app
from bot.chat.call import Said
from bot.chat.port import Unreachable
from bot.chat.reply import Reply
from bot.chat.words.gazetteer import find_named_places
from bot.cli.running import LONGEST_WAIT, PLACES_AFTER, catch_signals, keep_running, load_places_later, schedule_jobs
from bot.cli.watching import Watch
from bot.clock import SettableClock
from bot.config import Settings
from bot.errors import ConfigError, StoreBusy
from bot.features.streaks.actions.outages import renew_streaks
from bot.identity import Account, Place
from bot.posting.heartbeat import Heartbeat
from bot.posting.scheduler import Job, Scheduler
from tests.bot.posting.office import Platform
from tests.virtual import run_virtually


class Flaky(Platform):
    """A platform that ends as it is told to: `None` returns, an error is raised."""

    def __init__(self, *ends: Exception | None) -> None:
        super().__init__("flaky")
        self.ends = list(ends)
        self.starts = 0

    async def start(self) -> None:
        self.starts += 1
        end = self.ends.pop(0)
        if end:
            raise end


async def test_a_platform_that_fails_is_started_again_and_again_with_longer_waits() -> None:
    adapter = Flaky(*[OSError("the token of Ann")] * 12)
    stop = asyncio.Event()
    waits: list[float] = []

    async def pause(seconds: float, stop: asyncio.Event) -> None:
        waits.append(seconds)
        if len(waits) == 12:
            stop.set()

    with capture_logs() as logs:
        await keep_running(adapter, stop, pause)

    assert [2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300, 300] == waits
    assert LONGEST_WAIT == waits[-1]
    assert 12 == len([log for log in logs if log["event"] == "adapter.failed"])


async def test_a_platform_that_ends_by_itself_is_started_again() -> None:
    adapter = Flaky(None, None)
    stop = asyncio.Event()

    async def pause(seconds: float, stop: asyncio.Event) -> None:
        if adapter.starts == 2:
            stop.set()

    await keep_running(adapter, stop, pause)

    assert 2 == adapter.starts


async def test_a_token_that_is_refused_is_not_tried_again() -> None:
    adapter = Flaky(ConfigError("DISCORD_TOKEN is refused."))

    with pytest.raises(ConfigError):
        await keep_running(adapter, asyncio.Event())

    assert 1 == adapter.starts


@pytest.mark.parametrize("stops", [False, True])
async def test_places_are_loaded_some_time_after_the_start_unless_it_stops(*, stops: bool) -> None:
    find_named_places.cache_clear()
    waits: list[float] = []

    async def pause(seconds: float, stop: asyncio.Event) -> None:
        assert not find_named_places.cache_info().currsize
        waits.append(seconds)
        if stops:
            stop.set()

    await load_places_later(datetime(2026, 3, 2, tzinfo=UTC), asyncio.Event(), pause)

    assert [PLACES_AFTER] == waits
    assert stops is not bool(find_named_places.cache_info().currsize)


def test_waiting_ends_at_once_when_the_program_stops() -> None:
    async def main() -> float:
        adapter = Flaky(OSError())
        stop = asyncio.Event()
        running = asyncio.create_task(keep_running(adapter, stop))
        while not adapter.starts:
            await asyncio.sleep(0)
        stop.set()
        await running
        return asyncio.get_running_loop().time()

    assert 0.0 == run_virtually(main())


class Bell(Scheduler):
    """Rings when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.jobs: dict[str, Job] = {}

    def repeat(self, name: str, job: Job, *, seconds: float) -> None:
        self.jobs[name] = job


async def test_what_was_overdue_is_planned_before_what_has_waited_is_sent(database_url: str) -> None:
    clock, platform, bell = SettableClock(datetime(2026, 3, 2, 9, tzinfo=UTC)), Platform(), Bell()
    room = Place("telegram", -100, -100, title="Study group")
    async with open_app(Settings.model_validate({"database_url": database_url}), clock) as app:
        app.adapters["telegram"] = platform
        schedule_jobs(bell, app, Heartbeat(app.store, clock, renew_streaks))
        for number, (name, line) in enumerate((("Ann", "/join"), ("Ben", "/join"), ("Ann", "/done week1"))):
            account = Account("telegram", ord(name[0]), name)
            await app.dispatcher.answer(Said(account, room, f"telegram:update:{number}", line))
            if number == 1:
                clock.advance(timedelta(hours=32, minutes=50))

        clock.advance(timedelta(hours=2, minutes=10))  # the program is down; the celebration waits, a nudge is overdue
        for name in ("deliver", "plan", "deliver"):
            await bell.jobs[name]()

        assert 1 == len(platform.sent)
        clock.advance(timedelta(minutes=31))
        await bell.jobs["deliver"]()
        assert ["celebration", "nudge"] == [key.partition(":")[0] for _, _, key in platform.sent]


class Lent:
    """A lock that is lost to another program when it is told so."""

    def __init__(self) -> None:
        self.held, self.taken = True, False

    def is_held(self) -> bool:
        return self.held

    async def check(self) -> None:
        if self.taken:
            raise ConfigError("DATABASE_URL is in use by another Cairn.")


class Heart:
    beats = 0

    async def beat(self) -> None:
        self.beats += 1


async def test_a_program_whose_database_another_has_taken_stops_with_that_sentence() -> None:
    lock, heart, stop = Lent(), Heart(), asyncio.Event()
    watch = Watch(lock, heart, stop)
    await watch.beat()
    lock.held = False
    await watch.beat()
    watch.raise_taken()
    assert (1, False) == (heart.beats, stop.is_set())

    lock.taken = True
    await watch.beat()

    assert (1, True) == (heart.beats, stop.is_set())
    with pytest.raises(ConfigError, match="another Cairn"):
        watch.raise_taken()


async def test_while_the_lock_is_lost_nothing_is_sent_and_calls_are_told_so(database_url: str) -> None:
    clock, platform, held = SettableClock(datetime(2026, 3, 2, 9, tzinfo=UTC)), Platform(), [True]
    room = Place("telegram", -100, -100, title="Study group")
    async with open_app(Settings.model_validate({"database_url": database_url}), clock, lambda: held[0]) as app:
        app.adapters["telegram"] = platform

        async def say(name: str, line: str, number: int) -> Reply:
            account = Account("telegram", ord(name[0]), name)
            return await app.dispatcher.answer(Said(account, room, f"telegram:update:{number}", line))

        await say("Ann", "/join", 1)
        await say("Ann", "/done week1", 2)
        clock.advance(timedelta(minutes=2))
        held[0] = False

        for work in (app.work.planner, app.work.deliverer):
            with pytest.raises(StoreBusy):
                await work.run_due()
        refused, looked_up = await say("Ann", "/done week2-numpy", 3), await say("Ann", "/progress", 4)
        assert [] == platform.sent
        assert "nothing changed" in refused.text.plain
        assert "nothing changed" not in looked_up.text.plain

        held[0] = True
        await app.work.run_due()
        assert 1 == len(platform.sent)


async def test_a_platform_out_of_reach_is_one_line_for_each_try() -> None:
    adapter, stop = Flaky(Unreachable("ClientConnectorError"), Unreachable("gateway")), asyncio.Event()

    async def pause(seconds: float, stop: asyncio.Event) -> None:
        if adapter.starts == 2:
            stop.set()

    with capture_logs() as logs:
        await keep_running(adapter, stop, pause)

    unreachable = [log for log in logs if log["event"] == "adapter.unreachable"]
    assert ["ClientConnectorError", "gateway"] == [log["reason"] for log in unreachable]
    assert not [log for log in logs if "exc_info" in log]


class Loop(asyncio.SelectorEventLoop):
    """A loop as on Windows, which takes no signal handlers."""

    def add_signal_handler(self, sig: int, callback: Callable[..., object], *args: object) -> None:
        raise NotImplementedError


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("loop", [asyncio.SelectorEventLoop, Loop])
def test_a_signal_stops_the_program_whatever_the_loop_can_do(
    loop: type[asyncio.AbstractEventLoop], number: int
) -> None:
    async def main() -> None:
        stop = asyncio.Event()
        catch_signals(stop)
        signal.raise_signal(number)
        await stop.wait()

    with handlers_kept(), asyncio.Runner(loop_factory=loop) as runner:
        runner.run(main())


@contextmanager
def handlers_kept() -> Iterator[None]:
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)
