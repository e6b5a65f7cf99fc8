"""Reminders of a check-in: once, in private, and only for members who want to hear."""

from __future__ import annotations

from datetime import UTC

import pytest

from bot.database.store import Store
from bot.features.checkins.facts import Reminder
from bot.features.checkins.reminders import is_reminded_later
from bot.features.members.actions.presence import Present
from bot.posting.audiences import read_listener
from tests.bot.features.checkins.reporting import EVENING, SUNDAY, WEEK, report
from tests.bot.hall import DAY, HOUR, Hall


@pytest.fixture
async def hall(sqlite_store: Store) -> Hall:
    return Hall(sqlite_store)


async def test_only_a_willing_member_who_used_to_report_and_has_not_is_reminded_once(hall: Hall) -> None:
    ann, ben, cat, dan = [await hall.enter(name) for name in ("Ann", "Ben", "Cat", "Dan")]
    for present in (ann, ben, dan):
        await hall.wants(present)
    await hall.live(EVENING)
    await report(hall, "Ann", "Ben", "Cat")
    await hall.live(WEEK)
    await report(hall, "Ben")
    for present in (ann, ben, cat, dan):
        await hall.wants(present, nudge_on=present is not cat, snoozed_until=None)
    before = hall.clock.now()

    await hall.live(WEEK - 2 * DAY)

    [post] = await hall.said("remind")
    assert post.learner_id == ann.learner_id
    assert post.place_id is None
    assert before < post.at < SUNDAY + WEEK + DAY - 4 * HOUR + HOUR
    assert SUNDAY + WEEK + DAY == post.read(Reminder).closes_at


async def remind_only(hall: Hall, zone: str = "UTC") -> Present:
    """Somebody who reported once, and whose second check-in has just opened."""
    ann = await hall.enter("Ann")
    await hall.wants(ann, zone=zone)
    await hall.live(EVENING)
    await report(hall, "Ann")
    await hall.live(WEEK)
    return ann


async def test_a_reminder_never_comes_at_night(hall: Hall) -> None:
    await remind_only(hall, "Asia/Tokyo")  # four hours before the end it is 23:00 there
    await hall.live(DAY)

    [post] = await hall.said("remind")
    assert f"{post.at.astimezone(UTC) + 9 * HOUR:%H}" == "21"


@pytest.mark.parametrize("state", ["snoozed", "stopped", "not asked for"])
async def test_who_wants_silence_is_not_reminded(hall: Hall, state: str) -> None:
    ann = await remind_only(hall)
    wishes: dict[str, dict[str, object]] = {
        "snoozed": {"snoozed_until": hall.clock.now() + 2 * DAY},
        "stopped": {"nudge_pace": 4},
        "not asked for": {"nudge_on": False},
    }
    await hall.wants(ann, **wishes[state])
    await hall.live(DAY)

    assert [] == await hall.said("remind")


async def test_a_reminder_that_still_waits_is_dropped_when_the_report_comes(hall: Hall) -> None:
    await remind_only(hall)
    while not await hall.said("remind"):
        hall.clock.advance(HOUR)
        await hall.plan(deliver=False)
    await report(hall, "Ann")

    assert ["cancelled"] == [one.state for one in await hall.said("remind")]


async def test_a_member_reminded_of_the_check_in_is_not_nudged_earlier_that_day(hall: Hall) -> None:
    present = await hall.enter("Ann")
    await hall.wants(present, nudge_at=12 * 60)
    await hall.live(EVENING)
    await report(hall, "Ann", finished="all of it")

    for _ in range(9):
        await hall.enter("Ann")
        await hall.live(DAY)

    assert [15] == await hall.days("remind")
    assert [8, 9, 10, 11, 12, 13, 14, 16] == [day for day in await hall.days("personal") if day > 7]


@pytest.mark.parametrize(("after", "later"), [(1, False), (5, False), (7, True), (19, True), (20, False), (21, False)])
async def test_a_reminder_is_still_to_come_only_on_its_own_day_and_before_its_hour(
    hall: Hall, after: int, later: bool
) -> None:
    ann = await remind_only(hall)
    one = await hall.store.read(read_listener, ann.learner_id)

    assert later == await hall.store.read(is_reminded_later, one, ann.group_id, SUNDAY + WEEK + after * HOUR)


async def test_a_learner_who_has_reported_has_no_reminder_to_come(hall: Hall) -> None:
    ann = await remind_only(hall)
    await report(hall, "Ann")
    one = await hall.store.read(read_listener, ann.learner_id)

    assert not await hall.store.read(is_reminded_later, one, ann.group_id, SUNDAY + WEEK + 19 * HOUR)


@pytest.mark.parametrize(
    ("zone", "before"),
    [("UTC", 4), ("Asia/Tokyo", 6), ("Asia/Dubai", 4), ("America/Los_Angeles", 14), ("America/Anchorage", 13)],
)
async def test_a_reminder_moves_back_before_the_night_by_whole_hours(hall: Hall, zone: str, before: int) -> None:
    await remind_only(hall, zone)

    await hall.live(DAY)

    [post] = await hall.said("remind")
    assert SUNDAY + WEEK + DAY - before * HOUR == post.at
