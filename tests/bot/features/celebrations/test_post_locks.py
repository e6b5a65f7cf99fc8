"""Locks on posts of a place, on PostgreSQL: they keep no cheer waiting, and are taken in the order of ids."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest
from sqlalchemy import Connection, insert, select, update
from sqlalchemy.util import await_only

from bot.closed_sets import PostState
from bot.database.store import Store
from bot.features.celebrations.actions.parting import lock_unposted
from bot.features.celebrations.actions.posted import CelebrationFacts
from bot.features.celebrations.queries.gatherings import (
    AMEND_GATHERING,
    GATHERING,
    waiting_gatherings,
)
from bot.features.celebrations.queries.posts import CELEBRATION, read_learner_posts
from bot.features.privacy.queries.naming import read_naming_posts, unname_facts
from bot.identity import LearnerId, PlaceId, PostId
from bot.posting.amending import read_amendments
from bot.posting.outbox import prune_outbox
from bot.posting.target_posts import lock_behind
from bot.posting.targets import Target, TargetKind
from bot.tables import gathered, groups, memberships, milestones, outbox, places
from roadmap.milestones import Milestone, MilestoneKind
from tests.bot.database.rows import NOW, add_learners, add_place
from tests.databases import open_patiently
from tests.races import WAITING

ANN = LearnerId(1)
FIRST, SECOND, OWN, AMENDED = PostId(1), PostId(2), PostId(3), PostId(4)
_POSTS = select(outbox.c.id).order_by(outbox.c.id)
_PLACES = select(places.c.id).order_by(places.c.id).with_for_update(key_share=True, skip_locked=True)
REFER = _POSTS.with_for_update(read=True, key_share=True, skip_locked=True)
"""The posts to which a cheer may refer now. A lock as foreign keys take it shows them."""
CHANGE = _POSTS.with_for_update(key_share=True, skip_locked=True)
"""The posts that may be changed now."""


@pytest.fixture
async def posted(postgres_url: str) -> AsyncIterator[Store]:
    """A place with two gatherings that wait, of which the second is due first, a celebration and an amendment."""
    store = open_patiently(postgres_url)
    await store.write(_fill)
    yield store
    await store.close()


def _fill(db: Connection) -> None:
    add_learners(db, ANN)
    add_place(db)
    facts = {"learner": ANN}
    for post_id, kind, minutes in (
        (FIRST, GATHERING, 9),
        (SECOND, GATHERING, 3),
        (OWN, CELEBRATION, 1),
        (AMENDED, AMEND_GATHERING, 1),
    ):
        row = {"id": post_id, "kind": kind, "key": f"{kind}:1:{post_id}", "place_id": 1, "state": PostState.NEW}
        due_at = NOW + timedelta(minutes=minutes)
        whose = {"learner_id": ANN} if kind == CELEBRATION else {}
        db.execute(insert(outbox), {**row, **whose, "facts": facts, "created_at": NOW, "due_at": due_at})
    db.execute(insert(gathered), {"post_id": FIRST, "learner_id": ANN, "facts": facts, "due_at": NOW})


@pytest.mark.parametrize(
    "lock",
    [
        lambda db: waiting_gatherings(db, PlaceId(1)),
        lambda db: read_amendments(db, AMEND_GATHERING, PostId(1), PlaceId(1)),
        lambda db: read_learner_posts(db, ANN),
        lambda db: read_naming_posts(db, ANN, NOW, ()),
        lambda db: unname_facts(db, ANN),
        lambda db: lock_behind(db, OWN, Target(TargetKind.PLACE, PlaceId(1)), NOW + timedelta(hours=1)),
    ],
    ids=["gatherings", "amendments", "own", "naming", "unnaming", "behind"],
)
async def test_posts_that_are_locked_to_be_changed_may_be_cheered(
    posted: Store, lock: Callable[[Connection], object]
) -> None:
    def look(other: Connection) -> tuple[list[PostId], list[PostId]]:
        return list(other.scalars(REFER)), list(other.scalars(CHANGE))

    def lock_and_look(db: Connection) -> tuple[list[PostId], list[PostId]]:
        lock(db)
        return await_only(posted.write(look))

    cheered, changed = await posted.write(lock_and_look)

    assert [FIRST, SECOND, OWN, AMENDED] == cheered
    assert len(changed) < len(cheered)


async def test_gatherings_that_wait_are_locked_by_id_and_read_by_due(posted: Store) -> None:
    held, go_on = asyncio.Event(), asyncio.Event()

    def hold_first(db: Connection) -> None:
        db.execute(CHANGE.where(outbox.c.id == FIRST)).all()
        held.set()
        await_only(go_on.wait())

    holding = asyncio.create_task(posted.write(hold_first))
    await held.wait()
    reading = asyncio.create_task(posted.write(waiting_gatherings, PlaceId(1)))
    while not await posted.read(lambda db: db.scalar(WAITING)):
        await asyncio.sleep(0)
    free = await posted.write(lambda db: list(db.scalars(CHANGE)))
    go_on.set()
    await holding

    assert [SECOND, OWN, AMENDED] == free
    assert [SECOND, FIRST] == [one.id for one in await reading]


async def test_places_of_what_waits_are_locked_by_id_before_any_post(posted: Store) -> None:
    await posted.write(_fill_two_roadmaps)
    held, go_on = asyncio.Event(), asyncio.Event()

    def hold_first(db: Connection) -> None:
        db.execute(_PLACES.where(places.c.id == 1)).all()
        held.set()
        await_only(go_on.wait())

    def lock_and_look(db: Connection) -> tuple[list[int], list[PostId]]:
        lock_unposted(db, ANN, NOW - timedelta(hours=1), NOW)
        return await_only(posted.write(_look_free))

    holding = asyncio.create_task(posted.write(hold_first))
    await held.wait()
    locking = asyncio.create_task(posted.write(lock_and_look))
    while not await posted.read(lambda db: db.scalar(WAITING)):
        await asyncio.sleep(0)
    free = await posted.write(_look_free)
    go_on.set()
    await holding

    assert ([2], [FIRST, SECOND, OWN, AMENDED]) == free
    assert ([], [FIRST, SECOND, OWN, AMENDED]) == await locking


def _fill_two_roadmaps(db: Connection) -> None:
    """Let Ann study in two groups. What waits of the one that came first has the later roadmap by name."""
    add_place(db, 2)
    for group_id, slug in ((1, "z"), (2, "a")):
        db.execute(update(groups).where(groups.c.id == group_id).values(roadmap=slug))
        row = {"learner_id": ANN, "group_id": group_id, "number": 1, "joined_at": NOW, "active_at": NOW}
        db.execute(insert(memberships), row)
    for table, slug, chosen in ((outbox, "z", outbox.c.id == OWN), (gathered, "a", gathered.c.post_id == FIRST)):
        facts = CelebrationFacts(ANN, slug, (Milestone(MilestoneKind.LEVEL, "one"),)).to_json()
        db.execute(update(table).where(chosen).values(facts=facts))
    db.execute(insert(milestones), {"learner_id": ANN, "roadmap": "z", "kind": "level", "slug": "one", "at": NOW})


def _look_free(db: Connection) -> tuple[list[int], list[PostId]]:
    """The places and the posts that may be changed now."""
    return list(db.scalars(_PLACES)), list(db.scalars(CHANGE))


async def test_old_posts_are_deleted_without_waiting_for_those_that_are_locked(posted: Store) -> None:
    await posted.write(lambda db: db.execute(update(outbox).values(state=PostState.SENT, ended_at=NOW)))

    def read_and_prune(db: Connection) -> int:
        read_learner_posts(db, ANN)
        return await_only(posted.write(prune_outbox, NOW + timedelta(days=99)))

    assert len((SECOND, AMENDED)) == await posted.write(read_and_prune)
    assert len((FIRST, OWN)) == await posted.write(prune_outbox, NOW + timedelta(days=99))
