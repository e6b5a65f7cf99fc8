"""A post that cannot be sent for good: elsewhere if it is for one learner, and a steward is told once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select, update

from bot.database.store import Store
from bot.features.members.actions.groups import greet_place, leave_group
from bot.features.members.actions.presence import Present
from bot.features.members.queries.deputies import name_deputy
from bot.features.members.queries.places import read_noted_stewards
from bot.features.settings.actions.group_setup import post_here, set_up
from bot.features.stewards.actions.lost_places import carry_on, inform_owner, lose_group
from bot.features.stewards.facts import PlaceLost
from bot.identity import Place, Platform
from bot.posting import outbox, recording
from bot.posting.posts import POSTS, Post, read_post
from bot.tables import accounts, memberships, places
from bot.tables import outbox as rows
from tests.bot.hall import DAY, HALL, HOUR, Hall


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


async def test_a_deputy_is_told_too_that_the_group_hears_nothing(hall: Hall) -> None:
    present, ben = await hall.enter("Ann"), await hall.enter("Ben")
    await hall.enter("Cat")
    await hall.store.write(make_stewards, present.learner_id)
    assert await hall.store.write(name_deputy, ben.group_id, ben.learner_id)
    hall.clock.advance(10 * HOUR)
    await hall.plan(deliver=False)

    await refuse(hall, "kicked")

    assert [present.learner_id, ben.learner_id] == [one.learner_id for one in await hall.said("steward")]


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


async def test_every_steward_is_told_once_of_each_loss_though_one_cannot_be_reached(hall: Hall) -> None:
    ann, ben, cat = await steward(hall, "Ann", "Ben", "Cat")
    await hall.store.write(close_chat, cat.learner_id)
    for _ in range(2):
        await refuse(hall, "kicked")
        await hall.store.write(lose_group, HALL, hall.clock.now())
        await arrive(hall)
        hall.clock.advance(14 * HOUR)
        await hall.enter("Ann")  # a word of hers brings back the place
        hall.clock.advance(10 * HOUR)
        await hall.plan(deliver=False)

    told = await hall.said("steward")
    assert [(one.learner_id, "sent") for one in (ann, ben)] * 2 == [(one.learner_id, one.state) for one in told]
    assert [None] * 4 == [one.place_id for one in told]


async def test_another_home_hears_it_if_no_stewards_platform_runs(hall: Hall) -> None:
    [ann] = await steward(hall, "Ann")
    await hall.wants(ann, fallback="none")
    hall.store.running = ("discord",)

    await refuse(hall, "kicked")

    assert {(ann.learner_id, None), (None, 91)} == {
        (one.learner_id, one.place_id) for one in await hall.said("steward")
    }


async def test_an_other_account_of_a_steward_is_tried(hall: Hall) -> None:
    [ann] = await steward(hall, "Ann")
    await hall.store.write(add_account, ann.learner_id)
    await refuse(hall, "kicked")

    await refuse(hall, "blocked")

    assert [77] == [one.account_id for one in await hall.said("steward")][1:]


async def test_the_groups_other_home_is_told_where_no_steward_is_reachable(hall: Hall) -> None:
    [ann] = await steward(hall, "Ann")
    await refuse(hall, "topic_closed")
    assert [ann.learner_id] == [one.learner_id for one in await hall.said("steward")]

    await refuse(hall, "blocked")  # Ann's chat is closed
    await refuse(hall, "topic_closed")

    assert [None, 91] == [one.place_id for one in await hall.said("steward")]


async def test_no_home_is_told_of_a_place_that_is_back(hall: Hall) -> None:
    await steward(hall, "Ann")
    await refuse(hall, "no_rights")
    await hall.store.write(lambda db: db.execute(update(places).values(off_reason=None)).rowcount)

    await refuse(hall, "blocked")

    assert 1 == len(await hall.said("steward"))


async def test_stewards_hear_that_the_bot_was_removed(hall: Hall) -> None:
    ann, _ = await steward(hall, "Ann", "Ben")

    await hall.store.write(lose_group, HALL, hall.clock.now())
    await hall.store.write(lose_group, HALL, hall.clock.now())

    told = await hall.said("steward")
    assert ([ann.learner_id, 2], "removed") == ([one.learner_id for one in told], told[0].read(PlaceLost).reason)


@pytest.mark.parametrize("way", ["added", "call", "setup"])
@pytest.mark.parametrize("seen", [False, True])
async def test_each_removal_is_told_once_though_nothing_was_posted_between(hall: Hall, way: str, seen: bool) -> None:
    [ann] = await steward(hall, "Ann")

    for times in (1, 2, 3):
        if seen:  # a post shows it before it is reported
            await hall.store.write(carry_on, (await waiting(hall, ann)), "kicked", hall.clock.now())
        for _ in range(2):
            await hall.store.write(lose_group, HALL, hall.clock.now())
        assert times == len(await hall.said("steward"))
        hall.clock.advance(HOUR)
        if way == "added":
            await hall.store.write(greet_place, HALL, hall.clock.now())
        elif way == "call":
            await hall.enter("Ann")
        else:
            await hall.store.write(set_up, hall.caller("Ann", steward=True), hall.roadmap.slug, {})


async def waiting(hall: Hall, present: Present) -> Post:
    """A post to the group that shows that the bot is not there."""
    row = POSTS.where(rows.c.kind == "nudge")
    found = await hall.store.read(lambda db: read_post(db.execute(row).all()[0]))
    return replace(found, group_id=present.group_id)


async def test_a_steward_by_account_alone_hears_once_that_the_bot_was_removed(hall: Hall) -> None:
    await hall.enter("Ann")
    for name in ("Ben", "Root"):
        await hall.store.write(set_up, hall.caller(name, steward=True), hall.roadmap.slug, {})
    ben = await hall.enter("Ben")

    told = [await hall.store.write(lose_group, HALL, hall.clock.now()) for _ in range(2)]

    root = hall.caller("Root").account.user_id
    assert [[root], []] == [[one.place.chat_id for one in words] for words in told]
    assert {ben.learner_id} >= {one.learner_id for one in await hall.said("steward")}


async def test_a_steward_who_joins_later_hears_it_once(hall: Hall) -> None:
    await hall.enter("Ann")
    await hall.store.write(set_up, hall.caller("Ben", steward=True), hall.roadmap.slug, {})
    ben = await hall.enter("Ben")
    hall.clock.advance(10 * HOUR)
    await hall.plan(deliver=False)

    [post] = await refuse(hall, "topic_closed")
    [noted] = await hall.store.read(read_noted_stewards, ben.place_id)
    assert await hall.store.write(inform_owner, post, noted, "topic_closed", hall.clock.now()) is None

    assert [ben.learner_id] == [one.learner_id for one in await hall.said("steward")]


async def test_a_steward_who_left_the_group_as_a_learner_still_hears_it(hall: Hall) -> None:
    await hall.enter("Ann")
    ben = await hall.enter("Ben")
    await hall.store.write(leave_group, hall.caller("Ben"))
    await hall.store.write(set_up, hall.caller("Ben", steward=True), hall.roadmap.slug, {})
    hall.clock.advance(10 * HOUR)
    await hall.plan(deliver=False)

    await refuse(hall, "topic_closed")

    assert [ben.learner_id] == [one.learner_id for one in await hall.said("steward")]


async def test_a_steward_hears_of_the_new_place_too_if_it_is_lost_before_anything_arrived(hall: Hall) -> None:
    await hall.enter("Ann")
    await hall.store.write(set_up, hall.caller("Ann", steward=True), hall.roadmap.slug, {})
    hall.clock.advance(10 * HOUR)
    await hall.plan(deliver=False)
    await refuse(hall, "topic_deleted")

    there = replace(hall.caller("Ann", steward=True), place=replace(HALL, thread_id=7))
    await hall.store.write(post_here, there, hall.roadmap.slug)
    await refuse(hall, "topic_deleted")
    await refuse(hall, "topic_deleted")

    assert [None, 7] == [one.read(PlaceLost).thread_id for one in await hall.said("steward")]


async def test_a_steward_hears_of_each_of_two_places_that_are_lost_at_once(hall: Hall) -> None:
    await steward(hall, "Ann")

    for place in (HALL, Place("discord", 1, 2)):
        await hall.store.write(lose_group, place, hall.clock.now())

    assert ["new", "new"] == [one.state for one in await hall.said("steward")]


async def test_an_owner_who_is_a_learner_hears_it_as_a_steward_does(hall: Hall) -> None:
    ann = await hall.enter("Ann")
    await steward(hall, "Ben")
    [post] = await refuse(hall, "topic_closed")

    for _ in range(2):
        owner = hall.caller("Ann").account
        assert await hall.store.write(inform_owner, post, owner, "topic_closed", hall.clock.now()) is None

    assert {ann.learner_id, 2} == {one.learner_id for one in await hall.said("steward")}
    assert 2 == len(await hall.said("steward"))


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
