"""What learners settle for themselves, on both engines."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, select

from bot.closed_sets import Visibility
from bot.database.store import Store
from bot.features.members.actions.presence import enter
from bot.features.sessions.actions import log_study
from bot.features.settings.actions.group_setup import set_up
from bot.features.settings.actions.learner_settings import (
    NoDayLeft,
    NoSuchDayEnd,
    choose_pings,
    choose_visibility,
    read_own_settings,
    set_clock,
    set_rest_days,
)
from bot.features.streaks.actions.counting import read_ledger, verify_counters
from bot.features.undos.actions.taking_back import undo_act
from bot.identity import LearnerId
from bot.tables import learners, rest_changes, sessions, zone_changes
from roadmap.streak import Verdict
from tests.bot.climb import BEN, CLIMB, START, caller

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
BERLIN = ZoneInfo("Europe/Berlin")


async def study(store: Store, at: timedelta) -> tuple[date, int]:
    """Log half an hour; the study day it counted for, and the streak."""
    logged = await store.write(log_study, caller(at=at), CLIMB, 30)
    day = await store.read(lambda db: db.scalar(select(sessions.c.day).where(sessions.c.act_id == logged.act_id)))
    assert day
    return day, logged.after


async def test_who_never_joined_has_no_settings_and_setting_one_joins(store: Store) -> None:
    assert await store.read(read_own_settings, caller()) is None

    assert (await store.write(choose_pings, caller(), "climb", False)).joined

    kept = await store.read(read_own_settings, caller())
    assert kept
    assert (False, "group", 0, "UTC") == (kept.pings, kept.visibility, kept.rest_days, kept.clock.zone)


async def test_a_day_end_moved_at_night_neither_loses_nor_doubles_a_day(
    store: Store,
) -> None:
    await store.write(enter, caller(), "climb")
    await store.write(set_clock, caller(), "climb", day_end=0)
    night = timedelta(days=2, hours=14)  # 02:00 on Thursday, by then a day that ends at midnight
    assert (date(2026, 11, 4), 1) == await study(store, night - 4 * HOUR)  # 22:00 on Wednesday
    assert (date(2026, 11, 5), 2) == await study(store, night - HOUR)  # 01:00, already Thursday

    await store.write(set_clock, caller(at=night), "climb", day_end=240)

    assert (date(2026, 11, 5), 2) == await study(store, night + HOUR)  # 03:00 is still Thursday
    assert (date(2026, 11, 5), 2) == await study(store, night + 10 * HOUR)
    assert (date(2026, 11, 5), 2) == await study(store, night + DAY + HOUR)  # 03:00 on Friday, the day ends at 04:00
    assert (date(2026, 11, 6), 3) == await study(store, night + DAY + 3 * HOUR)
    assert [] == await store.read(verify_counters, START + night + DAY + 3 * HOUR)


async def test_a_flight_west_or_east_never_lowers_the_streak(store: Store) -> None:
    places = ("Asia/Tokyo", "America/Los_Angeles", "Pacific/Auckland", "Europe/London", "Pacific/Honolulu")
    count = 0
    for number, zone in enumerate(places * 2):
        at = number * DAY
        _, after = await study(store, at)
        assert after in {count, count + 1}
        count = after
        await store.write(set_clock, caller(at=at + HOUR), "climb", zone=zone)
    streak = await store.read(read_ledger, LearnerId(1), START + len(places) * 2 * DAY)

    assert streak.ended_on is None
    assert Verdict.MISSED not in {day.verdict for day in streak.days}


async def test_a_date_that_a_flight_skips_is_held_and_kept_in_the_history(store: Store) -> None:
    await store.write(set_clock, caller(), "climb", zone="Pacific/Honolulu")
    await study(store, 3 * DAY)
    await store.write(set_clock, caller(at=3 * DAY + HOUR), "climb", zone="Pacific/Kiritimati")

    held = await store.read(lambda db: db.scalar(select(zone_changes.c.held_day).order_by(zone_changes.c.id.desc())))
    assert held
    streak = await store.read(read_ledger, LearnerId(1), START + 5 * DAY)
    assert {day.day: day.verdict for day in streak.days}.get(held) in {Verdict.HELD, None}


@pytest.mark.parametrize(("zone", "day"), [("Asia/Tokyo", 2), ("America/Los_Angeles", 1), ("Pacific/Kiritimati", 2)])
async def test_a_newcomers_first_day_is_by_the_zone_that_they_set(store: Store, zone: str, day: int) -> None:
    early = timedelta(hours=-7)  # 05:00 on Monday in London
    await store.write(enter, caller(at=early), "climb")

    kept = await store.write(set_clock, caller(at=early), "climb", zone=zone)

    assert (zone, None) == (kept.clock.zone, kept.clock.next_from)
    assert (date(2026, 11, day), 1) == await study(store, early)
    assert (date(2026, 11, day + 1), 2) == await study(store, early + DAY)
    assert [] == await store.read(verify_counters, START + DAY)


async def test_an_entry_that_was_undone_is_an_entry(store: Store) -> None:
    await study(store, timedelta())
    await store.write(undo_act, caller(at=HOUR), CLIMB, {"climb": CLIMB})

    assert (await store.write(set_clock, caller(at=HOUR), "climb", zone="Asia/Tokyo")).clock.next_from


async def test_each_change_of_the_clock_is_kept_and_one_that_changes_nothing_is_not(store: Store) -> None:
    await store.write(set_clock, caller(), "climb", zone="Europe/Berlin")
    await store.write(set_clock, caller(), "climb", zone="Europe/Berlin")
    await store.write(set_clock, caller(at=2 * DAY), "climb", day_end=60)

    def history(db: Connection) -> list[tuple[str, int]]:
        rows = db.execute(select(zone_changes.c.zone, zone_changes.c.day_end).order_by(zone_changes.c.id))
        return [(zone, day_end) for zone, day_end in rows]

    assert [("Europe/Berlin", 240), ("Europe/Berlin", 60)] == await store.read(history)


async def test_a_day_end_beside_a_pending_zone_keeps_both(store: Store) -> None:
    await study(store, timedelta())
    await store.write(set_clock, caller(), "climb", zone="Asia/Tokyo")

    kept = await store.write(set_clock, caller(), "climb", day_end=0)

    assert ("Asia/Tokyo", 0) == (kept.clock.next_zone, kept.clock.next_day_end)


async def test_a_zone_beside_a_pending_day_end_keeps_both(store: Store) -> None:
    await study(store, timedelta())
    await store.write(set_clock, caller(), "climb", day_end=0)

    kept = await store.write(set_clock, caller(), "climb", zone="Asia/Tokyo")

    assert ("Asia/Tokyo", 0) == (kept.clock.next_zone, kept.clock.next_day_end)


@pytest.mark.parametrize("day_end", [-1, 361, 1439])
async def test_a_day_ends_between_midnight_and_six(sqlite_store: Store, day_end: int) -> None:
    with pytest.raises(NoSuchDayEnd):
        await sqlite_store.write(set_clock, caller(), "climb", day_end=day_end)
    assert await sqlite_store.read(lambda db: db.scalar(select(learners.c.id))) is None


async def test_the_first_rest_days_count_at_once_and_later_ones_from_tomorrow(store: Store) -> None:
    monday, tuesday = 0b1, 0b10
    await store.write(set_rest_days, caller(), "climb", monday)
    await store.write(set_rest_days, caller(at=HOUR), "climb", monday | tuesday)  # a slip mended on the same day
    await store.write(set_rest_days, caller(at=DAY), "climb", 0)

    def changes(db: Connection) -> list[tuple[date, int]]:
        rows = db.execute(select(rest_changes.c.from_day, rest_changes.c.rest_days).order_by(rest_changes.c.from_day))
        return [(day, bits) for day, bits in rows]

    assert await store.read(changes) == [(START.date(), 3), (START.date() + 2 * DAY, 0)]


async def test_a_study_day_cannot_become_a_rest_day_late_in_the_day(store: Store) -> None:
    await study(store, timedelta())
    await store.write(set_rest_days, caller(at=HOUR), "climb", 0b1000000)
    for number in range(1, 5):
        at = number * DAY
        await store.write(set_rest_days, caller(at=at), "climb", 1 << (START + at).weekday())

    streak = await store.read(read_ledger, LearnerId(1), START + 5 * DAY)

    assert 0 == streak.current
    assert Verdict.REST not in {day.verdict for day in streak.days}


async def test_friday_and_saturday_hold_the_streak_of_who_rests_then(store: Store) -> None:
    await store.write(set_rest_days, caller(), "climb", 0b110000)
    for number in range(4):
        await study(store, number * DAY)

    logged = await study(store, 6 * DAY)

    assert 5 == logged[1]
    streak = await store.read(read_ledger, LearnerId(1), START + 6 * DAY)
    assert [Verdict.REST, Verdict.REST, Verdict.DONE] == [day.verdict for day in streak.days[-3:]]
    assert 2 == streak.freezes


async def test_one_day_a_week_is_for_study(store: Store) -> None:
    with pytest.raises(NoDayLeft):
        await store.write(set_rest_days, caller(), "climb", 127)


async def test_the_groups_zone_is_taken_by_those_who_have_none_of_their_own(store: Store) -> None:
    ben = await store.write(enter, caller(BEN), "climb")
    await store.write(set_clock, caller(), "climb", zone="Asia/Tokyo")

    await store.write(set_up, caller(), "climb", {"zone": "Europe/Berlin"})

    def zones(db: Connection) -> dict[int, str | None]:
        return {id_: zone for id_, zone in db.execute(select(learners.c.id, learners.c.zone))}  # noqa: C416

    found = await store.read(zones)
    assert "Europe/Berlin" == found.pop(ben.learner_id)
    assert ["Asia/Tokyo"] == list(found.values())


async def test_who_joins_later_is_in_the_groups_zone(store: Store) -> None:
    await store.write(set_up, caller(), "climb", {"zone": "Europe/Berlin"})

    present = await store.write(enter, caller(BEN), "climb")

    assert "Europe/Berlin" == present.clock.zone
    assert present.clock.next_from is None


async def test_settings_say_when_the_day_in_course_ends(store: Store) -> None:
    await store.write(set_up, caller(), "climb", {"zone": "Europe/Berlin"})
    kept = await store.write(choose_visibility, caller(BEN), "climb", Visibility.NUMBER)

    assert "number" == kept.visibility
    assert kept.ends_at == datetime.combine(date(2026, 11, 3), time(4), BERLIN).astimezone(UTC)
