"""How many statements a line takes, from its typed words to its answer: counted at the driver."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event

from bot.features import posts  # noqa: F401  registers the kinds of post
from roadmap.reading import shipped_roadmap
from tests.bot.room import Room

TASKS = [task.slug for task in shipped_roadmap().tasks()]
DONE = f"done {TASKS[4]}"
BLOCK = f"done {shipped_roadmap().place_of(TASKS[4])[2].slug}"
CEILINGS = {
    "done, the first of the day": 13,
    DONE: 12,
    f"{DONE} again": 8,
    "undo": 24,
    "log 15m": 10,
    "next": 2,
    "progress": 4,
    "progress, with a goal": 5,  # its learner's ticks of four weeks are counted, too
    "roadmap": 2,
    "help": 1,
    "streak": 7,
    "leaderboard": 5,
    "settings": 4,
    BLOCK: 22,  # whether a post tells of the finished block is asked, so that the answer doesn't say it twice
}
"""The most statements of each line, without those that begin and end a transaction."""


@contextmanager
def counting_statements() -> Iterator[list[str]]:
    """All statements that are sent meanwhile."""
    sent: list[str] = []

    def hear(_db: object, _cursor: object, sql: str, _values: object, _context: object, _many: bool) -> None:
        if not sql.startswith(("BEGIN", "PRAGMA")):
            sent.append(sql)

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", hear)


async def count_statements(room: Room) -> dict[str, int]:
    """The statements of each line of `CEILINGS`, typed by a member who has ticked before."""
    for task in TASKS[:3]:
        await room.say("Ann", f"done {task}")
    room.later(days=1)
    await room.say("Ann", "next")
    found = {"done, the first of the day": await _count(room, f"done {TASKS[3]}")}
    found[DONE] = await _count(room, DONE)
    found[f"{DONE} again"] = await _count(room, DONE)
    found |= {line: await _count(room, line) for line in CEILINGS if line not in found and "goal" not in line}
    await room.say("Ann", "goal ZERO 1 June yes")
    return found | {"progress, with a goal": await _count(room, "progress")}


async def _count(room: Room, line: str) -> int:
    with counting_statements() as sent:
        await room.say("Ann", line)
    return len(sent)
