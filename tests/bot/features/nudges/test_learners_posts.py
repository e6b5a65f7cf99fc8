"""Savers, mornings, welcomes: when they come, when they do not, and that there is one private post a day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection, insert, update

from bot.database.store import Store
from bot.features.members.actions.groups import leave_group
from bot.features.members.actions.presence import Present
from bot.features.nudges.facts import Morning, Saver, Welcome
from bot.features.sessions.actions import log_study
from bot.tables import accounts, pauses
from tests.bot.hall import DAY, HOUR, MONDAY, Hall, clock_times


@pytest.fixture
async def hall(sqlite_store: Store) -> Hall:
    return Hall(sqlite_store)


async def with_a_streak(hall: Hall, days: int, **wishes: object) -> Present:
    """Ann, who has studied on so many days in a row, the last of them yesterday."""
    present = await hall.enter("Ann")
    for _ in range(days):
        await hall.study("Ann")
        hall.clock.advance(DAY)
    await hall.wants(present, **wishes)
    return present


async def test_a_saver_comes_before_the_quiet_hours_when_a_streak_would_end_tonight(hall: Hall) -> None:
    await with_a_streak(hall, 8)

    await hall.live(4 * DAY)

    [post] = await hall.said("saver")  # two freezes first: Tuesday and Wednesday
    assert ["Thu 21:45"] == clock_times([post])
    facts = post.read(Saver)
    assert (8, "UTC") == (facts.streak, facts.zone)
    assert facts.ends_at == MONDAY.replace(hour=4) + 11 * DAY
    assert post.stale_at == MONDAY.replace(hour=22) + 10 * DAY  # whatever held it up, nobody is woken by it


async def test_a_saver_comes_two_hours_before_the_end_to_who_is_up_at_night(hall: Hall) -> None:
    await with_a_streak(hall, 8, nudge_at=23 * 60)

    await hall.live(4 * DAY)

    [post] = await hall.said("saver")
    assert ["Fri 02:00"] == clock_times([post])
    assert post.stale_at == post.read(Saver).ends_at


async def test_a_saver_that_is_late_does_not_come_in_the_night(hall: Hall) -> None:
    await with_a_streak(hall, 8)
    await hall.live(2 * DAY + 12 * HOUR + timedelta(minutes=30))  # Thursday, half past nine in the evening

    await hall.sleep(HOUR)

    assert [] == await hall.said("saver")


async def test_a_day_that_ends_early_enough_has_its_saver_two_hours_before(hall: Hall) -> None:
    await with_a_streak(hall, 8, day_end=0, nudge_at=22 * 60)

    await hall.live(4 * DAY)

    assert ["Thu 22:00"] == clock_times(await hall.said("saver"))


async def test_what_the_ledger_holds_needs_no_saver_though_no_counter_says_so_yet(hall: Hall) -> None:
    present = await with_a_streak(hall, 8)
    await hall.live(2 * DAY)
    await hall.store.write(pause, present.learner_id)  # 2-21 March, and nothing is settled

    await hall.live(3 * DAY)

    assert [] == await hall.said("saver")


async def test_no_saver_comes_for_a_short_or_spared_streak_or_an_unwilling_learner(hall: Hall) -> None:
    present = await with_a_streak(hall, 6)
    await hall.live(5 * DAY)
    assert [] == await hall.said("saver")

    for _ in range(8):
        await hall.study("Ann")
        hall.clock.advance(DAY)
    await hall.wants(present, saver_on=False)
    await hall.live(4 * DAY)

    assert [] == await hall.said("saver")


async def test_a_saver_is_beside_the_budget_of_one_post_a_day(hall: Hall) -> None:
    await with_a_streak(hall, 8, nudge_at=10 * 60)

    await hall.live(3 * DAY)

    assert ["Thu 10:00", "Thu 21:45"] == clock_times(await hall.said("personal", "morning", "saver"))[-2:]


async def test_a_morning_tells_that_a_freeze_was_used(hall: Hall) -> None:
    await with_a_streak(hall, 3)

    await hall.live(4 * DAY)

    posts = await hall.said("morning")
    assert ["Fri 08:00", "Sat 08:00"] == clock_times(posts)
    assert [1, 0] == [post.read(Morning).freezes for post in posts]
    assert [5, 6] == [post.read(Morning).used[0].day for post in posts]
    assert 3 == posts[0].read(Morning).streak


async def test_a_learner_on_a_pause_has_no_morning_about_the_day_before_it(hall: Hall) -> None:
    present = await with_a_streak(hall, 3)
    await hall.live(20 * HOUR)  # Friday, five in the morning; Thursday used a freeze
    await hall.store.write(pause, present.learner_id, after=4)

    await hall.live(2 * DAY)

    assert [] == await hall.said("morning")


async def test_a_learner_who_left_has_no_morning_and_no_saver_until_they_return(hall: Hall) -> None:
    await with_a_streak(hall, 8)
    await hall.store.write(leave_group, hall.caller("Ann"))

    await hall.live(DAY + HOUR)
    unheard = await hall.said("morning", "saver", "personal")
    await hall.enter("Ann")
    await hall.live(2 * DAY)

    assert [] == unheard
    assert {"morning", "saver"} == {post.kind for post in await hall.said("morning", "saver")}


async def test_a_morning_tells_that_a_freeze_was_earned(hall: Hall) -> None:
    await with_a_streak(hall, 9)
    await hall.study("Ann")

    await hall.live(DAY)

    [post] = await hall.said("morning")
    assert (True, 3) == (post.read(Morning).earned, post.read(Morning).freezes)


async def test_a_freeze_beyond_three_is_none(hall: Hall) -> None:
    present = await with_a_streak(hall, 19)
    assert 19 == (await hall.learner(present)).streak
    await hall.study("Ann")

    await hall.live(DAY)

    assert [] == await hall.said("morning")


async def test_a_morning_comes_at_an_own_hour_before_noon_and_instead_of_the_nudge(hall: Hall) -> None:
    await with_a_streak(hall, 3, nudge_at=7 * 60)

    await hall.live(3 * DAY)

    assert ["Fri 07:00", "Sat 07:00", "Sun 07:00"] == clock_times(await hall.said("morning", "personal"))
    assert ["morning", "morning", "personal"] == [post.kind for post in await hall.said("morning", "personal")]


async def test_a_morning_is_never_said_in_the_group(hall: Hall) -> None:
    await with_a_streak(hall, 3, fallback="group")
    await hall.store.write(switch_off_accounts)

    await hall.live(3 * DAY)

    assert [] == await hall.said("morning", "welcome")
    assert await hall.said("personal") != []


def switch_off_accounts(db: Connection) -> None:
    db.execute(update(accounts).values(off_reason="blocked"))


async def test_after_ten_idle_days_there_is_one_welcome(hall: Hall) -> None:
    present = await hall.enter("Ann")

    await hall.live(60 * DAY)

    [post] = await hall.said("welcome")
    assert ["Thu 19:30"] == clock_times([post])
    assert post.account_id is not None
    facts = post.read(Welcome)
    assert (10, "week1-algebra", "climb") == (facts.days, facts.task, facts.roadmap)
    assert 5 == facts.minutes
    assert (await hall.learner(present)).welcomed_at == post.at


async def test_the_next_absence_has_a_welcome_of_its_own(hall: Hall) -> None:
    await hall.enter("Ann")
    await hall.live(15 * DAY)

    await hall.study("Ann")
    await hall.live(20 * DAY)

    assert 2 == len(await hall.said("welcome"))


async def test_a_welcome_that_was_ignored_is_the_last_one(hall: Hall) -> None:
    await hall.enter("Ann")
    await hall.live(15 * DAY)

    for _ in range(3):
        await hall.enter("Ann")
        await hall.live(25 * DAY)
    await hall.study("Ann")
    await hall.live(25 * DAY)

    assert 1 == len(await hall.said("welcome"))


async def test_reminders_go_on_where_an_ignored_welcome_does_not_come_again(hall: Hall) -> None:
    present = await hall.enter("Ann")
    await hall.wants(present, welcomed_at=hall.clock.now() - 40 * DAY)

    await hall.live(12 * DAY)

    assert [] == await hall.said("welcome")
    assert (await hall.days("personal"))[-1] > 6


async def test_what_the_welcome_promises_holds_on_the_day_of_the_return(hall: Hall) -> None:
    await hall.study("Ann")
    await hall.live(14 * DAY)
    assert [5] == [post.read(Welcome).minutes for post in await hall.said("welcome")]
    await hall.enter("Ann")
    await hall.live(DAY)

    logged = await hall.store.write(log_study, hall.caller("Ann"), hall.roadmap, 5)

    assert (5, 1) == (logged.needed, logged.after)


async def test_who_comes_back_in_time_is_not_welcomed(hall: Hall) -> None:
    await hall.enter("Ann")

    for _ in range(5):
        await hall.live(9 * DAY)
        await hall.enter("Ann")

    assert [] == await hall.said("welcome")


async def test_who_stopped_hears_no_welcome(hall: Hall) -> None:
    present = await hall.enter("Ann")
    await hall.wants(present, nudge_pace=4)

    await hall.live(30 * DAY)

    assert [] == await hall.said("welcome")


async def test_a_planned_absence_is_none(hall: Hall) -> None:
    present = await hall.enter("Ann")
    await hall.store.write(pause, present.learner_id)

    await hall.live(29 * DAY)
    assert [] == await hall.said("welcome")

    await hall.live(2 * DAY)
    assert 1 == len(await hall.said("welcome"))


async def test_an_absence_planned_for_later_leaves_the_welcome_to_its_day(hall: Hall) -> None:
    present = await hall.enter("Ann")
    await hall.store.write(pause, present.learner_id, after=30)

    await hall.live(60 * DAY)

    assert [11] == await hall.days("welcome")


def pause(db: Connection, learner_id: int, *, after: int = 0) -> None:
    first, last = (MONDAY + after * DAY).date(), (MONDAY + (after + 19) * DAY).date()
    db.execute(insert(pauses).values(learner_id=learner_id, first_day=first, last_day=last, at=MONDAY))


async def test_a_welcome_takes_the_place_of_that_days_nudge(hall: Hall) -> None:
    present = await hall.enter("Ann")
    await hall.live(6 * DAY)
    await hall.wants(present)

    await hall.live(8 * DAY)

    said = await hall.said("welcome", "personal")
    assert len({f"{post.at:%d}" for post in said}) == len(said)
    assert ["welcome"] == [post.kind for post in said if f"{post.at:%d}" == "12"]


async def test_a_welcome_that_is_late_does_not_come_in_the_night(hall: Hall) -> None:
    await hall.enter("Ann")
    await hall.live(9 * DAY)

    await hall.sleep(DAY + 14 * HOUR)  # 23:00
    assert [] == await hall.said("welcome")

    await hall.live(DAY)
    assert ["Fri 19:30"] == clock_times(await hall.said("welcome"))


async def test_there_is_at_most_one_private_post_a_day(hall: Hall) -> None:
    present = await hall.enter("Ann")
    await hall.wants(present, nudge_at=9 * 60 + 30)
    for day in range(60):
        if day % 3 == 0 or day < 15:
            await hall.study("Ann")
        await hall.live(DAY)

    days = [(post.at - timedelta(hours=4)).date() for post in await hall.said("personal", "morning", "welcome")]
    assert len(days) == len(set(days))
    assert len(days) > 20
