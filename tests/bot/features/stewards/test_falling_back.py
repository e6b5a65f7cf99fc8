"""A post that cannot be sent for good: elsewhere if it is for one learner, and a steward is told once."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Connection, insert, select, update

from bot.database.store import Store
from bot.features.members.actions.presence import Present
from bot.features.settings.actions.group_setup import set_up
from bot.features.stewards.actions import carry_on
from bot.features.stewards.facts import PlaceLost
from bot.identity import Platform
from bot.posting import outbox, recording
from bot.posting.posts import Post
from bot.tables import accounts, memberships, places
from bot.tables import outbox as posts
from tests.bot.hall import DAY, HOUR, Hall


@pytest.fixture
async def hall(sqlite_store: Store) -> Hall:
    return Hall(sqlite_store)


async def refuse(hall: Hall, reason: str = "blocked") -> list[Post]:
    """The platform refuses whatever is due, for good."""
    posts = await hall.store.write(outbox.claim_posts, hall.clock.now(), HOUR, 50, [Platform.TELEGRAM])
    for post in posts:
        await hall.store.write(recording.give_up_target, post, reason, hall.clock.now(), carry_on)
    return posts


async def nudged(hall: Hall, **wishes: object) -> Present:
    """Ann's nudge waits to be sent."""
    present = await hall.enter("Ann")
    await hall.set_group(present, nudge_on=False)
    await hall.wants(present, nudge_at=18 * 60, **wishes)
    hall.clock.advance(9 * HOUR)
    await hall.plan(deliver=False)
    return present


async def test_a_private_post_goes_to_the_group_where_the_learner_chose_so(hall: Hall) -> None:
    present = await nudged(hall, fallback="group")

    await refuse(hall)

    first, second = await hall.said("personal")
    assert ("dead", "new") == (first.state, second.state)
    assert (second.place_id, second.learner_id) == (present.place_id, present.learner_id)
    assert (second.facts, second.stale_at) == (first.facts, first.stale_at)


@pytest.mark.parametrize("wish", [{}, {"fallback": "group", "visibility": "hidden"}])
async def test_else_it_is_dropped(hall: Hall, wish: dict[str, object]) -> None:
    await nudged(hall, **wish)

    await refuse(hall)

    assert ["dead"] == [one.state for one in await hall.said("personal")]


async def test_another_account_is_tried_before_the_group(hall: Hall) -> None:
    present = await nudged(hall, fallback="group")
    await hall.store.write(add_account, present.learner_id)

    await refuse(hall)

    assert [77] == [one.account_id for one in await hall.said("personal")][1:]
    assert [] == await hall.said("steward")


def add_account(db: Connection, learner_id: int) -> None:
    db.execute(insert(accounts).values(id=77, learner_id=learner_id, platform="discord", user_id=5, name="Ann"))


async def test_a_steward_is_told_in_private_and_once_that_the_group_hears_nothing(hall: Hall) -> None:
    present = await hall.enter("Ann")
    ben = await hall.enter("Ben")
    await hall.store.write(make_stewards, present.learner_id)
    hall.clock.advance(10 * HOUR)
    await hall.plan(deliver=False)

    await refuse(hall, "kicked")
    hall.clock.advance(DAY)
    await hall.plan(deliver=False)

    [post] = await hall.said("steward")
    assert post.learner_id == present.learner_id != ben.learner_id
    assert post.place_id is None
    facts = post.read(PlaceLost)
    assert (facts.group_id, facts.platform, facts.reason) == (present.group_id, "telegram", "kicked")
    assert 1 == len(await hall.said("nudge"))


async def test_a_steward_is_not_told_again_until_something_has_arrived_there(hall: Hall) -> None:
    present = await hall.enter("Ann")
    await hall.enter("Ben")
    await hall.store.write(make_stewards, present.learner_id)
    told = []
    for arrives in (False, False, True, False):
        hall.clock.advance(10 * HOUR)
        await hall.plan(deliver=False)
        if not arrives:
            await refuse(hall, "missing permissions")
        await arrive(hall)  # the steward's word, or all
        told.append(len(await hall.said("steward")))
        hall.clock.advance(14 * HOUR)
        await hall.enter("Ann")

    assert [1, 1, 1, 2] == told
    assert ["cancelled", "cancelled", "sent", "new"] == [one.state for one in await hall.said("nudge")]


async def arrive(hall: Hall) -> None:
    """The platform takes whatever is due."""
    for post in await hall.store.write(outbox.claim_posts, hall.clock.now(), HOUR, 50, [Platform.TELEGRAM]):
        await hall.store.write(recording.mark_delivered, post, "1", hall.clock.now())


def make_stewards(db: Connection, learner_id: int) -> None:
    db.execute(update(memberships).where(memberships.c.learner_id == learner_id).values(steward=True))


async def test_a_steward_who_cannot_be_reached_is_passed_over(hall: Hall) -> None:
    present = await hall.enter("Ann")
    ben = await hall.enter("Ben")
    for one in (present, ben):
        await hall.store.write(make_stewards, one.learner_id)
    await hall.store.write(close_chat, present.learner_id)
    await hall.store.write(add_other_place, present.group_id)
    await hall.wants(present, nudge_on=False, fallback="group")  # for what concerns her, not for what is theirs alone
    hall.clock.advance(10 * HOUR)
    await hall.plan(deliver=False)

    await refuse(hall, "kicked")

    assert [one.learner_id for one in await hall.said("steward")] == [ben.learner_id]


def add_other_place(db: Connection, group_id: int) -> None:
    db.execute(insert(places).values(id=91, group_id=group_id, platform="discord", space_id=1, chat_id=2))


def close_chat(db: Connection, learner_id: int) -> None:
    db.execute(update(accounts).where(accounts.c.learner_id == learner_id).values(off_reason="blocked"))


async def steward(hall: Hall, *names: str) -> list[Present]:
    """Stewards of a group whose evening post waits to be sent; whoever is told in the group, they are not."""
    made = [await hall.enter(name) for name in names]
    for one in made:
        await hall.store.write(make_stewards, one.learner_id)
    await hall.store.write(add_other_place, made[0].group_id)
    for one in made:
        await hall.wants(one, nudge_on=False, fallback="group")
    hall.clock.advance(10 * HOUR)
    await hall.plan(deliver=False)
    return made


async def test_after_an_unreachable_steward_the_next_is_told_and_no_steward_twice(hall: Hall) -> None:
    ann, ben, _ = await steward(hall, "Ann", "Ben", "Cat")
    await refuse(hall, "kicked")

    await refuse(hall, "blocked")  # Ann's chat is closed
    await arrive(hall)
    hall.clock.advance(14 * HOUR)
    await hall.enter("Ann")  # a word of hers brings back the place and her chat
    hall.clock.advance(10 * HOUR)
    await hall.plan(deliver=False)
    await refuse(hall, "kicked")

    told = await hall.said("steward")
    assert [(one.learner_id, one.state) for one in told] == [(ann.learner_id, "dead"), (ben.learner_id, "sent")]
    assert [None, None] == [one.place_id for one in told]


async def test_a_steward_has_an_other_account_tried_before_the_next_one_is_told(hall: Hall) -> None:
    ann, ben = await steward(hall, "Ann", "Ben")
    await hall.store.write(add_account, ann.learner_id)
    await refuse(hall, "kicked")

    await refuse(hall, "blocked")
    posts = await hall.store.write(outbox.claim_posts, hall.clock.now(), HOUR, 50, ["discord"])
    [other] = [post for post in posts if post.account_id == 77]
    await hall.store.write(recording.give_up_target, other, "direct messages closed", hall.clock.now(), carry_on)

    assert [one.learner_id for one in await hall.said("steward")] == [ann.learner_id, ann.learner_id, ben.learner_id]


async def test_nobody_else_is_told_of_a_place_that_is_back(hall: Hall) -> None:
    await steward(hall, "Ann", "Ben")
    await refuse(hall, "no_rights")
    await hall.enter("Ben")

    await refuse(hall, "blocked")

    assert 1 == len(await hall.said("steward"))


@pytest.mark.parametrize(("reason", "stays"), [("kicked", False), ("unknown guild", False), ("no_rights", True)])
async def test_a_group_that_removed_us_while_we_were_down_is_off_the_community_board(
    hall: Hall, reason: str, stays: bool
) -> None:
    present = await hall.enter("Ann")
    await hall.store.write(set_up, hall.caller("Ann", steward=True), hall.roadmap.slug, {"community": True})
    hall.clock.advance(10 * HOUR)
    await hall.plan(deliver=False)

    await refuse(hall, reason)

    assert stays == bool((await hall.learner(present)).in_community)
    assert stays == ((await hall.group(present)).removed_at is None)
    assert [reason] == await hall.store.read(lambda db: list(db.scalars(select(places.c.off_reason))))
    await hall.enter("Ann")
    assert (await hall.learner(present)).in_community


async def test_a_group_without_a_steward_ends_quietly(hall: Hall) -> None:
    await hall.enter("Ann")
    hall.clock.advance(10 * HOUR)
    await hall.plan(deliver=False)

    await refuse(hall, "kicked")

    assert [] == await hall.said("steward")
    assert [] == await hall.store.read(stewards)


def stewards(db: Connection) -> list[Any]:
    return list(db.scalars(select(memberships.c.learner_id).where(memberships.c.steward)))


async def test_a_steward_reached_by_an_other_account_is_not_told_twice_though_a_post_arrived(hall: Hall) -> None:
    ann, _ = await steward(hall, "Ann", "Ben")
    await hall.store.write(add_account, ann.learner_id)
    [nudge] = await refuse(hall, "kicked")
    await hall.store.write(note_arrival, nudge.id)  # so that a later word to a steward would be a new one

    await refuse(hall, "blocked")

    assert [ann.learner_id, ann.learner_id] == [one.learner_id for one in await hall.said("steward")]


def note_arrival(db: Connection, post_id: int) -> None:
    db.execute(update(posts).where(posts.c.id == post_id).values(state="sent", message_id="1"))
