"""The part of the program that speaks, as a process of its own, to be killed: `python -m tests.faults.speaker NOW`.

It plans and delivers what is due at an instant, through the real client libraries, and then waits for its end.
"""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import datetime

from bot.app import open_app
from bot.cli.adapting import make_adapters
from bot.cli.running import keep_running
from bot.clock import SettableClock
from bot.config import read_settings
from bot.identity import Platform
from bot.logs import set_up_logs
from tests.pacing import open_lane


async def speak(now: datetime) -> None:
    """Connect, say so, plan and deliver until nothing is left, say so."""
    clock, stop = SettableClock(now), asyncio.Event()
    async with open_app(read_settings(None), clock) as app:
        make_adapters(app, {Platform.DISCORD: open_lane(), Platform.TELEGRAM: open_lane()})
        keepers = [asyncio.create_task(keep_running(adapter, stop)) for adapter in app.adapters.values()]
        while not all(adapter.healthy() for adapter in app.adapters.values()):
            await asyncio.sleep(0.01)
        os.write(1, b"speaking\n")
        await app.work.run_due()
        os.write(1, b"done\n")
        await asyncio.gather(*keepers)


if __name__ == "__main__":
    set_up_logs("error", "text")
    asyncio.run(speak(datetime.fromisoformat(sys.argv[1])))
