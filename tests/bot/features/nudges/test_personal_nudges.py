"""The personal nudge: asked for, private, at one's own hour, and less and less often to who does not answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, insert, update

from bot.database.store import Store
from bot.features.members.actions.groups import leave_group, note_added, note_removed
from bot.features.members.actions.presence import Present
from bot.features.nudges.facts import PersonalNudge
from bot.features.pauses.actions import begin_pause
from bot.features.settings.actions import learner_settings
from bot.identity import Place
from bot.posting import hours
from bot.posting.audiences import read_listener
from bot.tables import accounts, pauses
from tests.bot.hall import DAY, HALL, HOUR, MONDAY, Hall, clock_times


@pytest.fixture
async def hall(sqlite_store: Store) -> Hall:
    return Hall(sqlite_store)


async def ann_wants(hall: Hall, **values: object) -> Present:
    present = await hall.enter("Ann")
    await hall.wants(present, **values)
    return present


async def test_nobody_is_nudged_who_did_not_ask_for_it(hall: Hall) -> None:
    await hall.enter("Ann")

    await hall.live(9 * DAY)

    assert [] == await hall.said("personal", "saver", "morning")


async def test_it_is_private_comes_in_the_evening_and_names_what_is_next(hall: Hall) -> None:
    present = await ann_wants(hall)

    await hall.live(DAY)

    [post] = await hall.said("personal")
    assert ["Mon 19:30"] == clock_times([post])
    assert (post.place_id, post.learner_id) == (None, present.learner_id)
    assert post.account_id is not None
    facts = post.read(PersonalNudge)
    assert ("week1-algebra", "week1-stats", "week1-practice") == facts.tasks
    assert (0, 0, False) == (facts.streak, facts.pace, facts.asks_to_stop)


async def test_the_close_of_a_check_in_takes_no_nudge_from_a_learner_alone(hall: Hall) -> None:
    alone = Place("telegram", 0, 0, private=True)
    present = await hall.enter("Ann", alone)
    await hall.wants(present, nudge_at=12 * 60)

    for _ in range(8):
        await hall.live(DAY)
        await hall.enter("Ann", alone)

    assert [7] == await hall.days("checkin")
    assert [1, 2, 3, 4, 5, 6, 8] == await hall.days("personal")


async def test_each_nudge_takes_the_next_wording_however_many_days_lie_between(hall: Hall) -> None:
    await ann_wants(hall)
    for studied in (False, True, True, False, True, False):
        if studied:
            await hall.study("Ann")
        await hall.live(DAY)

    assert [1, 4, 6] == await hall.days("personal")
    assert [0, 1, 2] == [post.facts["turn"] for post in await hall.said("personal")]


async def test_a_learner_back_from_a_long_pause_is_nudged_and_not_yet_missed(hall: Hall) -> None:
    await ann_wants(hall)
    first = MONDAY.date()
    await hall.store.write(begin_pause, hall.caller("Ann"), hall.roadmap.slug, first, first + 13 * DAY)

    await hall.live(18 * DAY)

    assert [15, 16, 17] == await hall.days("personal", "welcome")  # ignored three times, and every other day from then


async def test_ones_own_hour_is_found_from_all_study_of_five_days(hall: Hall) -> None:
    await ann_wants(hall)
    for day in range(5):
        hall.clock.move_to(MONDAY.replace(hour=14, minute=10) + day * DAY)
        await (hall.tick("Ann", "week1") if day == 2 else hall.study("Ann"))
        await hall.study("Ann")
    await hall.live(DAY)

    assert ["Sat 13:40"] == clock_times(await hall.said("personal"))


async def test_four_days_of_study_are_too_few_to_find_an_hour(hall: Hall) -> None:
    await ann_wants(hall)
    for day in range(4):
        hall.clock.move_to(MONDAY.replace(hour=14, minute=10) + day * DAY)
        await hall.study("Ann")
        await hall.tick("Ann", ("week1-algebra", "week1-stats", "week1-practice", "week2")[day])
    await hall.live(DAY + 10 * HOUR)

    assert ["Fri 19:30"] == clock_times(await hall.said("personal"))


@pytest.mark.parametrize(
    ("studied_at", "minutes"),
    [
        (20 * 60, 19 * 60 + 30),
        (6 * 60, 8 * 60),
        (23 * 60 + 30, hours.LATEST),
        (90, hours.LATEST),
        (270, 8 * 60),
        (None, 19 * 60 + 30),
    ],
)
async def test_an_hour_that_was_found_lies_in_the_waking_hours(
    hall: Hall, studied_at: int | None, minutes: int
) -> None:
    present = await ann_wants(hall)
    one = await hall.store.read(read_listener, present.learner_id)
    midnight = MONDAY.replace(hour=0)
    studied = [] if studied_at is None else [midnight + day * DAY + timedelta(minutes=studied_at) for day in range(5)]

    assert hours.own_hour(one, studied, hall.clock.now()) == minutes
    assert hours.own_hour(one, studied[1:], hall.clock.now()) == hours.EVENING


async def test_the_usual_hour_is_that_of_the_middle_day_in_the_order_of_the_study_day(hall: Hall) -> None:
    one = await hall.store.read(read_listener, (await ann_wants(hall)).learner_id)
    midnight = MONDAY.replace(hour=0)
    studied = [midnight + day * DAY + hour * HOUR for day, hour in enumerate((20, 27, 9, 12, 21))]  # 27: 3 at night

    assert 19 * 60 + 30 == hours.own_hour(one, studied, hall.clock.now())
    assert 11 * 60 + 30 == hours.own_hour(one, [*studied, midnight + 10 * HOUR], hall.clock.now())


async def test_an_hour_that_was_set_may_lie_in_the_night(hall: Hall) -> None:
    await ann_wants(hall, nudge_at=23 * 60)

    await hall.live(DAY)

    assert ["Mon 23:00"] == clock_times(await hall.said("personal"))


async def test_nothing_is_said_to_who_has_studied_rests_is_away_or_snoozes(hall: Hall) -> None:
    present = await ann_wants(hall, snoozed_until=MONDAY + 4 * DAY)
    await hall.store.write(pause, present.learner_id)  # Friday and Saturday
    await hall.rest("Ann", 64)  # Sunday
    await hall.live(7 * DAY)
    await hall.study("Ann")
    await hall.live(DAY)

    assert [] == await hall.days("personal")
    await hall.live(DAY)
    assert [9] == await hall.days("personal")


def pause(db: Connection, learner_id: int) -> None:
    first = (MONDAY + 4 * DAY).date()
    db.execute(insert(pauses).values(learner_id=learner_id, first_day=first, last_day=first + DAY, at=MONDAY))


async def test_who_never_answers_hears_three_then_every_other_day_then_weekly_then_one_question(hall: Hall) -> None:
    present = await ann_wants(hall, welcomed_at=MONDAY + 1000 * DAY)

    await hall.live(100 * DAY)

    posts = await hall.said("personal")
    assert [1, 2, 3, 5, 7, 15, 22] == await hall.days("personal")
    assert [False] * 6 + [True] == [post.read(PersonalNudge).asks_to_stop for post in posts]
    assert [0, 0, 0, 1, 1, 2, 2] == [post.read(PersonalNudge).pace for post in posts]
    assert 22 == (await hall.learner(present)).nudges_ignored


async def test_any_action_brings_the_daily_nudge_back(hall: Hall) -> None:
    present = await ann_wants(hall, welcomed_at=MONDAY + 1000 * DAY)
    await hall.live(50 * DAY)

    await hall.enter("Ann")
    await hall.live(3 * DAY)

    assert [1, 2, 3, 5, 7, 15, 22, 51, 52, 53] == await hall.days("personal")
    assert 0 == (await hall.learner(present)).nudge_pace


@pytest.mark.parametrize(("pace", "days"), [(1, [52, 54, 56]), (2, [56])])
async def test_a_returning_learner_is_nudged_at_the_pace_they_chose(hall: Hall, pace: int, days: list[int]) -> None:
    await ann_wants(hall, nudge_pace=pace, welcomed_at=MONDAY + 1000 * DAY)
    await hall.live(50 * DAY)

    for _ in range(7):
        await hall.enter("Ann")
        await hall.live(DAY)

    assert [day for day in await hall.days("personal") if day > 50] == days


@pytest.mark.parametrize(("rests", "weekdays"), [(64, {"Sat"}), (0b1110000, {"Thu"}), (0b0111110, {"Sun"})])
async def test_the_weekly_nudge_comes_on_the_weeks_last_day_that_is_no_rest_day(
    hall: Hall, rests: int, weekdays: set[str]
) -> None:
    await ann_wants(hall, nudge_pace=2)
    await hall.rest("Ann", rests)

    for _ in range(21):
        await hall.enter("Ann")
        await hall.live(DAY)

    posts = await hall.said("personal")
    assert (len(posts), {f"{post.at:%a}" for post in posts}) == (3, weekdays)


async def test_who_stopped_it_stays_stopped_whatever_they_do(hall: Hall) -> None:
    present = await ann_wants(hall)
    await hall.live(4 * DAY)
    await hall.wants(present, nudge_pace=4)

    await hall.enter("Ann")
    await hall.live(30 * DAY)

    assert [1, 2, 3] == await hall.days("personal", "welcome")
    assert 4 == (await hall.learner(present)).nudge_pace


async def test_who_chose_to_hear_less_does_so_while_they_are_active(hall: Hall) -> None:
    present = await ann_wants(hall, nudge_pace=2)

    for _ in range(14):
        await hall.enter("Ann")
        await hall.live(DAY)

    posts = await hall.said("personal")
    assert 2 == len(posts)
    assert not any(post.read(PersonalNudge).thinned for post in posts), "they are not said to seem busy"
    assert 2 == (await hall.learner(present)).nudge_pace


async def test_a_change_of_zone_moves_the_hour_within_the_same_study_day(hall: Hall) -> None:
    await ann_wants(
        hall, next_zone="Asia/Tokyo", next_day_end=240, next_from=datetime(2026, 3, 3, 4, tzinfo=UTC), nudge_at=20 * 60
    )

    await hall.live(3 * DAY)

    # At 20:00 here it is five in the morning in Tokyo.
    assert ["Mon 11:00", "Tue 11:00", "Wed 11:00"] == clock_times(await hall.said("personal"))


async def test_what_is_planned_already_follows_a_change_of_zone(hall: Hall) -> None:
    await ann_wants(hall, nudge_at=20 * 60)

    await hall.store.write(learner_settings.set_clock, hall.caller("Ann"), hall.roadmap.slug, zone="Asia/Kolkata")
    await hall.live(2 * DAY)

    assert ["Mon 14:30", "Tue 14:30"] == clock_times(await hall.said("personal"))


async def test_a_second_evening_within_one_study_day_has_no_second_nudge(hall: Hall) -> None:
    present = await ann_wants(hall, zone="Asia/Tokyo", nudge_at=19 * 60)
    await hall.live(5 * HOUR)
    west = {"next_zone": "Europe/Berlin", "next_day_end": 240, "next_from": datetime(2026, 3, 3, 3, tzinfo=UTC)}
    await hall.wants(present, **west)

    await hall.live(2 * DAY)

    assert ["Mon 10:00", "Tue 19:15"] == clock_times(await hall.said("personal"))


async def test_late_by_two_hours_it_still_comes_and_later_it_does_not(hall: Hall) -> None:
    await ann_wants(hall, nudge_at=15 * 60)
    await hall.plan()

    await hall.sleep(8 * HOUR)
    await hall.sleep(26 * HOUR)

    assert [1] == await hall.days("personal")
    await hall.live(DAY)
    assert [1, 3] == await hall.days("personal")


async def test_who_has_no_private_chat_hears_it_where_they_chose_or_not_at_all(hall: Hall) -> None:
    present = await ann_wants(hall)
    await hall.store.write(block)
    await hall.live(DAY)
    assert [] == await hall.said("personal")
    assert 0 == (await hall.learner(present)).nudges_ignored

    await hall.wants(present, fallback="group")
    await hall.live(DAY)

    [post] = await hall.said("personal")
    assert (post.place_id, post.account_id, post.learner_id) == (present.place_id, None, present.learner_id)


def block(db: Connection) -> None:
    db.execute(update(accounts).values(off_reason="blocked"))


async def test_any_word_from_them_switches_their_private_chat_on_again(hall: Hall) -> None:
    await ann_wants(hall)
    await hall.store.write(block)

    await hall.enter("Ann")
    await hall.live(DAY)

    assert 1 == len(await hall.said("personal"))


async def test_who_left_their_group_and_joins_another_is_nudged_again(hall: Hall) -> None:
    await ann_wants(hall)
    await hall.store.write(leave_group, hall.caller("Ann"))
    await hall.live(11 * HOUR)  # past the hour: there is nothing more to come

    await hall.enter("Ann", Place("telegram", -200, -200, title="Attic"))
    await hall.live(2 * DAY)

    assert [2, 3] == await hall.days("personal")


async def test_the_members_of_a_group_that_has_us_back_are_nudged_again(hall: Hall) -> None:
    await ann_wants(hall)
    await hall.store.write(note_removed, HALL, hall.clock.now())
    await hall.live(DAY)
    assert [] == await hall.said()

    await hall.store.write(note_added, HALL, hall.clock.now())
    await hall.live(2 * DAY)

    assert [2, 3] == await hall.days("personal")


async def test_who_left_every_group_is_left_alone(hall: Hall) -> None:
    await ann_wants(hall)
    await hall.store.write(leave_group, hall.caller("Ann"))

    await hall.live(20 * DAY)

    assert [] == await hall.said("personal", "welcome")


async def test_a_slower_pace_is_said_once_for_each_change(hall: Hall) -> None:
    await ann_wants(hall, welcomed_at=MONDAY + 1000 * DAY)

    await hall.live(100 * DAY)

    facts = [post.read(PersonalNudge) for post in await hall.said("personal")]
    said = [(number, one.pace) for number, one in enumerate(facts) if one.thinned]
    assert [(3, 1), (5, 2)] == said
