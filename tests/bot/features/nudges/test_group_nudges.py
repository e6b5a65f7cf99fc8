"""The group's nudge: once a day at its hour, only if there is a reason, and never about who."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, insert

from bot.database.store import Store
from bot.features.members.actions.presence import Present
from bot.features.nudges.facts import GroupNudge
from bot.identity import GroupId, Place
from bot.posting import hours
from bot.posting.dues import read_group_dues
from bot.tables import places
from tests.bot.hall import DAY, HOUR, MONDAY, Hall

SUNDAY_EVENING = MONDAY + 6 * DAY + 10 * HOUR


@pytest.fixture
async def hall(sqlite_store: Store) -> Hall:
    return Hall(sqlite_store)


async def quietly(hall: Hall, name: str) -> Present:
    """A member of a group that has neither check-in nor review."""
    present = await hall.enter(name)
    await hall.set_group(present, checkin_on=False, review_on=False)
    return present


def in_minutes(present: Present) -> float:
    return hours.jitter(present.group_id) / timedelta(minutes=1)


async def test_it_comes_at_the_groups_hour_and_says_how_the_day_stands(hall: Hall) -> None:
    present = await quietly(hall, "Ann")
    await hall.enter("Ben")
    await hall.tick("Ann", "week1")

    await hall.live(DAY)

    [post] = await hall.said("nudge")
    facts = post.read(GroupNudge)
    assert post.at == MONDAY.replace(hour=18) + hours.jitter(present.group_id)
    assert (1, 2, False) == (facts.studied, facts.members, facts.asleep)
    assert ((), "") == (facts.frontier, facts.task)  # a block with one learner is not named
    assert ("daily-news",) == facts.habits
    assert post.place_id == present.place_id


async def test_it_names_the_fullest_block_first_and_what_comes_next_there_for_most(hall: Hall) -> None:
    for name in ("Ann", "Ben", "Cat", "Dan", "Eve"):
        await hall.enter(name)
    await hall.tick("Ann", "week1")
    await hall.tick("Ben", "week1")
    await hall.tick("Cat", "week1-algebra")
    await hall.tick("Dan", "week1-algebra")

    await hall.live(DAY)

    [post] = await hall.said("nudge")
    facts = post.read(GroupNudge)
    assert ((("week1", 3), ("week2", 2)), "week1-stats") == (facts.frontier, facts.task)


async def test_it_comes_every_day_once_while_somebody_is_missing(hall: Hall) -> None:
    await quietly(hall, "Ann")

    await hall.live(5 * DAY)

    assert [1, 2, 3, 4, 5] == await hall.days("nudge")


async def test_who_has_just_come_is_not_waited_for_that_evening(sqlite_store: Store) -> None:
    hall = Hall(sqlite_store, start=MONDAY.replace(hour=17, minute=55))
    await quietly(hall, "Ann")
    await hall.live(DAY)
    assert [] == await hall.said("nudge")

    await hall.study("Ann")
    await hall.enter("Ben")  # five minutes before the hour, and the only one who has not studied
    await hall.live(HOUR)
    assert [] == await hall.said("nudge")

    await hall.live(DAY)
    [post] = await hall.said("nudge")
    assert (0, 2) == (post.read(GroupNudge).studied, post.read(GroupNudge).members)


async def test_nothing_is_said_on_a_day_on_which_all_have_studied(hall: Hall) -> None:
    await quietly(hall, "Ann")
    await hall.enter("Ben")
    await hall.study("Ann", "Ben")

    await hall.live(2 * DAY)

    assert [2] == await hall.days("nudge")


async def test_who_rests_is_paused_or_is_hidden_is_not_missing(hall: Hall) -> None:
    await quietly(hall, "Ann")
    ben = await hall.enter("Ben")
    cleo = await hall.enter("Cleo")
    await hall.study("Ann")
    await hall.rest("Ben", 1)  # Mondays
    await hall.wants(cleo, nudge_on=False, visibility="hidden")

    await hall.live(DAY)
    assert [] == await hall.said("nudge")

    await hall.wants(ben, nudge_on=False)
    await hall.live(DAY)
    [post] = await hall.said("nudge")
    assert (0, 2) == (post.read(GroupNudge).studied, post.read(GroupNudge).members)


async def test_a_members_own_study_day_counts_not_the_groups(hall: Hall) -> None:
    await quietly(hall, "Ann")
    ben = await hall.enter("Ben")
    await hall.wants(ben, nudge_on=False, zone="Pacific/Kiritimati")  # 14 hours ahead: his Monday ends at 14:00 here
    await hall.study("Ann", "Ben")

    await hall.live(DAY)

    [post] = await hall.said("nudge")
    assert (1, 2) == (post.read(GroupNudge).studied, post.read(GroupNudge).members)


async def test_a_member_away_for_two_weeks_is_in_no_count_of_the_nudge(hall: Hall) -> None:
    await quietly(hall, "Ann")
    await hall.enter("Ben")
    for _ in range(15):
        await hall.live(DAY)
        await hall.enter("Ann")

    posts = [one.read(GroupNudge) for one in await hall.said("nudge")]

    assert [2] * 14 + [1] == [one.members for one in posts]
    assert [(("week1", 2),)] * 14 + [()] == [one.frontier for one in posts]


async def test_two_weeks_without_anybody_bring_one_last_post_and_then_silence(hall: Hall) -> None:
    present = await quietly(hall, "Ann")

    await hall.live(40 * DAY)

    posts = await hall.said("nudge")
    assert 10 == len(posts)  # five days, then every other day, and on the fifteenth the last
    assert [False] * 9 + [True] == [post.read(GroupNudge).asleep for post in posts]
    assert (await hall.group(present)).asleep


async def test_a_group_that_wants_no_nudges_is_left_alone_after_two_weeks_as_well(hall: Hall) -> None:
    present = await hall.enter("Ann")
    await hall.set_group(present, nudge_on=False)

    await hall.live(60 * DAY)

    said = [(one.kind, one.facts.get("asleep", False)) for one in await hall.said()]
    assert [one for one in said if one[0] != "welcome"] == [
        *(("checkin", False), ("digest", False)),
        *(("checkin", False), ("digest", False)),
        ("nudge", True),
    ]
    assert (await hall.group(present)).asleep


async def test_a_group_that_wants_the_review_alone_hears_no_second_one_when_nobody_comes(hall: Hall) -> None:
    present = await hall.enter("Ann")
    await hall.set_group(present, nudge_on=False, checkin_on=False)

    await hall.live(150 * DAY)

    said = [one.facts.get("asleep", False) for one in await hall.said("nudge", "review")]
    assert [True] == said


async def test_who_returns_wakes_the_group(hall: Hall) -> None:
    present = await quietly(hall, "Ann")
    await hall.live(20 * DAY)
    before = len(await hall.said("nudge"))

    await hall.enter("Ann")
    await hall.live(2 * DAY)

    assert len(await hall.said("nudge")) == before + 2
    assert not (await hall.group(present)).asleep


async def test_a_group_that_is_quiet_hears_nothing_until_it_is_over(hall: Hall) -> None:
    present = await quietly(hall, "Ann")
    await hall.set_group(present, quiet_until=MONDAY + 3 * DAY)

    await hall.live(5 * DAY)

    assert [4, 5] == await hall.days("nudge")


async def test_a_group_that_switched_it_off_is_not_looked_at(hall: Hall) -> None:
    present = await quietly(hall, "Ann")
    await hall.set_group(present, nudge_on=False)

    await hall.live(3 * DAY)

    assert [] == await hall.said()
    assert {"matching"} == set(await hall.store.read(read_group_dues, present.group_id))


async def test_a_private_chat_is_no_group_to_nudge(hall: Hall) -> None:
    present = await hall.enter("Ann", Place("telegram", 0, 0, private=True))
    await hall.set_group(present, checkin_on=False)

    await hall.live(9 * DAY)

    assert [] == await hall.said("nudge")


async def test_it_gives_way_to_the_check_in_of_the_day_and_to_the_digest(hall: Hall) -> None:
    present = await hall.enter("Ann")
    await hall.set_group(present, nudge_at=8 * 60, review_on=False)  # earlier than Sunday's check-in at 18:00

    await hall.live(9 * DAY)

    assert 7 not in await hall.days("nudge")
    assert 6 in await hall.days("nudge")


async def test_late_but_within_three_hours_it_still_comes_and_later_it_does_not(hall: Hall) -> None:
    await quietly(hall, "Ann")
    await hall.plan()
    await hall.sleep(11 * HOUR)  # 20:00
    assert [1] == await hall.days("nudge")

    await hall.sleep(26 * HOUR)  # 22:00 on the next day
    assert [1] == await hall.days("nudge")

    await hall.live(DAY)
    assert [1, 3] == await hall.days("nudge")


async def test_after_days_offline_there_is_one_post_at_the_most(hall: Hall) -> None:
    await quietly(hall, "Ann")
    await hall.plan()

    await hall.sleep(5 * DAY + 10 * HOUR)

    [post] = await hall.said("nudge")
    assert MONDAY + 5 * DAY + 10 * HOUR == post.at


async def test_a_nudge_that_could_not_be_sent_gives_way_to_the_next_days(hall: Hall) -> None:
    await quietly(hall, "Ann")
    await hall.plan()
    for day in range(3):
        hall.clock.move_to(MONDAY.replace(hour=18, minute=30) + day * DAY)
        await hall.plan(deliver=False)

    assert ["cancelled", "cancelled", "new"] == [one.state for one in await hall.said("nudge")]


async def test_a_late_review_is_the_post_of_the_day_on_which_it_comes(hall: Hall) -> None:
    present = await hall.enter("Ann")
    await hall.set_group(present, checkin_on=False)
    await hall.live(14 * DAY)
    await hall.enter("Ann")
    await hall.live(13 * DAY)
    await hall.enter("Ann")
    await hall.live(3 * DAY)  # 1 April, 09:00

    await hall.sleep(DAY)
    await hall.live(DAY)

    today = [one.kind for one in await hall.said() if one.place_id and f"{one.at:%m-%d}" == "04-02"]
    assert ["review"] == today


async def test_a_late_nudge_does_not_come_in_the_night(hall: Hall) -> None:
    present = await quietly(hall, "Ann")
    await hall.set_group(present, nudge_at=20 * 60)
    await hall.plan()

    await hall.sleep(13 * HOUR + timedelta(minutes=30))  # 22:30

    assert [] == await hall.said("nudge")


async def test_a_clock_set_back_repeats_no_post_and_one_set_ahead_silences_briefly(hall: Hall) -> None:
    await quietly(hall, "Ann")
    await hall.live(10 * HOUR)
    hall.clock.move_to(MONDAY)
    await hall.live(10 * HOUR)
    assert [1] == await hall.days("nudge")

    hall.clock.move_to(MONDAY + 400 * DAY)
    await hall.plan()
    hall.clock.move_to(MONDAY + DAY)
    await hall.enter("Ann")
    await hall.live(DAY)

    assert 2 in await hall.days("nudge")


async def test_every_place_of_the_group_hears_it_unless_it_is_off(hall: Hall) -> None:
    present = await quietly(hall, "Ann")
    await hall.store.write(add_places, present.group_id)

    await hall.live(DAY)

    posts = await hall.said("nudge")
    assert sorted(post.place_id or 0 for post in posts) == [present.place_id, 91]


def add_places(db: Connection, group_id: GroupId) -> None:
    rows = [
        {"id": 91, "group_id": group_id, "platform": "discord", "space_id": 1, "chat_id": 2, "off_reason": None},
        {"id": 92, "group_id": group_id, "platform": "discord", "space_id": 2, "chat_id": 3, "off_reason": "kicked"},
    ]
    db.execute(insert(places), rows)


async def test_a_removed_group_is_left_alone_and_looked_at_again_when_it_is_back(hall: Hall) -> None:
    present = await quietly(hall, "Ann")
    await hall.set_group(present, removed_at=MONDAY)
    await hall.live(2 * DAY)
    assert [] == await hall.said("nudge")

    await hall.enter("Ann")
    await hall.live(DAY)

    assert 1 == len(await hall.said("nudge"))


async def test_a_nudge_at_an_hour_that_comes_twice_or_never_comes_once(sqlite_store: Store) -> None:
    for start in (datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 10, 24, 12, tzinfo=UTC)):
        hall = Hall(sqlite_store, start=start)
        place = Place("telegram", -start.month, -start.month, title="Berlin")
        present = await hall.enter("Ann", place)
        await hall.set_group(present, zone="Europe/Berlin", nudge_at=150, checkin_on=False, review_on=False)

        await hall.live(3 * DAY)

        posts = [post for post in await hall.said("nudge") if post.place_id == present.place_id]
        assert [post.read(GroupNudge).day.day for post in posts] == [start.day + 1, start.day + 2, start.day + 3]


def test_jitter_is_the_same_for_a_group_and_spread_over_ten_minutes() -> None:
    spread = [hours.jitter(GroupId(number)) for number in range(1, 6001)]

    assert spread == [hours.jitter(GroupId(number)) for number in range(1, 6001)]
    assert max(spread) < timedelta(minutes=10)
    minutes = [int(one / timedelta(minutes=1)) for one in spread]
    assert all(550 < minutes.count(minute) < 650 for minute in range(10))


async def test_what_was_held_up_into_a_day_is_its_post(hall: Hall) -> None:
    await hall.enter("Ann")
    await hall.live(6 * DAY)
    hall.clock.move_to(SUNDAY_EVENING)
    await hall.plan(deliver=False)
    hall.clock.move_to(SUNDAY_EVENING + 14 * HOUR)

    await hall.live(16 * HOUR)  # the check-in comes in the morning, its digest waits for the day after

    assert ["checkin"] == [one.kind for one in await hall.said() if one.at > SUNDAY_EVENING - HOUR]
    await hall.live(DAY)
    assert ["checkin", "digest"] == [one.kind for one in await hall.said() if one.at > SUNDAY_EVENING - HOUR]
