"""What a start costs beside the bare imports of its libraries: `python -m tests.bench.bench_start`.

Measured is the processor time, user and system, of child processes that take turns with their floors, so that other
work on the machine weighs on both alike:

- `roadmap check` of the shipped plan, against a process that imports markdown-it and RapidFuzz;
- `sandbox` until its greeting and its end, on a new database, against a process that imports its libraries;
- the bot until Discord has it at its gateway and Telegram is asked for updates, on a database that is there already,
  against a process that imports its libraries. Its memory then is set against that process's too.

Each gate is a ratio to the floor. Seconds and megabytes are printed only. Bytecode is kept between the rounds, as
it is for everybody who starts the bot twice.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bot.database.migrating import upgrade
from roadmap.reading import SHIPPED
from tests.adapters.discord_peer import DiscordPeer
from tests.adapters.telegram_peer import TelegramPeer

ROOT = Path(__file__).parents[2]
ROUNDS = 7
LIMITS = {"roadmap check": 4.0, "sandbox": 1.6, "run": 1.6}
MEMORY_LIMIT = 1.6
READING = "import markdown_it, rapidfuzz"
CORE = (
    "import typer, pydantic_settings, sqlalchemy, aiosqlite, structlog, prometheus_client, babel.messages.pofile, "
    "markdown_it, rapidfuzz, anyascii"
)
SANDBOX = f"{CORE}, alembic.command, rich.console, rich.panel, prompt_toolkit"
PLATFORMS = f"{CORE}, discord, telegram.ext, aiohttp.web, apscheduler.schedulers.asyncio"
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Taken:
    """What a process took: of the processor, by the clock on the wall, and megabytes at its most."""

    worked: float
    real: float
    memory: float


def main() -> int:
    """Measure and print; 1 if a gate is missed."""
    with tempfile.TemporaryDirectory(prefix="cairn-bench-") as folder:
        url = f"sqlite:///{folder}/cairn.db"
        asyncio.run(upgrade(url))
        env = _environment(Path(folder), url)
        check = _race(lambda: _play(env, "-m", "bot", "roadmap", "check", str(SHIPPED)), lambda: _import(env, READING))
        sandbox = _race(lambda: _play(env, "-m", "bot", "sandbox"), lambda: _import(env, SANDBOX))
        run = _race(lambda: asyncio.run(_start(env)), lambda: _import(env, PLATFORMS))
    passed = [_report("roadmap check", *check), _report("sandbox", *sandbox), _report("run", *run)]
    return 0 if all([*passed, _report_memory(*run)]) else 1


def _environment(folder: Path, url: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    ours = {"PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(folder / "bytecode"), "PYTHONWARNINGS": "ignore"}
    return {**kept, **ours, "DATABASE_URL": url, "LOG_LEVEL": "error", "DISCORD_TOKEN": "", "TELEGRAM_TOKEN": ""}


def _race(ours: Callable[[], Taken], floor: Callable[[], Taken]) -> tuple[list[Taken], list[Taken]]:
    """Both in turns; the first of each, which writes the bytecode, does not count."""
    rounds = [(ours(), floor()) for _ in range(ROUNDS + 1)][1:]
    return [one for one, _ in rounds], [other for _, other in rounds]


def _report(name: str, ours: list[Taken], floor: list[Taken]) -> bool:
    worked, bare = median(one.worked for one in ours), median(one.worked for one in floor)
    good = worked / bare <= LIMITS[name]
    sys.stdout.write(
        f"gate: {name} takes {worked / bare:.2f} times its bare imports (limit {LIMITS[name]}): "
        f"{'ok' if good else 'MISSED'}; {worked:.2f} s of {bare:.2f} s, {median(one.real for one in ours):.2f} s real\n"
    )
    return good


def _report_memory(ours: list[Taken], floor: list[Taken]) -> bool:
    taken, bare = median(one.memory for one in ours), median(one.memory for one in floor)
    good = taken / bare <= MEMORY_LIMIT
    sys.stdout.write(
        f"gate: run keeps {taken / bare:.2f} times the memory of its bare imports (limit {MEMORY_LIMIT}): "
        f"{'ok' if good else 'MISSED'}; {taken:.0f} MB of {bare:.0f} MB\n"
    )
    return good


def _import(env: dict[str, str], imports: str) -> Taken:
    return _play(env, "-c", imports)


def _play(env: dict[str, str], *arguments: str) -> Taken:
    """Run Python to its end, with nothing to read."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments], env=env, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{arguments} ended with status {process.returncode}")
    return Taken(used.ru_utime + used.ru_stime, time.perf_counter() - began, used.ru_maxrss / 1024)


async def _start(env: dict[str, str]) -> Taken:
    """Start the bot and stop it when it is ready."""
    async with DiscordPeer() as discord, TelegramPeer() as telegram:
        platforms = {
            "DISCORD_TOKEN": discord.token,
            "DISCORD_API_URL": discord.url,
            "TELEGRAM_TOKEN": telegram.token,
            "TELEGRAM_API_URL": telegram.url,
        }
        began = time.perf_counter()
        process = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", cwd=ROOT, env={**env, **platforms})
        await telegram.until(lambda: bool(telegram.polls))
        await discord.until(lambda: discord.gateway.connected)
        taken = Taken(_worked(process.pid), time.perf_counter() - began, _resident(process.pid))
        process.terminate()
        await process.wait()
    return taken


def _worked(pid: int) -> float:
    """Seconds of the processor, user and system, that a process has had."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _resident(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


if __name__ == "__main__":
    sys.exit(main())
