"""No line takes more statements than it is allowed: they cost more than all else in an answer."""

from __future__ import annotations

from bot.database.store import Store
from roadmap.reading import shipped_roadmap
from tests.bot.room import Room
from tests.statements import CEILINGS, count_statements


async def test_no_line_takes_more_statements_than_its_ceiling(sqlite_store: Store) -> None:
    found = await count_statements(Room(sqlite_store, [shipped_roadmap()]))

    assert {} == {line: count for line, count in found.items() if count > CEILINGS[line]}
