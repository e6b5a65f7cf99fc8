"""Whatever a linked learner does, and the plan does for them, each row knows which of their accounts made it."""

from __future__ import annotations

import asyncio

from sqlalchemy import Connection, select

from bot.database.columns import MADE_ON
from bot.database.store import Store
from bot.features.linking.queries.moving import moved_tables
from tests.databases import open_patiently
from tests.laws.together import checks
from tests.laws.together.deeds import Life

DISCORD, TELEGRAM, FELLOW, MATE = "Annika@discord", "Anouk@telegram", "Cosima@discord", "Dorian@telegram"
SAID = (
    *("/done week1-stats: plum", "/log 30m pear", "/habits daily-news", "/choose path vision", "/criteria zero-build"),
    *("/done week1-algebra", "/done week1-practice", "/placement week2 yes", "/progress goal ZERO 1 May 2027"),
    *("/settings checkins all", "/settings work on", "/settings questions on"),
    *("/checkin plum | quince | week2-numpy", "/promise week3-build", "/nudges on", "/pause 2d", "/resume"),
    *("/stuck week2-cleaning quince", "/settings partner on", "/settings rest sun"),
    *("/settings zone Asia/Tokyo", "/settings visibility number", "/settings export"),
    *("/repair 20m", "/undo", "/focus 25", "/settings visibility group", "/settings pings on"),
)
"""Lines with which a learner makes rows of all kinds."""
BY_THE_PLAN = {"acts", "focus_members", "helps", "obstacles", "paired", "sessions"}
"""Tables in which the plan makes rows of a learner who says nothing."""
STUCK = ("week1-algebra", "week1-practice")
"""Tasks at which their fellow members are stuck."""


def read_filled(db: Connection) -> set[str]:
    """The tables with makers that have a row."""
    tables = (table for table in moved_tables() if MADE_ON in table.c)
    return {table.name for table in tables if db.execute(select(table).limit(1)).first()}


async def link_two(store: Store) -> Life:
    life = Life(store)
    await life.open()
    for name in (DISCORD, TELEGRAM, FELLOW, MATE):
        await life.speak(name, "/join")
    for name in (FELLOW, MATE):
        for line in ("/settings partner on", "/done week1-stats", "/log 20m"):
            await life.speak(name, line)
    life.later(minutes=5)
    assert await life.link(DISCORD, TELEGRAM)
    return life


async def live_a_week(store: Store) -> None:
    life = await link_two(store)
    for line in ("/nudges on", "/log 30m", "/log 30m"):
        await life.speak(DISCORD, line)
        await life.live(days=1)
    await life.live(days=2)
    filled = await store.read(read_filled)
    assert "streak_news" in filled, "no morning told of a freeze"
    await store.read(checks.check_makers)
    for number, line in enumerate(SAID):
        await life.speak((DISCORD, TELEGRAM)[number % 2], line)
        if number % 7 == 5:
            for name in (FELLOW, MATE):
                await life.speak(name, f"/stuck {STUCK[number // 7 % 2]} fig")
                await life.speak(name, "/log 20m")
        await life.live(hours=7)
        await store.read(checks.check_makers)
        filled |= await store.read(read_filled)
    await life.live(days=7)
    await store.read(checks.check_makers)
    assert BY_THE_PLAN <= filled | await store.read(read_filled)
    await life.unlink(DISCORD)


def test_each_row_of_a_linked_learner_has_a_maker(database_url: str) -> None:
    async def live() -> None:
        store = open_patiently(database_url)
        try:
            await live_a_week(store)
        finally:
            await store.close()

    asyncio.run(live())
