"""A start of the program that is to be killed inside the move of ticks: `python -m ...mover URL FILE`.

It moves the acts of the plan in FILE, says so before the transaction ends, and waits for its own end.
"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from threading import Event

from sqlalchemy import Connection

from bot.clock import SystemClock
from bot.database.store import open_store
from bot.features.roadmaps.actions import follow_edit
from roadmap.reading import load_roadmap, load_source


def move_and_wait(db: Connection, path: Path) -> None:
    follow_edit(db, load_roadmap(path), load_source(path), SystemClock().now())
    os.write(1, b"moved\n")
    Event().wait()


async def move(url: str, path: Path) -> None:
    await open_store(url, SystemClock()).write(move_and_wait, path)


if __name__ == "__main__":
    asyncio.run(move(sys.argv[1], Path(sys.argv[2])))
