"""What learners want to hear, on both engines."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Connection, select

from bot.closed_sets import Fallback, NudgePace
from bot.database.store import Store
from bot.features.members.actions.presence import enter
from bot.features.nudges.actions import (
    SnoozeInThePast,
    SnoozeTooLong,
    read_nudges,
    set_fallback,
    set_saver,
    shift_hour,
    slow_nudges,
    snooze_nudges,
    stop_nudges,
    turn_nudges_off,
    turn_nudges_on,
)
from bot.features.pauses.actions import begin_pause, resume_study
from bot.features.sessions.actions import log_study
from bot.features.settings.actions.learner_settings import set_clock, set_rest_days
from bot.features.ticks.actions.ticking import tick_off
from bot.identity import LearnerId
from bot.posting import audiences as listeners
from bot.posting import dues, outbox
from bot.posting.audiences import Listener
from bot.tables import accounts
from bot.tables import outbox as posts
from tests.bot.climb import START, caller
from tests.bot.room import PRACTISED

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
EVENING = timedelta(hours=7, minutes=30)


async def heard(store: Store) -> Listener:
    return await store.read(listeners.read_listener, LearnerId(1))


async def planned(store: Store) -> dict[str, datetime]:
    return await store.read(dues.read_learner_dues, LearnerId(1))


def wait_for(db: Connection, kind: str) -> None:
    """A private post to Ann that is not out yet."""
    account_id = db.scalar(select(accounts.c.id))
    outbox.put_post(
        db, kind=kind, key=kind, account_id=account_id, learner_id=LearnerId(1), facts={}, now=START, due_at=START
    )


async def waiting(store: Store) -> set[str]:
    return set(await store.read(lambda db: list(db.scalars(select(posts.c.kind).where(posts.c.state == "new")))))


async def test_nothing_is_planned_for_who_did_not_ask(store: Store) -> None:
    assert await store.read(read_nudges, caller()) is None
    await store.write(enter, caller(), "climb")

    found = await store.read(read_nudges, caller())

    assert found and not found.on and found.next_at is None
    assert not {"personal", "saver", "morning"} & set(await planned(store))


async def test_who_asks_is_nudged_at_half_past_seven_until_their_hour_is_known(store: Store) -> None:
    found = await store.write(turn_nudges_on, caller(), "climb")
    assert (True, 1170, "evening", START + EVENING) == (found.joined, found.at, found.why, found.next_at)
    assert START + EVENING == (await planned(store))["personal"]

    for day in range(4):
        await store.write(log_study, caller(at=day * DAY + 2 * HOUR), PRACTISED, 20)
    at = 4 * DAY + 2 * HOUR
    found = await store.write(turn_nudges_on, caller(at=at), "climb")
    assert (1170, "evening") == (found.at, found.why)

    await store.write(turn_nudges_off, caller(at=at), "climb")
    await store.write(tick_off, caller(at=at), PRACTISED, ["week1-stats"])
    found = await store.write(turn_nudges_on, caller(at=at), "climb")

    assert (13 * 60 + 30, "usual") == (found.at, found.why)  # half an hour before two o'clock
    assert START + 5 * DAY + timedelta(hours=1, minutes=30) == found.next_at


async def test_earlier_and_later_go_by_half_hours_around_the_clock(store: Store) -> None:
    await store.write(turn_nudges_on, caller(), "climb", at=15)

    earlier = await store.write(shift_hour, caller(), "climb", -30)
    later = await store.write(shift_hour, caller(), "climb", 30)

    assert (23 * 60 + 45, "set") == (earlier.at, earlier.why)
    assert START + 11 * HOUR + timedelta(minutes=45) == earlier.next_at
    assert 15 == later.at


async def test_the_pace_slows_down_step_by_step_and_comes_back_at_once(store: Store) -> None:
    await store.write(turn_nudges_on, caller(), "climb")

    paces = [(await store.write(slow_nudges, caller(), "climb")).pace for _ in range(3)]

    assert [1, 2, 2] == paces
    found = await store.write(turn_nudges_on, caller(), "climb")
    assert 2 == found.pace  # turned on again is not asked for more often
    assert 0 == (await store.write(turn_nudges_on, caller(), "climb", pace=NudgePace.DAILY)).pace


async def test_the_next_nudge_is_on_a_day_of_the_pace(store: Store) -> None:
    await store.write(turn_nudges_on, caller(), "climb", pace=NudgePace.WEEKLY)
    days = {
        found.next_at.date()
        for number in range(7)
        if (found := await store.read(read_nudges, caller(at=number * DAY))) and found.next_at
    }
    assert len(days) <= 2


async def test_off_is_no_daily_word_and_stop_is_not_a_word(store: Store) -> None:
    await store.write(turn_nudges_on, caller(), "climb")

    await store.write(turn_nudges_off, caller(), "climb")
    assert {"welcome"} == set(await planned(store))
    stopped = await store.write(stop_nudges, caller(), "climb")

    assert (False, True) == (stopped.on, stopped.stopped)
    assert {} == await planned(store)
    assert (await store.write(turn_nudges_off, caller(), "climb")).stopped  # off is not more than stop
    assert {} == await planned(store)
    await store.write(enter, caller(at=20 * DAY), "climb")
    assert NudgePace.STOPPED == (await heard(store)).nudge_pace  # no activity undoes it
    again = await store.write(turn_nudges_on, caller(at=20 * DAY), "climb")
    assert (True, 0) == (again.on, again.pace)


@pytest.mark.parametrize(
    ("kind", "left"),
    [
        ("off", {"morning", "welcome", "remind"}),
        ("stop", set()),
        ("snooze", set()),
        ("saver", {"personal", "morning", "welcome", "remind"}),
        ("pause", set()),
    ],
)
async def test_what_waits_and_is_not_wanted_any_more_is_not_said(
    sqlite_store: Store, kind: str, left: set[str]
) -> None:
    await sqlite_store.write(turn_nudges_on, caller(), "climb")
    for one in ("personal", "saver", "morning", "welcome", "remind"):
        await sqlite_store.write(wait_for, one)

    if kind == "off":
        await sqlite_store.write(turn_nudges_off, caller(), "climb")
    elif kind == "stop":
        await sqlite_store.write(stop_nudges, caller(), "climb")
    elif kind == "snooze":
        await sqlite_store.write(snooze_nudges, caller(), "climb", 1)
    elif kind == "saver":
        await sqlite_store.write(set_saver, caller(), "climb", False)
    else:
        await sqlite_store.write(begin_pause, caller(), "climb", START.date(), START.date())

    assert await waiting(sqlite_store) == left


async def test_the_saver_is_planned_only_if_wanted(store: Store) -> None:
    await store.write(turn_nudges_on, caller(), "climb")
    assert "saver" in await planned(store)
    assert not (await store.write(set_saver, caller(), "climb", False)).saver_on
    assert "saver" not in await planned(store)


async def test_a_snooze_lasts_until_a_study_day_begins(store: Store) -> None:
    await store.write(turn_nudges_on, caller(), "climb")

    found = await store.write(snooze_nudges, caller(), "climb", 1)

    assert datetime(2026, 11, 3, 4, tzinfo=UTC) == (await heard(store)).snoozed_until
    assert found.mute
    assert (date(2026, 11, 3), START + DAY + EVENING) == (found.mute.back_on, found.next_at)
    assert (await store.write(snooze_nudges, caller(), "climb", 0)).mute is None
    assert (await heard(store)).snoozed_until is None


async def test_a_snooze_in_the_night_is_about_the_day_in_course(store: Store) -> None:
    await store.write(snooze_nudges, caller(at=13 * HOUR), "climb", 1)  # one in the morning
    assert datetime(2026, 11, 3, 4, tzinfo=UTC) == (await heard(store)).snoozed_until


async def test_a_snooze_is_over_by_itself_and_shown_no_more(store: Store) -> None:
    await store.write(snooze_nudges, caller(), "climb", 1)
    found = await store.read(read_nudges, caller(at=DAY))
    assert found and found.mute is None


@pytest.mark.parametrize(("days", "refusal"), [(-1, SnoozeInThePast), (93, SnoozeTooLong)])
async def test_a_snooze_that_cannot_be_is_refused(sqlite_store: Store, days: int, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        await sqlite_store.write(snooze_nudges, caller(), "climb", days)


async def test_the_next_nudge_passes_over_pause_rest_and_snooze(store: Store) -> None:
    await store.write(set_rest_days, caller(), "climb", 0b1)  # Mondays, from today on
    found = await store.write(turn_nudges_on, caller(), "climb")
    assert START + DAY + EVENING == found.next_at

    await store.write(begin_pause, caller(), "climb", date(2026, 11, 3), date(2026, 11, 5))
    await store.write(snooze_nudges, caller(), "climb", 2)  # until Wednesday

    later = await store.read(read_nudges, caller())
    assert later and later.next_at == START + 4 * DAY + EVENING


async def test_the_hour_is_shown_by_the_zone_that_it_will_be_in(store: Store) -> None:
    await store.write(turn_nudges_on, caller(), "climb", at=600)  # has been today
    await store.write(set_clock, caller(), "climb", zone="Asia/Tokyo")  # comes into effect in the night to Wednesday

    found = await store.write(snooze_nudges, caller(), "climb", 2)

    assert "Asia/Tokyo" == found.zone
    assert found.next_at and found.next_at.hour == 1  # ten in Tokyo


async def test_a_private_word_that_cannot_be_goes_where_one_chose(store: Store) -> None:
    assert "group" == (await store.write(set_fallback, caller(), "climb", Fallback.GROUP)).fallback
    assert "none" == (await store.write(set_fallback, caller(), "climb", Fallback.NONE)).fallback
    assert "none" == (await heard(store)).fallback


async def test_coming_back_ends_a_snooze_too(store: Store) -> None:
    await store.write(snooze_nudges, caller(), "climb", 5)
    assert (await store.write(resume_study, caller(), "climb")).snoozed
    assert (await heard(store)).snoozed_until is None
