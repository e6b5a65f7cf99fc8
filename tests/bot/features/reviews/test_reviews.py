"""The monthly review: on the first, at the group's hour, or on the next day that is free."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.database.store import Store
from bot.features.reviews.facts import Review
from bot.identity import GroupId, Place
from bot.posting import hours
from bot.posting.audiences import Audience
from tests.bot.hall import DAY, HOUR, Hall

MID_MARCH = datetime(2026, 3, 18, 9, tzinfo=UTC)
PRIVATE = Place("telegram", 0, 0, private=True)


@pytest.fixture
async def hall(sqlite_store: Store) -> Hall:
    return Hall(sqlite_store, start=MID_MARCH)


async def test_it_comes_on_the_first_instead_of_the_nudge_and_counts_the_month(hall: Hall) -> None:
    present = await hall.enter("Ann")
    await hall.set_group(present, checkin_on=False)
    await hall.tick("Ann", "week1-algebra", "week1-stats")
    await hall.tick("Ben", "week1-algebra")
    await hall.live(10 * DAY)
    await hall.enter("Ann")

    await hall.live(30 * DAY)

    [post] = await hall.said("review")
    assert post.at == datetime(2026, 4, 1, 18, tzinfo=UTC) + hours.jitter(present.group_id)
    facts = post.read(Review)
    assert (date(2026, 3, 1), 3, 2) == (facts.month, facts.tasks, facts.learners)
    assert ("monthly-portfolio",) == facts.habits
    assert post.at.date() not in {one.at.date() for one in await hall.said("nudge")}


async def test_a_review_counts_the_last_day_of_its_month_and_not_the_day_after(hall: Hall) -> None:
    present = await hall.enter("Ann")
    await hall.set_group(present, checkin_on=False)
    await hall.live(13 * DAY)  # 31 March
    await hall.tick("Ann", "week1-algebra")
    await hall.live(DAY)
    await hall.tick("Ann", "week1-stats", "week2-numpy")

    await hall.live(DAY)

    [post] = await hall.said("review")
    assert (1, 1) == (post.read(Review).tasks, post.read(Review).learners)


async def test_a_group_has_no_review_of_a_month_in_which_it_was_not_there(sqlite_store: Store) -> None:
    hall = Hall(sqlite_store, start=datetime(2026, 4, 1, 9, tzinfo=UTC))
    present = await hall.enter("Ann")
    await hall.set_group(present, checkin_on=False)

    for _ in range(31):
        await hall.enter("Ann")
        await hall.live(DAY)

    assert [date(2026, 4, 1)] == [one.read(Review).month for one in await hall.said("review")]


async def test_it_waits_for_a_day_without_check_in_or_digest(hall: Hall) -> None:
    present = await hall.enter("Ann")
    await hall.set_group(present, checkin_day=2)  # Wednesday, as the first of April is

    await hall.live(12 * DAY)
    await hall.enter("Ann")
    await hall.live(10 * DAY)

    [post] = await hall.said("review")
    assert date(2026, 4, 3) == post.at.date()
    assert {one.at.date() for one in await hall.said("nudge")}.isdisjoint({date(2026, 4, day) for day in (1, 2, 3)})


async def test_after_a_night_offline_it_comes_when_people_are_awake(hall: Hall) -> None:
    present = await hall.enter("Ann")
    await hall.set_group(present, checkin_on=False)
    await hall.live(9 * DAY)
    await hall.enter("Ann")
    await hall.live(5 * DAY)  # 1 April, 09:00

    await hall.sleep(15 * HOUR)
    assert [] == await hall.said("review")
    await hall.live(DAY)

    posts = [one for one in await hall.said("review", "nudge") if one.at.date() == date(2026, 4, 2)]
    assert [("review", 8)] == [(one.kind, one.at.hour) for one in posts]


async def test_a_group_that_sleeps_is_quiet_or_wants_none_hears_none(hall: Hall) -> None:
    wishes: list[dict[str, object]] = [{"asleep": True}, {"review_on": False}, {"quiet_until": MID_MARCH + 20 * DAY}]
    for number, wish in enumerate(wishes, 1):
        present = await hall.enter("Ann", Place("telegram", -number, -number, title=str(number)))
        await hall.set_group(present, **wish)

    await hall.live(40 * DAY)

    assert [] == await hall.said("review")


async def test_a_lone_learner_gets_the_review_in_private_if_they_want_posts(hall: Hall) -> None:
    present = await hall.enter("Ann", PRIVATE)
    await hall.set_group(present, checkin_on=False)
    await hall.live(40 * DAY)
    assert [] == await hall.said("review")

    await hall.enter("Ann", PRIVATE)
    await hall.wants(present)
    await hall.live(10 * DAY)

    [post] = await hall.said("review")
    assert (post.place_id, post.learner_id) == (None, present.learner_id)
    assert ["review"] == [
        one.kind for one in await hall.said("personal", "review") if one.at.date() == date(2026, 5, 1)
    ]


async def test_a_learner_alone_who_is_away_has_no_review(hall: Hall) -> None:
    present = await hall.enter("Ann", PRIVATE)
    await hall.wants(present, snoozed_until=MID_MARCH + 30 * DAY)

    await hall.live(30 * DAY)

    assert [] == await hall.said("review")


def test_the_next_first_is_found_from_any_day() -> None:
    group = Audience(
        GroupId(1),
        "climb",
        "Europe/Berlin",
        1080,
        6,
        1080,
        True,
        True,
        True,
        False,
        False,
        False,
        None,
        MID_MARCH,
        datetime(2025, 12, 1, tzinfo=UTC),
    )
    day = datetime(2026, 1, 1, tzinfo=UTC)
    for _ in range(800):
        moment = hours.next_review(group, day)
        local = moment - hours.jitter(GroupId(1))
        assert 1 == hours.local_date(local, "Europe/Berlin").day
        assert timedelta() < moment - day <= timedelta(days=32)
        day += timedelta(hours=13)
