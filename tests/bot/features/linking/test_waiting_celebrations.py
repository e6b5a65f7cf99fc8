"""An unlink within the minute of grace: what waits to be celebrated stays with the account that reached it alone."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, select

from bot.closed_sets import PostState
from bot.database.store import Store
from bot.tables import accounts, gathered, milestones, outbox, places
from roadmap.milestones import MilestoneKind
from tests.bot.features.linking.town import Town

DISCORD, TELEGRAM = "Ann@discord", "Anouk@telegram"
WEEK = ("week1-algebra", "week1-stats", "week1-practice")

Waiting = set[tuple[str, str, str]]
"""Where a milestone is to be celebrated, whose it is, and the milestone."""


def read_waiting(db: Connection) -> Waiting:
    """The milestones in posts that wait."""
    names = {row.learner_id: row.name for row in db.execute(select(accounts.c.learner_id, accounts.c.name))}
    posts = select(outbox.c.id, outbox.c.facts, outbox.c.kind, places.c.platform).join(places)
    found = set()
    for post in db.execute(posts.where(outbox.c.state == PostState.NEW)).all():
        whole = post.kind == "celebration"
        parts = [post.facts] if whole else db.scalars(select(gathered.c.facts).where(gathered.c.post_id == post.id))
        for part in parts:
            found |= {(post.platform, names[part["learner"]], one["slug"]) for one in part.get("milestones", ())}
    return found


def read_reached(db: Connection) -> set[tuple[str, str]]:
    """The milestones that are not withdrawn, and whose they are."""
    joined = select(accounts.c.name, milestones.c.slug).join(
        milestones, milestones.c.learner_id == accounts.c.learner_id
    )
    return {tuple(row) for row in db.execute(joined.where(milestones.c.withdrawn.is_(False)))}


def read_victors(db: Connection) -> set[str]:
    """The names of the accounts whose learner has a victory that is not withdrawn."""
    joined = select(accounts.c.name).join(milestones, milestones.c.learner_id == accounts.c.learner_id)
    won = (milestones.c.kind == MilestoneKind.VICTORY, milestones.c.withdrawn.is_(False))
    return set(db.scalars(joined.where(*won)))


async def linked(store: Store, before: dict[str, tuple[str, ...]], since: dict[str, tuple[str, ...]]) -> Town:
    """What each account ticked before the link, and since, in the last minute."""
    town = Town(store)
    for name in (DISCORD, TELEGRAM):
        await town.say(name, "/join")
        for task in before.get(name, ()):
            await town.say(name, f"/done {task}")
    town.later(hours=2)
    await town.link(DISCORD, TELEGRAM)
    town.later(seconds=20)
    for name, tasks in since.items():
        for task in tasks:
            await town.say(name, f"/done {task}")
    town.later(seconds=20)
    return town


@pytest.mark.parametrize(("mine", "last"), [(DISCORD, TELEGRAM), (TELEGRAM, DISCORD)])
async def test_what_both_reached_together_is_celebrated_for_neither(store: Store, mine: str, last: str) -> None:
    town = await linked(store, {mine: WEEK[:2]}, {last: WEEK[2:]})
    assert {one[2] for one in await store.read(read_waiting)} == {"week1"}

    await town.say(DISCORD, "/settings unlink yes")

    assert set() == await store.read(read_waiting)
    assert set() == await store.read(read_reached)


@pytest.mark.parametrize("mine", [DISCORD, TELEGRAM])
@pytest.mark.parametrize("other", [(), ("week2-numpy", WEEK[0], "week4-paper"), WEEK[:1]])
async def test_what_one_account_alone_reached_is_celebrated_for_it(
    store: Store, mine: str, other: tuple[str, ...]
) -> None:
    theirs = TELEGRAM if mine == DISCORD else DISCORD
    town = await linked(store, {mine: WEEK[:2], theirs: other}, {mine: WEEK[2:]})
    [name, _, platform] = mine.partition("@")

    await town.say(TELEGRAM, "/settings unlink yes")

    assert {(platform, name, "week1")} == await store.read(read_waiting)
    assert {(name, "week1")} == await store.read(read_reached)


@pytest.mark.parametrize("others", [(), ("/criteria zero-explain",)])
async def test_a_victory_is_celebrated_for_the_account_that_ticked_and_affirmed_all(
    sqlite_store: Store, others: tuple[str, ...]
) -> None:
    """`others`: what the other account affirms, which then lacks for the victory of the first."""
    town = Town(sqlite_store)
    await town.say(TELEGRAM, "/join")
    for line in ("/choose path nlp", "/done week1, week2, week3"):
        await town.say(DISCORD, line)
    town.later(hours=2)
    await town.link(DISCORD, TELEGRAM)
    town.later(seconds=20)
    for line in others:
        await town.say(TELEGRAM, line)
    for line in ("/criteria zero-explain", "/criteria zero-build")[len(others) :]:
        await town.say(DISCORD, line)
    assert {"Ann", "Anouk"} == await sqlite_store.read(read_victors)

    await town.say(TELEGRAM, "/settings unlink yes")

    assert (set() if others else {"Ann"}) == await sqlite_store.read(read_victors)


async def test_a_milestone_that_was_withdrawn_so_is_celebrated_once_its_account_reaches_it(store: Store) -> None:
    town = await linked(store, {DISCORD: WEEK[:2]}, {TELEGRAM: WEEK[2:]})
    await town.say(DISCORD, "/settings unlink yes")

    await town.say(DISCORD, f"/done {WEEK[2]}")
    for task in WEEK[:2]:
        await town.say(TELEGRAM, f"/done {task}")

    both = {("discord", "Ann", "week1"), ("telegram", "Anouk", "week1")}
    assert both == await store.read(read_waiting)


@pytest.mark.parametrize("last", [DISCORD, TELEGRAM])
async def test_a_streak_of_both_together_is_celebrated_for_neither(store: Store, last: str) -> None:
    town, others = Town(store), (DISCORD, TELEGRAM)
    for day in range(6):
        await town.say(others[day % 2], "/log 20m")
        town.later(days=1)
    await town.link(DISCORD, TELEGRAM)
    town.later(seconds=20)
    await town.say(last, "/log 20m")
    assert {"7"} == {one[2] for one in await store.read(read_waiting)}

    await town.say(DISCORD, "/settings unlink yes")

    assert set() == await store.read(read_waiting)
    assert set() == await store.read(read_reached)


async def test_a_part_in_a_post_of_several_goes_and_the_others_stay(store: Store) -> None:
    town = await linked(store, {DISCORD: WEEK[:2]}, {})
    for task in WEEK:
        await town.say("Ben@discord", f"/done {task}")
    await town.say(TELEGRAM, f"/done {WEEK[2]}")
    assert {"Ann", "Anouk", "Ben"} >= {one[1] for one in await store.read(read_waiting)} > {"Ben"}

    await town.say(TELEGRAM, "/settings unlink yes")

    assert {("discord", "Ben", "week1")} == await store.read(read_waiting)
