"""From the shell to ready on both platforms: `python -m tests.bench.bench_start`.

Ready is when Discord has the bot at its gateway and Telegram is asked for updates, on a database that is there already.
The floor is a process that only imports the libraries. Gates: 1.5 s to ready, 150 MB of memory when idle.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bot.storage.migrating import upgrade
from tests.adapters.discord_peer import DiscordPeer
from tests.adapters.telegram_peer import TelegramPeer

ROOT = Path(__file__).parents[2]
ROUNDS = 5
GATE_SECONDS = 1.5
GATE_MB = 150
IMPORTS = "import discord, telegram.ext, sqlalchemy.ext.asyncio, apscheduler.schedulers.asyncio, babel, typer, rich"


def main() -> int:
    """Measure and print; 1 if a gate is missed."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/cairn.db"
        asyncio.run(upgrade(url))
        floors = [_import_all() for _ in range(ROUNDS)]
        taken = [asyncio.run(_start(url, Path(folder))) for _ in range(ROUNDS)]
    floor, ready = statistics.median(floors), statistics.median(seconds for seconds, _ in taken)
    memory = statistics.median(megabytes for _, megabytes in taken)
    sys.stdout.write(f"imports alone {floor:.2f} s, ready {ready:.2f} s ({ready / floor:.1f} times), {memory:.0f} MB\n")
    passed = ready <= GATE_SECONDS and memory <= GATE_MB
    sys.stdout.write(f"gate: {GATE_SECONDS} s and {GATE_MB} MB: {'ok' if passed else 'MISSED'}\n")
    return 0 if passed else 1


def _import_all() -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-W", "ignore", "-c", IMPORTS], check=True)
    return time.perf_counter() - began


async def _start(url: str, folder: Path) -> tuple[float, float]:
    """Seconds from the shell to ready, and megabytes then."""
    async with DiscordPeer() as discord, TelegramPeer() as telegram:
        env = {
            **os.environ,
            "DISCORD_TOKEN": discord.token,
            "DISCORD_API_URL": discord.url,
            "TELEGRAM_TOKEN": telegram.token,
            "TELEGRAM_API_URL": telegram.url,
            "DATABASE_URL": url,
            "LOG_LEVEL": "error",
            "PYTHONPATH": str(ROOT),
        }
        began = time.perf_counter()
        process = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", cwd=folder, env=env)
        await telegram.until(lambda: bool(telegram.polls))
        await discord.until(lambda: discord.gateway.connected)
        seconds = time.perf_counter() - began
        megabytes = _resident(process.pid)
        process.terminate()
        await process.wait()
    return seconds, megabytes


def _resident(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


if __name__ == "__main__":
    sys.exit(main())
