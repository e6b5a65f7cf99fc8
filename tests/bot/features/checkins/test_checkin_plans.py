"""The weekly check-in on time: opened, and closed with a digest."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Connection

from bot.database.store import Store
from bot.features.checkins.facts import CheckinOpened
from bot.features.pauses.actions import begin_pause
from bot.features.promises.queries import read_latest_checkin
from bot.features.sessions.actions import log_study
from bot.identity import GroupId, Place
from bot.posting import dues, hours, outbox
from tests.bot.features.checkins.reporting import EVENING, SUNDAY, WEEK, report
from tests.bot.hall import DAY, HOUR, MONDAY, Hall

PRIVATE = Place("telegram", 0, 0, private=True)


@pytest.fixture
async def hall(sqlite_store: Store) -> Hall:
    return Hall(sqlite_store)


async def test_it_opens_each_week_at_the_groups_hour_and_closes_a_day_later(hall: Hall) -> None:
    present = await hall.enter("Ann")
    for _ in range(2):
        await hall.live(WEEK)
        await hall.enter("Ann")

    late = hours.jitter(present.group_id)
    posts = await hall.said("checkin", "digest")
    assert [
        ("checkin", SUNDAY),
        ("digest", SUNDAY + DAY),
        ("checkin", SUNDAY + WEEK),
    ] == [(one.kind, one.at - late) for one in posts]
    opened = posts[0].read(CheckinOpened)
    assert (date(2026, 3, 2), SUNDAY + DAY, ("weekly-writing",)) == (opened.week, opened.closes_at, opened.habits)


async def test_the_wall_clock_counts_when_the_clocks_go(hall: Hall) -> None:
    present = await hall.enter("Ann")
    await hall.set_group(present, zone="Europe/Berlin")
    for _ in range(5):
        await hall.live(WEEK)
        await hall.enter("Ann")

    at = [one.at - hours.jitter(present.group_id) for one in await hall.said("checkin")]
    assert ["08 17", "15 17", "22 17", "29 16", "05 16"] == [f"{one:%d %H}" for one in at]


async def test_no_day_has_two_posts(hall: Hall) -> None:
    await hall.enter("Ann")
    await hall.enter("Ben")
    for _ in range(30):
        await hall.study("Ann")
        await hall.live(DAY)

    said = [one for one in await hall.said() if one.place_id is not None and one.kind != "celebration"]
    days = [one.at.date() for one in said]
    assert len(days) == len(set(days))
    assert {one.kind for one in said} >= {"nudge", "checkin", "digest"}


async def test_a_group_of_one_is_asked_in_private_and_gets_no_digest(hall: Hall) -> None:
    solo = await hall.enter("Ann", PRIVATE)
    await hall.live(EVENING)
    assert [] == await hall.said("checkin")
    await hall.wants(solo)
    await hall.live(WEEK + DAY)

    [post] = await hall.said("checkin")
    assert (post.place_id, post.learner_id) == (None, solo.learner_id)
    assert [] == await hall.said("digest")


async def test_a_check_in_opens_after_a_night_offline_but_not_after_a_day(hall: Hall) -> None:
    await hall.enter("Ann")
    await hall.live(6 * DAY + 8 * HOUR)
    await hall.sleep(8 * HOUR)
    assert [] == await hall.said("checkin")
    await hall.live(12 * HOUR)
    [post] = await hall.said("checkin")
    assert datetime(2026, 3, 9, 8, tzinfo=UTC) == post.at

    await hall.live(5 * DAY)
    await hall.sleep(2 * DAY)
    assert 1 == len(await hall.said("checkin"))


async def test_a_digest_that_is_days_late_is_not_said(hall: Hall) -> None:
    present = await hall.enter("Ann")
    await hall.live(EVENING)
    await report(hall, "Ann")
    await hall.sleep(5 * DAY)

    assert [] == await hall.said("digest")
    last = await hall.store.read(read_latest_checkin, present.group_id, hall.clock.now())
    assert last is not None
    assert last.closed_at is not None


@pytest.mark.parametrize("silence", [{"checkin_on": False}, {"quiet_until": SUNDAY + 2 * DAY}])
async def test_a_group_that_wants_none_hears_none(hall: Hall, silence: dict[str, object]) -> None:
    present = await hall.enter("Ann")
    await hall.set_group(present, **silence)
    await hall.live(EVENING + DAY)

    assert [] == await hall.said("checkin", "digest", "remind")


async def test_moving_the_day_gives_no_second_check_in_about_the_same_week(hall: Hall) -> None:
    present = await hall.enter("Ann")
    await hall.live(EVENING)
    await hall.set_group(present, checkin_day=0)
    await hall.live(3 * DAY)

    assert 1 == len(await hall.said("checkin"))
    assert 1 == len(await hall.said("digest"))


async def test_a_week_that_begins_on_another_day_brings_no_second_check_in_within_days(hall: Hall) -> None:
    present = await hall.enter("Ann")
    await hall.live(EVENING)
    await hall.set_group(present, week_start=3, checkin_day=2)
    for _ in range(3):
        await hall.live(6 * DAY)
        await hall.enter("Ann")

    assert [7, 17, 24] == await hall.days("checkin")


async def pause(hall: Hall, name: str, first: int, last: int) -> None:
    """From one day to another; 1 is the day on which all begins."""
    days = [MONDAY.date() + timedelta(days=day - 1) for day in (first, last)]
    await hall.store.write(begin_pause, hall.caller(name), hall.roadmap.slug, *days)


async def test_a_group_whose_members_are_all_away_is_not_asked(hall: Hall) -> None:
    for name in ("Ann", "Ben"):
        await hall.enter(name)
        await pause(hall, name, 2, 16)
    await hall.rest("Ben", 1)  # on Mondays

    await hall.live(23 * DAY)

    assert [7] == await hall.days("checkin")  # of that week one day was like any other


@pytest.mark.parametrize("there", ["one is not away", "one is back", "one studies all the same"])
async def test_a_group_with_anybody_there_is_asked(hall: Hall, there: str) -> None:
    for name in ("Ann", "Ben"):
        await hall.enter(name)
        await pause(hall, name, 1, 12)
    if there == "one is not away":
        await hall.enter("Cat")
    elif there == "one is back":
        await pause(hall, "Ben", 1, 6)
    else:
        await hall.study("Ben")

    await hall.live(7 * DAY)

    assert [7] == await hall.days("checkin")


async def test_who_left_long_ago_does_not_have_the_absent_asked(hall: Hall) -> None:
    await hall.enter("Cat")
    await hall.live(10 * DAY)
    await hall.enter("Ann")
    await pause(hall, "Ann", 15, 28)
    await hall.live(12 * DAY)

    assert [7, 14] == await hall.days("checkin")


async def test_a_day_that_has_its_post_already_leaves_the_check_in_to_the_next(hall: Hall) -> None:
    present = await hall.enter("Ann")
    await hall.set_group(present, nudge_at=12 * 60 + 30)
    await hall.live(4 * HOUR)
    assert ["nudge"] == [one.kind for one in await hall.said()]
    await hall.set_group(present, checkin_day=0, checkin_at=14 * 60)
    await hall.live(DAY + 2 * HOUR)

    assert [2] == await hall.days("checkin")


async def test_a_post_put_off_over_a_clock_change_comes_at_the_same_local_hour(
    sqlite_store: Store,
) -> None:
    hall = Hall(sqlite_store, start=datetime(2026, 3, 28, 6, tzinfo=UTC))
    present = await hall.enter("Ann")
    await hall.set_group(present, zone="Europe/Berlin", nudge_at=12 * 60 + 30)
    await hall.live(8 * HOUR)
    assert ["nudge"] == [one.kind for one in await hall.said()]
    await hall.set_group(present, checkin_day=5)
    await hall.live(2 * DAY)

    [post] = await hall.said("checkin")
    assert datetime(2026, 3, 29, 16, tzinfo=UTC) == post.at - hours.jitter(present.group_id)


async def test_a_digest_too_waits_for_a_day_of_its_own(hall: Hall) -> None:
    present = await hall.enter("Ann")
    await hall.live(EVENING)
    await hall.set_group(present, nudge_at=9 * 60)
    await hall.store.write(drop_close, present.group_id)
    await hall.live(16 * HOUR)
    assert [1, 2, 3, 4, 5, 8] == await hall.days("nudge")  # after five without a reaction, every other day
    await hall.store.write(dues.set_group_due, "close", present.group_id, hall.clock.now() + 8 * HOUR, hall.clock.now())
    await hall.live(2 * DAY)

    assert [9] == await hall.days("digest")


async def test_a_close_that_comes_too_early_waits(hall: Hall) -> None:
    present = await hall.enter("Ann")
    await hall.live(EVENING)
    await hall.store.write(dues.set_group_due, "close", present.group_id, hall.clock.now() + HOUR, hall.clock.now())
    await hall.live(DAY)

    [post] = await hall.said("digest")
    assert SUNDAY + DAY == post.at


def drop_close(db: Connection, group_id: GroupId) -> None:
    dues.drop_group_dues(db, group_id, ["close"])


async def test_who_learns_alone_hears_of_the_check_in_though_their_own_hour_comes_first(hall: Hall) -> None:
    present = await hall.enter("Ann", PRIVATE)
    await hall.wants(present, nudge_at=12 * 60)

    for _ in range(14):
        await hall.enter("Ann", PRIVATE)
        await hall.live(DAY)

    assert [7, 14] == await hall.days("checkin")
    assert [1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13] == await hall.days("personal")


async def test_a_lone_learner_with_a_morning_post_gets_the_check_in_next_day(hall: Hall) -> None:
    present = await hall.enter("Ann", PRIVATE)
    await hall.wants(present)
    for _ in range(5):
        await hall.store.write(log_study, hall.caller("Ann", PRIVATE), hall.roadmap, 20)
        await hall.live(DAY)

    await hall.live(DAY + HOUR)  # on Saturday nothing was done: a freeze, told on Sunday morning
    await hall.store.write(log_study, hall.caller("Ann", PRIVATE), hall.roadmap, 20)
    await hall.live(DAY + 10 * HOUR)

    assert [7] == await hall.days("morning")
    assert [8] == await hall.days("checkin")


async def test_a_digest_held_up_into_the_night_comes_in_the_morning(hall: Hall) -> None:
    await hall.enter("Ann")
    await hall.live(EVENING + 22 * HOUR)  # Monday at 17:00: it closes in an hour

    await hall.sleep(8 * HOUR)
    assert [] == await hall.said("digest")
    await hall.live(DAY)

    [post] = await hall.said("digest")
    assert f"{post.at:%a %H:%M}" == "Tue 08:00"


async def test_a_platform_that_is_down_in_the_evening_hears_it_in_the_morning(hall: Hall) -> None:
    await hall.enter("Ann")
    await hall.live(EVENING - 2 * HOUR)
    hall.clock.move_to(SUNDAY + HOUR)
    await hall.plan(deliver=False)

    said = [
        [
            post.kind
            for post in await hall.store.write(outbox.claim_posts, SUNDAY + hours_later * HOUR, HOUR, 9, ["telegram"])
        ]
        for hours_later in (9, 13, 14)
    ]

    assert [[], [], ["checkin"]] == said
