"""Activity of a learner: ignored nudges are forgotten, a lost account gets posts again, and dues are renewed."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, delete, select, update

from bot.database.store import Store
from bot.features.members.actions.groups import SHIPPED, note_added
from bot.features.members.actions.presence import enter
from bot.features.members.actions.surroundings import AT_ONCE, note_presence, read_surroundings
from bot.identity import LearnerId, Place
from bot.posting import dues as due_moments
from bot.tables import accounts, dues, groups, learners, places
from tests.bot.climb import ANN, BEN, ROOM, START, caller

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MINUTE = timedelta(minutes=1)


async def speak(store: Store, *, at: timedelta, reads: bool) -> None:
    """Let Ann send a command that writes, or one that only reads."""
    if reads:
        await store.write(note_presence, ANN, ROOM, START + at)
    else:
        await store.write(enter, caller(at=at), "climb")


def change_ann(db: Connection, /, **values: object) -> None:
    db.execute(update(learners).where(learners.c.id == 1).values(**values))


def block(db: Connection) -> None:
    db.execute(update(accounts).values(off_reason="blocked"))


def read_ann(db: Connection) -> tuple[int, datetime, str | None]:
    """The count of ignored nudges, the last activity, and the reason why the account is off."""
    row = db.execute(
        select(learners.c.nudges_ignored, learners.c.active_at, accounts.c.off_reason)
        .join(accounts, accounts.c.learner_id == learners.c.id)
        .where(learners.c.id == 1)
    ).one()
    return row.nudges_ignored, row.active_at, row.off_reason


@pytest.mark.parametrize("reads", [False, True])
@pytest.mark.parametrize("ignored", [1, 22])
async def test_any_command_forgets_the_ignored_nudges_within_the_hour_too(
    store: Store, reads: bool, ignored: int
) -> None:
    await store.write(enter, caller(), "climb")
    await store.write(change_ann, nudges_ignored=ignored)

    await speak(store, at=MINUTE, reads=reads)

    assert (0, START + MINUTE, None) == await store.read(read_ann)


@pytest.mark.parametrize("reads", [False, True])
async def test_any_command_switches_a_lost_account_on_again(store: Store, reads: bool) -> None:
    await store.write(enter, caller(), "climb")
    await store.write(block)

    await speak(store, at=MINUTE, reads=reads)

    assert (0, START, None) == await store.read(read_ann)


@pytest.mark.parametrize("reads", [False, True])
@pytest.mark.parametrize(
    ("ignored", "after", "renewed"),
    [(0, DAY - MINUTE, False), (0, DAY, True), (21, MINUTE, False), (22, MINUTE, True)],
)
async def test_dues_are_renewed_once_a_day_and_at_once_for_a_given_up_learner(
    sqlite_store: Store, reads: bool, ignored: int, after: timedelta, renewed: bool
) -> None:
    await sqlite_store.write(enter, caller(), "climb")
    await sqlite_store.write(change_ann, nudge_on=True, nudges_ignored=ignored)
    await sqlite_store.write(lambda db: db.execute(delete(dues).where(dues.c.learner_id == 1)).rowcount)

    await speak(sqlite_store, at=after, reads=reads)

    assert renewed == ("personal" in await sqlite_store.read(due_moments.read_learner_dues, LearnerId(1)))


async def test_a_lookup_by_a_learner_who_is_no_member_here_is_no_activity(store: Store) -> None:
    other = Place("sandbox", 2, 2, title="Other room")
    await store.write(enter, caller(), "climb")
    await store.write(enter, caller(BEN, place=other), "climb")
    await store.write(change_ann, nudges_ignored=3)

    await store.write(note_presence, ANN, other, START + 2 * HOUR)

    assert (3, START, None) == await store.read(read_ann)
    assert (await store.read(read_surroundings, ANN, other)).note_from is None


@pytest.mark.parametrize(
    ("change", "of_group", "note_from"),
    [
        ({}, {}, START + HOUR),
        ({"active_at": START + 3 * HOUR}, {}, START + HOUR),
        ({}, {"active_at": START + 3 * HOUR}, START + HOUR),
        ({"active_at": START + 3 * HOUR}, {"active_at": START + 2 * HOUR}, START + 3 * HOUR),
        ({"nudges_ignored": 1}, {}, AT_ONCE),
        ({}, {"asleep": True}, AT_ONCE),
        ({}, {"removed_at": START}, AT_ONCE),
    ],
)
async def test_presence_is_noted_once_an_hour_and_at_once_where_it_changes_something(
    sqlite_store: Store, change: dict[str, object], of_group: dict[str, object], note_from: datetime
) -> None:
    def alter(db: Connection) -> None:
        db.execute(update(learners).values({"active_at": START} | change))
        db.execute(update(groups).values({"active_at": START} | of_group))

    await sqlite_store.write(enter, caller(), "climb")
    await sqlite_store.write(alter)

    assert note_from == (await sqlite_store.read(read_surroundings, ANN, ROOM)).note_from


async def test_presence_of_a_learner_with_a_lost_account_is_noted_at_once(sqlite_store: Store) -> None:
    await sqlite_store.write(enter, caller(), "climb")
    await sqlite_store.write(block)

    assert AT_ONCE == (await sqlite_store.read(read_surroundings, ANN, ROOM)).note_from


async def test_a_removed_group_whose_place_was_on_keeps_its_thread_after_a_command_elsewhere(store: Store) -> None:
    thread = Place("sandbox", ROOM.space_id, 7, 8, title=ROOM.title)
    await store.write(note_added, ROOM, START)
    await store.write(lambda db: db.execute(update(groups).values(removed_at=START)).rowcount)

    await store.write(enter, caller(place=thread), SHIPPED)

    kept = await store.read(lambda db: db.execute(select(places.c.chat_id, places.c.thread_id)).one())
    assert (ROOM.chat_id, ROOM.thread_id) == tuple(kept)
