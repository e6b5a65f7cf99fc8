"""The chore that joins groups: one that fails is tried again, and holds up no other."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, insert, select, update

from bot.errors import StoreBusy
from bot.features.homes import joiner
from bot.features.homes.actions.joining import Joining, join_groups
from bot.features.homes.actions.returning import find_homes_with_news
from bot.features.homes.queries.connections import add_connection
from bot.identity import ConnectionId, GroupId, PlaceId
from bot.library import Library
from bot.tables import connections, groups, places
from tests.bot.features.homes.two_homes import ROOT, TwoHomes
from tests.statements import counting_statements


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


async def test_a_home_that_cannot_be_told_holds_up_no_other_and_is_tried_again_in_an_hour(
    homes: TwoHomes, monkeypatch: pytest.MonkeyPatch
) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.connect()
    await homes.work()
    homes.later(days=1)
    told = list[PlaceId]()
    back = [(GroupId(1), PlaceId(1)), (GroupId(2), PlaceId(2))]

    def fail_first(db: Connection, group_id: GroupId, place_id: PlaceId, now: datetime) -> None:
        told.append(place_id)
        if place_id == 1:
            raise LookupError

    monkeypatch.setattr(joiner, "find_homes_with_news", lambda db, now: back)
    monkeypatch.setattr(joiner, "repeat_missed_news", fail_first)
    await homes.joiner.run_due()
    assert [1, 2] == told
    assert homes.clock.now() == (await homes.rows(connections))[0].joined_at

    for minutes, tried in ((59, [1, 2, 2]), (1, [1, 2, 2, 1, 2])):
        homes.later(minutes=minutes)
        await homes.joiner.run_due()
        assert tried == told


async def test_a_busy_database_ends_the_run_before_a_home_is_told(
    homes: TwoHomes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(db: Connection, *_: object) -> None:
        raise StoreBusy

    monkeypatch.setattr(joiner, "find_homes_with_news", lambda db, now: [(GroupId(1), PlaceId(1))])
    monkeypatch.setattr(joiner, "repeat_missed_news", refuse)

    with pytest.raises(StoreBusy):
        await homes.joiner.run_due()


async def test_homes_with_news_are_found_by_two_statements_however_many_homes_there_are(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.join()
    await homes.say(ROOT, "/setup disconnect yes")
    await homes.work()
    assert [] == await homes.store.read(find_homes_with_news, homes.clock.now())
    await homes.store.write(add_ended_homes, homes.clock.now())
    with counting_statements() as sent:
        assert 6 == len(await homes.store.read(find_homes_with_news, homes.clock.now()))

    assert 2 == len(sent)


def add_ended_homes(db: Connection, now: datetime) -> None:
    """Let three more pairs of groups have been one for a while, and none have heard that they are not any more."""
    group = db.execute(select(groups).where(groups.c.id == 1)).mappings().one()
    place = db.execute(select(places).where(places.c.id == 1)).mappings().one()
    numbers = range(101, 107)
    db.execute(insert(groups), [{**group, "id": one} for one in numbers])
    db.execute(
        insert(places), [{**place, "id": one, "group_id": one, "space_id": one, "greeted_at": now} for one in numbers]
    )
    for first in numbers[::2]:
        add_connection(db, GroupId(first), GroupId(first + 1), "climb", now=now, due_at=now)
    db.execute(update(connections).where(connections.c.group_id > 100).values(open=None, joined_at=now, ended_at=now))
