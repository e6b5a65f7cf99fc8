"""The chore that joins groups: one that fails is tried again, and holds up no other."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, insert, select

from bot.errors import StoreBusy
from bot.features.homes import joiner
from bot.features.homes.actions.joining import Joining, join_groups
from bot.features.homes.queries.connections import add_connection
from bot.identity import ConnectionId, GroupId
from bot.library import Library
from bot.tables import connections, groups
from tests.bot.features.homes.two_homes import TwoHomes


def add_lost_groups(db: Connection, now: datetime) -> None:
    """Let two groups without a chat be connected, too."""
    row = db.execute(select(groups).where(groups.c.id == 1)).mappings().one()
    db.execute(insert(groups), [{**row, "id": number} for number in (3, 4)])
    add_connection(db, GroupId(3), GroupId(4), "climb", now=now, due_at=now)


@pytest.mark.parametrize(
    ("error", "wait", "others_ended"),
    [(LookupError, timedelta(hours=1), True), (StoreBusy, timedelta(0), False)],
)
async def test_a_joining_that_fails_is_tried_again_in_an_hour_and_after_a_busy_moment_at_once(
    homes: TwoHomes, monkeypatch: pytest.MonkeyPatch, error: type[Exception], wait: timedelta, *, others_ended: bool
) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.connect()
    await homes.work()
    homes.later(days=1)
    due = homes.clock.now()
    await homes.store.write(add_lost_groups, due)

    def fail_first(db: Connection, connection_id: ConnectionId, library: Library, now: datetime) -> Joining:
        if connection_id == 1:
            raise error
        return join_groups(db, connection_id, library, now)

    with monkeypatch.context() as patched, suppress(StoreBusy):
        patched.setattr(joiner, "join_groups", fail_first)
        await homes.joiner.run_due()
    first, other = await homes.rows(connections)
    assert (due + wait, others_ended) == (first.due_at, other.ended_at is not None)

    homes.later(seconds=wait.total_seconds())
    await homes.joiner.run_due()

    first, other = await homes.rows(connections)
    assert (homes.clock.now(), None, True) == (first.joined_at, first.ended_at, other.ended_at is not None)
