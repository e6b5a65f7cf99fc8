"""What changes between a question and its words: the asking follows, and nobody hears of what is over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection, update

from bot.database.store import Store
from bot.features.helping.actions.stuck import KEPT
from bot.features.helping.queries.asked_groups import AMEND_STUCK
from bot.tables import groups, obstacles
from tests.bot.features.helping.stuck_stage import GROUP_ASKS, StuckRoom
from tests.bot.room import Room

TRIED = "/stuck numpy I tried reshape"
NIGHT = 13
"""Hours until eleven in the evening, when a post waits for the morning."""


def sleep(db: Connection, asleep: bool) -> None:
    db.execute(update(groups).values(asleep=asleep))


@pytest.fixture
def here(sqlite_store: Store) -> StuckRoom:
    room = Room(sqlite_store)
    room.clock.advance(timedelta(hours=-8))  # ten in the morning
    return StuckRoom(room)


async def test_members_who_avoid_each_other_since_the_plan_are_not_asked(here: StuckRoom) -> None:
    await here.finished("Ben", "Cat")
    here.room.later(hours=NIGHT)
    await here.room.say("Ann", TRIED)
    await here.live(hours=1)

    await here.pair_apart("Ann", "Cat")
    await here.live(hours=12)

    assert ["Ben"] == here.asked()


async def test_a_question_that_was_taken_down_since_the_plan_is_told_to_nobody(here: StuckRoom) -> None:
    await here.finished("Ben")
    here.room.later(hours=NIGHT)
    await here.room.say("Ann", TRIED)
    await here.live(hours=1)

    down = update(obstacles).values(hidden_at=here.room.clock.now())
    await here.room.store.write(lambda db: db.execute(down).rowcount)
    await here.live(days=2)

    assert [] == here.sent


@pytest.mark.parametrize("line", ["/settings visibility hidden", "/leave"])
async def test_an_asker_who_hid_or_left_since_the_plan_is_not_named(here: StuckRoom, line: str) -> None:
    await here.finished("Ben")
    here.room.later(hours=NIGHT)
    await here.room.say("Ann", TRIED)
    await here.live(hours=1)

    reply = await here.room.say("Ann", line)
    if line == "/leave":
        await here.room.tap("Ann", reply, "Yes")
    await here.live(days=2)

    assert [] == here.sent


async def test_a_group_that_sleeps_is_asked_once_it_is_awake(here: StuckRoom) -> None:
    await here.room.say("Ann", TRIED)
    for asleep, posts in ((True, 0), (False, 1)):
        await here.room.store.write(sleep, asleep)
        await here.live(days=2)
        assert posts == len(here.posts(GROUP_ASKS))


async def test_a_member_who_took_their_tick_back_is_not_asked(here: StuckRoom) -> None:
    await here.finished("Ben", "Cat")
    await here.room.say("Cat", "/undo week2-numpy")
    await here.room.say("Ann", TRIED)

    await here.live(minutes=10)

    assert ["Ben"] == here.asked()


async def test_long_words_are_kept_as_far_as_they_fit(here: StuckRoom) -> None:
    await here.room.say("Ann", "/stuck numpy " + "x" * (KEPT + 1))

    assert "x" * KEPT == (await here.obstacle()).words


async def test_a_question_that_ends_leaves_the_posts_of_others_alone(here: StuckRoom) -> None:
    await here.room.say("Ann", TRIED)
    await here.room.say("Ben", TRIED)
    await here.live(days=2)
    await here.arrived(GROUP_ASKS, "m7")

    await here.room.say("Ben", "/stuck stop week2-numpy")

    assert [2] == [facts["obstacle"] for facts in await here.planned(AMEND_STUCK)]


async def test_an_answer_to_a_question_that_was_solved_before_changes_its_post_no_more(here: StuckRoom) -> None:
    await here.room.say("Ann", TRIED)
    await here.live(minutes=10)
    await here.arrived(GROUP_ASKS, "m7")

    for line in ("/helped 1 yes", "/solution of:1 by reading", "/helped 1 yes"):
        await here.room.say("Ann", line)
        await here.live(minutes=1)

    assert 1 == len(await here.planned(AMEND_STUCK))
