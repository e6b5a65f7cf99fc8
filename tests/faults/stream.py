"""A stream of /done calls as a process of its own, to be killed: `python -m tests.faults.stream URL FROM`.

Call n is the same whenever it is made. Each is acknowledged on standard output once the store has said so.
"""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import UTC, datetime, timedelta

import bot.features.posts  # noqa: F401  registers the kinds of post
from bot.database.store import Store, open_store
from bot.features.ticks.actions.ticked_off import TickedOff
from bot.features.ticks.actions.ticking import tick_off
from bot.identity import Account, Caller, Place
from roadmap.reading import shipped_roadmap

LEARNERS = 3
AT_ONCE = 6
CALLS = 180
BEGIN = datetime(2026, 3, 2, 12, tzinfo=UTC)


def inbound(number: int) -> str:
    return f"telegram:update:{number}"


async def call(store: Store, number: int) -> TickedOff:
    """One /done: the learners take turns, each goes through the roadmap in order, five tasks a day."""
    roadmap = shipped_roadmap()
    turn, learner = divmod(number, LEARNERS)
    choosing = {choice.task for choice in roadmap.choices()}  # such a checkbox waits for the choice
    slug = [task.slug for task in roadmap.tasks() if task.slug not in choosing][turn]
    who = Account("telegram", learner + 1, f"Learner {learner + 1}")
    now = BEGIN + timedelta(days=turn // 5)
    return await store.write_once(
        inbound(number), tick_off, Caller(who, Place("telegram", -1, -1), now), roadmap, (slug,), ""
    )


async def play(url: str, first: int) -> None:
    store = open_store(url)
    waiting = list(range(CALLS - 1, first - 1, -1))

    async def go_on() -> None:
        while waiting:
            number = waiting.pop()
            await call(store, number)
            os.write(1, f"{number}\n".encode())

    await asyncio.gather(*(go_on() for _ in range(AT_ONCE)))
    await store.close()


if __name__ == "__main__":
    asyncio.run(play(sys.argv[1], int(sys.argv[2])))
