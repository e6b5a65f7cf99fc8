"""kill -9 at random moments while hundreds of updates wait: all are answered, none twice."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select

from bot.database.store import Store
from bot.features.streaks.actions import counting
from bot.tables import waiting_updates
from tests.adapters.telegram_peer import TelegramPeer
from tests.faults import town as towns
from tests.faults.answerer import Answerer
from tests.faults.conftest import Figures

pytestmark = pytest.mark.faults

GROUPS = 20
PEOPLE = 25
"""People in each group; one more for each group writes in private."""

KILLS = {"some": 2, "all": 20}
SHARES = {"some": 4, "all": 1}
TASKS = [slugs[0] for slugs in towns.BLOCKS]
LINES = ("/done {task}", "/progress", "/log 15m a paper", "/streak", "/log 20m", "/done {task} with a note", "/next")


def everybody_speaks(peer: TelegramPeer, dice: random.Random, share: int) -> list[int]:
    """Let everybody write once, in an order by the dice. Returns the numbers of the messages."""
    rooms = [peer.group(f"Group {number}") for number in range(GROUPS)]
    rooms += [peer.private(peer.user(f"Solo{number}")) for number in range(GROUPS)]
    writers = [(room, room.person or peer.user(f"P{room.id}{one}")) for room in rooms
               for one in range(1 if room.person else PEOPLE // share)]  # fmt: skip
    dice.shuffle(writers)
    said = []
    for number, (room, person) in enumerate(writers):
        line = LINES[number % len(LINES)].format(task=TASKS[number % len(TASKS)])
        said.append(peer.says(person, room, line).id)
    return said


def answered(peer: TelegramPeer) -> Counter[int]:
    """How many answers each message has. In a private chat, where one message was written, all are its answers."""
    found: Counter[int] = Counter()
    for chat in peer.chats.values():
        own = next(one.id for one in chat.messages if not one.ours)
        found.update((one.to or own) if chat.person else (one.to or 0) for one in chat.messages if one.ours)
    return found


def count_shelved(db: Connection) -> int:
    return db.execute(select(func.count()).select_from(waiting_updates)).scalar_one()


async def live(answerer: Answerer, peer: TelegramPeer, over: Callable[[], Awaitable[bool]]) -> None:
    """Start the process, and kill it a moment after it is enough."""
    process = answerer.start()
    try:
        while process.is_alive() and not await over():
            await asyncio.sleep(0.002)
        await asyncio.sleep(random.uniform(0, 0.02))
    finally:
        process.kill()
        await asyncio.to_thread(process.join)
        await peer.hear_out()


async def test_all_are_answered_and_none_twice_however_often_the_process_is_killed(
    store: Store, database_url: str, tmp_path: Path, request: pytest.FixtureRequest, figures: Figures
) -> None:
    how = request.config.getoption("--faults")
    kills, dice = KILLS[how], random.Random(5)
    async with TelegramPeer() as peer:
        said = everybody_speaks(peer, dice, SHARES[how])
        answerer = Answerer(peer.url, peer.token, database_url, tmp_path)

        async def is_far_enough() -> bool:
            return sum(answered(peer).values()) >= goal

        async def is_done() -> bool:
            return not peer.waiting and not await store.read(count_shelved)

        for kill in range(1, kills + 1):
            goal = int(len(said) * kill / (kills + 1) * dice.uniform(0.9, 1.05))
            await live(answerer, peer, is_far_enough)
        left = len(said) - len(answered(peer))
        await live(answerer, peer, is_done)

        counted = answered(peer)
        lost = [one for one in said if not counted[one]]
        doubled = {one: count for one, count in counted.items() if count > 1}
        figures.note(updates=len(said), kills=kills, left=left, lost=len(lost), doubled=len(doubled))
        assert ([], {}) == (lost, doubled)
        assert [] == peer.violations
        assert [] == await store.read(counting.verify_counters)
