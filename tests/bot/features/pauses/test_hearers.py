"""Learners who may get a private post now, rule by rule."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.database.store import Store
from bot.features.pauses.actions import begin_pause
from bot.features.pauses.hearers import may_hear
from bot.posting.audiences import read_listener
from tests.bot.hall import DAY, HOUR, MONDAY, Hall

TICK = timedelta(microseconds=1)


@pytest.fixture
async def hall(sqlite_store: Store) -> Hall:
    return Hall(sqlite_store)


async def hears(hall: Hall, **wishes: object) -> bool:
    """Whether Ann, who wants nudges, may get a private post now."""
    present = await hall.enter("Ann")
    await hall.wants(present, **wishes)
    one = await hall.store.read(read_listener, present.learner_id)
    return await hall.store.read(may_hear, one, hall.clock.now())


@pytest.mark.parametrize(
    ("wishes", "heard"),
    [
        ({}, True),
        ({"nudge_on": False}, False),
        ({"nudge_pace": 4}, False),
        ({"snoozed_until": MONDAY + TICK}, False),
        ({"snoozed_until": MONDAY}, True),
        ({"zone": "America/Los_Angeles"}, False),  # one at night
    ],
)
async def test_a_learner_hears_a_private_post_unless_a_wish_or_the_night_forbids_it(
    hall: Hall, wishes: dict[str, object], heard: bool
) -> None:
    assert heard == await hears(hall, **wishes)


@pytest.mark.parametrize(
    ("first", "last", "heard"), [(0, 0, False), (0, 3, False), (1, 3, True)], ids=["today", "begun", "to come"]
)
async def test_a_paused_learner_hears_no_private_post(hall: Hall, first: int, last: int, heard: bool) -> None:
    today = MONDAY.date()
    await hall.store.write(begin_pause, hall.caller("Ann"), hall.roadmap.slug, today + first * DAY, today + last * DAY)

    assert heard == await hears(hall)


async def test_a_learner_hears_private_posts_again_on_the_day_after_a_pause(hall: Hall) -> None:
    today = MONDAY.date()
    await hall.store.write(begin_pause, hall.caller("Ann"), hall.roadmap.slug, today, today + DAY)

    heard = []
    for _ in range(3):
        heard.append(await hears(hall))
        hall.clock.advance(DAY)

    assert [False, False, True] == heard


async def test_a_learner_hears_one_post_in_a_study_day(hall: Hall) -> None:
    assert await hears(hall, nudge_at=16 * 60)
    await hall.live(10 * HOUR)

    assert 1 == len(await hall.said("personal"))
    assert not await hears(hall)
