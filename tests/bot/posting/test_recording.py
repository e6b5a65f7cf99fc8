"""What is decided about posts that were in flight when a process died, and about those that waited for long."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, insert, select

from bot.database.store import Store
from bot.identity import AccountId, LearnerId, PlaceId
from bot.posting import outbox, recording
from bot.posting.posts import Post
from bot.posting.recording import LATE, STILL_KNOWN
from bot.tables import accounts
from bot.tables import outbox as table
from tests.bot.database.rows import NOW, add_learners, add_place

LEASE = timedelta(minutes=2)
MINUTE = timedelta(minutes=1)
HALF_AN_HOUR = timedelta(minutes=30)


def prepare(db: Connection) -> None:
    add_learners(db, 1)
    add_place(db, 1, "discord")
    db.execute(insert(accounts).values(id=1, learner_id=1, platform="discord", user_id=5, name="Ann"))


def put(db: Connection, /, key: str, account_id: AccountId | None = None) -> None:
    place_id = None if account_id else PlaceId(1)
    outbox.put_post(
        db,
        kind="nudge",
        key=key,
        place_id=place_id,
        account_id=account_id,
        learner_id=LearnerId(1),
        facts={},
        now=NOW,
        due_at=NOW,
    )


def claim(db: Connection, now: datetime = NOW, limit: int = 9) -> list[Post]:
    return outbox.claim_posts(db, now, LEASE, limit, ("discord",))


def recover(db: Connection, now: datetime, *, rather_twice: bool = False, known: bool = False) -> str:
    recording.recover_posts(db, now, lambda _: rather_twice, lambda _: known)
    state: str = db.execute(select(table.c.state)).scalar_one()
    return state


@pytest.fixture
async def box(store: Store) -> Store:
    await store.write(prepare)
    return store


@pytest.mark.parametrize(
    ("rather_twice", "known", "later", "state"),
    [
        (False, False, timedelta(), "ambiguous"),
        (False, True, timedelta(), "new"),
        (False, True, STILL_KNOWN - timedelta(seconds=1), "new"),
        (False, True, STILL_KNOWN, "ambiguous"),
        (False, True, timedelta(hours=8), "ambiguous"),
        (True, True, timedelta(hours=8), "new"),
        (True, False, timedelta(hours=8), "new"),
    ],
)
async def test_a_post_in_flight_is_sent_again_where_twice_is_impossible_or_acceptable(
    box: Store, rather_twice: bool, known: bool, later: timedelta, state: str
) -> None:
    await box.write(put, "k")
    await box.write(claim)

    assert state == await box.write(recover, NOW + LEASE + later, rather_twice=rather_twice, known=known)


async def test_nothing_is_decided_while_the_lease_lasts(box: Store) -> None:
    await box.write(put, "k")
    await box.write(claim)

    assert "sending" == await box.write(recover, NOW + LEASE - timedelta(seconds=1))


async def test_a_repeat_that_would_no_longer_be_known_is_left_in_doubt(box: Store) -> None:
    await box.write(put, "k")
    await box.write(claim)
    await box.write(recover, NOW + LEASE, known=True)

    assert [] == await box.write(claim, NOW + LEASE + STILL_KNOWN)
    assert "ambiguous" == await box.write(recover, NOW + LEASE + STILL_KNOWN)


async def test_the_first_lost_answer_says_until_when_a_repeat_is_known(box: Store) -> None:
    await box.write(put, "k")
    [post] = await box.write(claim)
    await box.write(outbox.repeat_until, post.id, NOW + 3 * MINUTE)
    await box.write(outbox.repeat_until, post.id, NOW + 30 * MINUTE)

    assert NOW + 3 * MINUTE == await box.read(lambda db: db.scalar(select(table.c.stale_at)))


async def test_after_a_post_that_waited_for_long_the_next_there_waits_half_an_hour(box: Store) -> None:
    for key in "abc":
        await box.write(put, key)
    await box.write(put, "elsewhere", AccountId(1))
    now = NOW + LATE + MINUTE
    [first] = await box.write(claim, now, 1)
    await box.write(recording.mark_delivered, first, "1", now)
    assert ["elsewhere"] == [post.key for post in await box.write(claim, now + HALF_AN_HOUR - MINUTE)]

    [second] = await box.write(claim, now + HALF_AN_HOUR, 1)
    await box.write(recording.mark_delivered, second, "2", now + HALF_AN_HOUR)
    assert [] == await box.write(claim, now + HALF_AN_HOUR)

    assert ["a", "b", "c"] == [
        first.key,
        second.key,
        *(post.key for post in await box.write(claim, now + 2 * HALF_AN_HOUR)),
    ]


async def test_a_post_in_time_holds_up_no_other(box: Store) -> None:
    await box.write(put, "a")
    [post] = await box.write(claim)
    await box.write(put, "b")
    await box.write(recording.mark_delivered, post, "1", NOW + LATE)

    assert ["b"] == [post.key for post in await box.write(claim, NOW + LATE)]
