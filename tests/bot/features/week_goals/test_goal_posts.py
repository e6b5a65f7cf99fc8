"""A group's goal in its posts: how far the group has come, and never who has not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import Connection, insert

from bot.database.store import Store
from bot.features.nudges.group_wording import word_group_nudge
from bot.features.undos.actions.taking_back import undo_act
from bot.features.week_goals.actions import Together, find_together
from bot.features.week_goals.queries import keep_week_goal
from bot.identity import GroupId, LearnerId
from bot.posting.posts import POSTS, read_post
from bot.posting.wording import Worded
from bot.tables import outbox, pauses
from tests.bot.hall import DAY, MONDAY, Hall
from tests.bot.room import words

WEEK = date(2026, 3, 2)


@pytest.fixture
async def hall(sqlite_store: Store) -> Hall:
    """Ann and Ben on a Monday, with a goal of four tasks for the week."""
    made = Hall(sqlite_store)
    for name in ("Ann", "Ben"):
        await made.enter(name)
    await made.store.write(keep_week_goal, GroupId(1), WEEK, 4, MONDAY)
    return made


async def together(hall: Hall, week: date = WEEK) -> Together | None:
    return await hall.store.read(find_together, GroupId(1), hall.roadmap.slug, week)


async def last_nudge(hall: Hall) -> str:
    [*_, post] = await hall.said("nudge")
    row = await hall.store.read(lambda db: read_post(db.execute(POSTS.where(outbox.c.id == post.id)).one()))
    return words(word_group_nudge(Worded(row, {hall.roadmap.slug: hall.roadmap}, post.at)))


def add_pause(db: Connection, learner_id: LearnerId, first: date, last: date) -> None:
    db.execute(insert(pauses).values(learner_id=learner_id, first_day=first, last_day=last, at=MONDAY))


async def test_a_nudge_says_how_far_the_group_has_come(hall: Hall) -> None:
    await hall.tick("Ann", "week1-stats")
    await hall.live(DAY)

    assert "Together: 1 of 4 tasks this week." in await last_nudge(hall)


async def test_a_nudge_praises_a_goal_that_is_met(hall: Hall) -> None:
    for slug in ("week1", "week2-numpy", "week2-cleaning"):
        await hall.tick("Ann", slug)
    await hall.live(DAY)

    assert "Goal met: 5 of 4 tasks together this week!" in await last_nudge(hall)


async def test_a_goal_ends_with_its_week(hall: Hall) -> None:
    await hall.live(8 * DAY)
    await hall.enter("Ann")
    await hall.live(DAY)

    assert "Together" not in await last_nudge(hall)


async def test_an_undo_takes_its_tasks_from_what_is_done(hall: Hall) -> None:
    await hall.tick("Ann", "week1")
    before = await together(hall)
    await hall.store.write(undo_act, hall.caller("Ann"), hall.roadmap, {hall.roadmap.slug: hall.roadmap})

    assert Together(3, 4, 4) == before
    assert Together(0, 4, 4) == await together(hall)


async def test_a_pause_lowers_the_goal_and_the_nudge_says_so(hall: Hall) -> None:
    ben = await hall.enter("Ben")
    await hall.store.write(add_pause, ben.learner_id, WEEK + timedelta(days=1), WEEK + timedelta(days=6))
    await hall.live(DAY)

    assert Together(0, 2, 4) == await together(hall)
    assert "Together: 0 of 2 tasks this week. Pauses lowered the goal from 4." in await last_nudge(hall)


async def test_a_group_without_a_goal_reads_nothing_of_one(hall: Hall) -> None:
    assert await together(hall, WEEK + timedelta(days=7)) is None
