"""Each change of a post gets a key that no kept row has, whichever earlier changes were purged."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, delete, func, select

from bot.database.store import Store
from bot.features.posts import POSTS
from bot.posting.planner import Planner
from bot.tables import outbox
from tests.bot.features.cheers.stage import Party
from tests.bot.room import words

SUNDAY = datetime(2026, 3, 8, 18, 15, tzinfo=UTC)
Change = Callable[[Party], Awaitable[object]]


def purge_first(db: Connection) -> int:
    """Delete the earliest change that is kept, as if it had ended long before the others."""
    first = select(func.min(outbox.c.id)).where(outbox.c.kind.like("amend%")).scalar_subquery()
    return db.execute(delete(outbox).where(outbox.c.id == first)).rowcount


async def change_each_time(party: Party, changes: tuple[Change, Change], said: tuple[str, str]) -> None:
    """Change a post to and fro, and let earlier changes be purged meanwhile."""
    for turn in range(6):
        await changes[turn % 2](party)
        await party.deliver()
        assert said[turn % 2] in words(party.last), turn
        if turn % 3 == 2:
            assert await party.store.write(purge_first)


async def undo(party: Party) -> object:
    return await party.say("Ann", "/undo")


async def redo(party: Party) -> object:
    return await party.say("Ann", "/done week1")


@pytest.fixture
async def party(sqlite_store: Store) -> Party:
    room = Party(sqlite_store)
    await room.join("Ann", "Ben", "Cat")
    return room


async def test_a_celebration_is_changed_however_often(party: Party) -> None:
    await party.finish("Ann")

    await change_each_time(party, (undo, redo), ("Undone by", "Ann finished"))


async def test_a_crowds_post_is_changed_however_often(party: Party) -> None:
    await party.finish("Cat")
    for name in ("Ann", "Ben"):
        await party.say(name, "/done week1")
    party.later(minutes=11)
    await party.deliver()

    await change_each_time(party, (undo, redo), ("Ben finished", "Ann"))


async def test_a_digest_is_changed_however_often(party: Party) -> None:
    for at, line in ((SUNDAY, "/checkin Read a book | I am stuck | -"), (SUNDAY + timedelta(days=1), "")):
        party.clock.move_to(at)
        await Planner(party.store, party.clock, party.library, POSTS).run_due()
        await party.deliver()
        if line:
            await party.tap("Ann", await party.say("Ann", line), "All")

    async def rewrite(book: str) -> None:
        await party.say("Ann", f"/checkin of:2026-03-02 {book} | I am stuck | -")

    await change_each_time(
        party, (lambda _: rewrite("Read a novel"), lambda _: rewrite("Read a poem")), ("novel", "poem")
    )
