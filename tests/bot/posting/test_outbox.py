from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select, update

from bot.database.store import Store
from bot.identity import GroupId, LearnerId, Place, PlaceId, PostId
from bot.posting import outbox, target_posts
from bot.posting.posts import IN_DOUBT, Post
from bot.tables import outbox as rows
from bot.tables import places
from tests.bot.database.rows import NOW, add_learners, add_place

LEASE = timedelta(minutes=2)
SECOND = timedelta(seconds=1)
ALL = ("telegram", "discord")


def put(db: Connection, /, key: str, **changed: Any) -> PostId | None:
    usual = {"kind": "celebration", "place_id": 1, "learner_id": 1, "facts": {"a": [1]}, "now": NOW, "due_at": NOW}
    return outbox.put_post(db, key=key, **{**usual, **changed})


def look(db: Connection, key: str) -> Any:
    return db.execute(select(rows).where(rows.c.key == key)).one()


@pytest.fixture
async def box(store: Store) -> Store:
    """A store with a learner, a place on Telegram (1) and one on Discord (2)."""
    await store.write(add_learners, 1)
    await store.write(add_place, 1, "telegram", "de")
    await store.write(add_place, 2, "discord")
    return store


async def test_a_key_is_used_once(box: Store) -> None:
    assert await box.write(put, "k") is not None
    assert await box.write(put, "k", facts={"b": 2}) is None
    assert {"a": [1]} == (await box.read(look, "k")).facts


async def test_what_is_due_is_claimed_with_all_that_sending_needs(box: Store) -> None:
    id_ = await box.write(put, "k")
    (post,) = await box.write(outbox.claim_posts, NOW, LEASE, 10, ALL)

    assert post == Post(
        id=id_ or PostId(0),
        kind="celebration",
        key="k",
        learner_id=LearnerId(1),
        facts={"a": [1]},
        attempts=1,
        created_at=NOW,
        due_at=NOW,
        place=Place("telegram", -1, -1),
        language="de",
        place_id=PlaceId(1),
        group_id=GroupId(1),
        leased_until=NOW + LEASE,
    )
    assert [] == await box.write(outbox.claim_posts, NOW, LEASE, 10, ALL)


async def test_claims_come_oldest_first_and_no_more_than_asked_for(box: Store) -> None:
    for key, ago in (("b", 1), ("c", 0), ("a", 2)):
        await box.write(put, key, due_at=NOW - ago * SECOND)

    first = await box.write(outbox.claim_posts, NOW, LEASE, 2, ALL)
    then = await box.write(outbox.claim_posts, NOW, LEASE, 2, ALL)

    assert [["a", "b"], ["c"]] == [[post.key for post in posts] for posts in (first, then)]


async def test_what_is_not_due_elsewhere_or_switched_off_is_left(box: Store) -> None:
    await box.write(put, "later", due_at=NOW + SECOND)
    await box.write(put, "discord", place_id=2)
    await box.write(put, "off")
    await box.write(lambda db: db.execute(update(places).where(places.c.id == 1).values(off_reason="kicked")).rowcount)

    assert [] == await box.write(outbox.claim_posts, NOW, LEASE, 10, ("telegram",))
    assert ["discord"] == [post.key for post in await box.write(outbox.claim_posts, NOW + SECOND, LEASE, 10, ALL)]


async def test_what_is_past_its_grace_is_dropped(box: Store) -> None:
    await box.write(put, "k", stale_at=NOW + SECOND)

    assert [] == await box.write(outbox.claim_posts, NOW + SECOND, LEASE, 10, ALL)
    row = await box.read(look, "k")
    assert ("dead", "stale", NOW + SECOND) == (row.state, row.reason, row.ended_at)


async def test_within_its_grace_it_is_sent(box: Store) -> None:
    await box.write(put, "k", stale_at=NOW + SECOND)

    assert 1 == len(await box.write(outbox.claim_posts, NOW, LEASE, 10, ALL))


async def test_two_who_claim_at_once_share_the_rows(box: Store) -> None:
    for n in range(40):
        await box.write(put, f"k{n}")

    claims = await asyncio.gather(*(box.write(outbox.claim_posts, NOW, LEASE, 5, ALL) for _ in range(12)))

    claimed = [post.key for posts in claims for post in posts]
    assert len(claimed) == len(set(claimed))
    again = await box.write(outbox.claim_posts, NOW, LEASE, 40, ALL)
    assert 40 == len(claimed) + len(again)


async def test_the_next_moment_is_that_of_a_post_that_can_be_sent(box: Store) -> None:
    assert await box.read(outbox.next_post_at, ALL) is None
    await box.write(put, "k", due_at=NOW + 5 * SECOND)
    await box.write(put, "d", place_id=2, due_at=NOW + SECOND)

    assert NOW + SECOND == await box.read(outbox.next_post_at, ALL)
    assert NOW + 5 * SECOND == await box.read(outbox.next_post_at, ("telegram",))
    assert await box.read(outbox.next_post_at, ()) is None


async def test_a_lease_that_runs_out_is_a_moment_too(box: Store) -> None:
    await box.write(put, "k")
    await box.write(outbox.claim_posts, NOW, LEASE, 10, ALL)

    assert NOW + LEASE == await box.read(outbox.next_post_at, ALL)


async def test_a_dead_process_leaves_rows_that_are_found_when_their_lease_has_run_out(box: Store) -> None:
    await box.write(put, "k")
    (post,) = await box.write(outbox.claim_posts, NOW, LEASE, 10, ALL)

    assert [] == await box.write(outbox.find_lost_posts, NOW + LEASE - SECOND)
    assert await box.write(outbox.find_lost_posts, NOW + LEASE) == [post]


async def test_what_was_sent_stays_sent(box: Store) -> None:
    await box.write(put, "k")
    (post,) = await box.write(outbox.claim_posts, NOW, LEASE, 10, ALL)
    await box.write(outbox.mark_sent, post.id, NOW, "m7")
    for mark in (outbox.mark_retry, outbox.mark_dead, outbox.mark_ambiguous):
        await box.write(mark, post.id, NOW + SECOND, "late")

    row = await box.read(look, "k")
    assert ("sent", "m7", NOW, None, None) == (row.state, row.message_id, row.ended_at, row.leased_until, row.reason)
    assert not await box.write(outbox.cancel_post, post.id, NOW)
    assert [] == await box.write(outbox.find_lost_posts, NOW + LEASE)


async def test_what_was_given_up_may_turn_out_to_have_been_sent(box: Store) -> None:
    await box.write(put, "k")
    (post,) = await box.write(outbox.claim_posts, NOW, LEASE, 10, ALL)
    await box.write(outbox.mark_ambiguous, post.id, NOW, "timeout")
    await box.write(outbox.mark_sent, post.id, NOW, "m7")

    assert "sent" == (await box.read(look, "k")).state


async def test_a_retry_waits_for_its_moment_and_counts(box: Store) -> None:
    await box.write(put, "k")
    (post,) = await box.write(outbox.claim_posts, NOW, LEASE, 10, ALL)
    await box.write(outbox.mark_retry, post.id, NOW + SECOND, "x" * 200)

    assert [] == await box.write(outbox.claim_posts, NOW, LEASE, 10, ALL)
    (again,) = await box.write(outbox.claim_posts, NOW + SECOND, LEASE, 10, ALL)
    assert 2 == again.attempts
    assert "x" * 64 == (await box.read(look, "k")).reason


@pytest.mark.parametrize(("mark", "state"), [(outbox.mark_ambiguous, "ambiguous"), (outbox.mark_dead, "dead")])
async def test_what_is_given_up_is_not_tried_again(box: Store, mark: Any, state: str) -> None:
    await box.write(put, "k")
    (post,) = await box.write(outbox.claim_posts, NOW, LEASE, 10, ALL)
    await box.write(mark, post.id, NOW, "why")

    row = await box.read(look, "k")
    assert (row.state, row.reason, row.ended_at, row.leased_until) == (state, "why", NOW, None)
    assert [] == await box.write(outbox.claim_posts, NOW + LEASE, LEASE, 10, ALL)
    assert await box.read(outbox.next_post_at, ALL) is None


async def test_only_what_still_waits_can_be_cancelled(box: Store) -> None:
    first = await box.write(put, "a")
    assert await box.write(outbox.cancel_post, first or PostId(0), NOW)
    assert not await box.write(outbox.cancel_post, first or PostId(0), NOW)
    await box.write(put, "b")
    (post,) = await box.write(outbox.claim_posts, NOW, LEASE, 10, ALL)

    assert not await box.write(outbox.cancel_post, post.id, NOW)
    assert "cancelled" == (await box.read(look, "a")).state


async def test_a_place_that_is_switched_off_gets_nothing_of_what_waited_for_it(box: Store) -> None:
    await box.write(put, "a")
    await box.write(put, "b", due_at=NOW + LEASE)
    await box.write(put, "elsewhere", place_id=2)
    (post, _) = await box.write(outbox.claim_posts, NOW, LEASE, 10, ALL)
    await box.write(target_posts.switch_target_off, post.target, "kicked", NOW)

    assert "dead" == (await box.read(look, "b")).state
    assert "sending" == (await box.read(look, "a")).state
    assert "sending" == (await box.read(look, "elsewhere")).state
    assert "kicked" == await box.read(lambda db: db.scalar(select(places.c.off_reason).where(places.c.id == 1)))


async def test_what_ended_long_ago_is_forgotten(box: Store) -> None:
    for key in ("sent", "waits"):
        await box.write(put, key, place_id=1 if key == "sent" else 2)
    (post,) = await box.write(outbox.claim_posts, NOW, LEASE, 10, ("telegram",))
    await box.write(outbox.mark_sent, post.id, NOW, "m")

    assert 0 == await box.write(outbox.prune_outbox, NOW)
    assert 1 == await box.write(outbox.prune_outbox, NOW + SECOND)
    assert "new" == (await box.read(look, "waits")).state


@pytest.mark.parametrize(
    ("at", "said_at"),
    [(22, 8 + 24), (27, 8 + 24), (31, 8 + 24), (21, 21), (32, 32)],
)
async def test_what_is_held_up_into_the_night_waits_for_the_morning(box: Store, at: int, said_at: int) -> None:
    """Hours after midnight; the night is from 22:00 to 08:00."""
    midnight = NOW.replace(hour=0)
    night = (midnight + timedelta(hours=22), midnight + timedelta(hours=32))
    await box.write(put, "k", due_at=midnight + timedelta(hours=18), night=night)

    held_up = await box.write(outbox.claim_posts, midnight + timedelta(hours=at), LEASE, 10, ALL)

    assert len(held_up) == (at == said_at)
    assert (await box.read(look, "k")).due_at == midnight + timedelta(hours=18 if held_up else said_at)


async def test_what_may_have_arrived_is_repeated_at_night_while_a_repeat_is_known(box: Store) -> None:
    id_ = await box.write(put, "k", night=(NOW - SECOND, NOW + LEASE))
    await box.write(lambda db: db.execute(update(rows).values(reason=f"{IN_DOUBT}timeout")))

    assert [id_] == [post.id for post in await box.write(outbox.claim_posts, NOW, LEASE, 10, ALL)]
