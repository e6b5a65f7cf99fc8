"""The nudges of groups and of their members: never within the hour of each other, in any zone and on any night."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.database.store import Store
from bot.features.members.actions.presence import Present
from bot.features.nudges.usual_hours import next_clear
from bot.identity import GroupId, Place
from bot.posting import hours
from bot.posting.apart import APART, clear_at, keep_clear, may_wait
from bot.posting.audiences import read_nudging_groups
from bot.posting.spoken import last_said_to_group
from bot.tables import outbox
from roadmap.cadence import StudyClock
from tests.bot.hall import DAY, HOUR, MONDAY, Hall
from tests.bot.listening import ANN, GROUP

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia")
NIGHTS = tuple(datetime(2026, month, day, 12, tzinfo=UTC) for month, day in ((3, 7), (3, 28), (4, 4), (10, 24)))
"""Shortly before the clocks of New York, Berlin, Lord Howe and Berlin again change."""
MINUTE = timedelta(minutes=1)
LIMIT = timedelta(minutes=15)
"""A moved moment is rounded to a quarter of an hour."""


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.thorough) for seed in range(2, 30))])
def test_a_moment_is_clear_of_every_group_wherever_there_is_room(seed: int) -> None:
    dice = Random(seed)
    for _ in range(200):
        groups = [
            replace(GROUP, group_id=GroupId(dice.randrange(99)), zone=dice.choice(ZONES), nudge_at=dice.randrange(1440))
            for _ in range(dice.randrange(1, 3))
        ]
        one = replace(ANN, clock=StudyClock(dice.choice(ZONES)), nudge_at=dice.randrange(1440))
        after = dice.choice(NIGHTS) + dice.randrange(48) * HOUR
        own = hours.next_own(one, one.nudge_at or 0, after)
        moment = keep_clear(own, one.clock.zone, groups)

        assert may_wait(own, moment, one.clock.zone)
        near = [one for one in (hours.next_nudge(group, moment - APART) for group in groups) if one < moment + APART]
        assert not near or (len(groups) > 1 and moment == own)
        assert abs(moment - own) < 2 * (APART + LIMIT)


def test_each_date_has_one_moment_whether_it_was_moved_or_not() -> None:
    one = replace(ANN, clock=StudyClock("Europe/Berlin"), nudge_at=21 * 60 + 30)
    group = replace(GROUP, zone="Europe/Berlin", nudge_at=21 * 60)
    moment, dates = NIGHTS[1], []
    for _ in range(5):
        moment = next_clear(one, one.nudge_at or 0, moment, [group])
        dates.append(hours.local_date(moment, "Europe/Berlin").day)
        assert f"{moment:%H:%M}" in {"19:00", "18:00"}  # 20:00 in Berlin: at 22:06 it would be night

    assert [28, 29, 30, 31, 1] == dates


def at(hour: int, minute: int = 0) -> datetime:
    return MONDAY.replace(hour=hour, minute=minute)


CALM = replace(GROUP, group_id=GroupId(0), nudge_at=18 * 60)
"""A group whose nudge comes at 18:00 sharp."""


@pytest.mark.parametrize(
    ("own", "others", "moved"),
    [
        pytest.param(at(18, 30), (), at(19), id="an hour after it"),
        pytest.param(at(17), (), at(17), id="not at all, if it is an hour before"),
        pytest.param(at(19), (), at(19), id="not at all, if it is an hour after"),
        pytest.param(at(18, 30), (19 * 60 + 30,), at(17), id="an hour before it, if another group is after"),
        pytest.param(at(18, 30), (19 * 60 + 29,), at(20, 30), id="an hour after two of them before an hour before"),
        pytest.param(at(18, 30), (19 * 60 + 29, 20 * 60 + 45), at(17), id="before them, if a third is after"),
        pytest.param(at(18, 30), (19 * 60 + 30, 16 * 60 + 30), at(18, 30), id="not at all, without room"),
    ],
)
def test_a_moment_near_a_groups_nudge_moves_after_it_first(
    own: datetime, others: tuple[int, ...], moved: datetime
) -> None:
    groups = [CALM, *(replace(CALM, nudge_at=minute) for minute in others)]

    assert moved == keep_clear(own, "UTC", groups)


@pytest.mark.parametrize(
    ("values", "moved"),
    [
        pytest.param({"quiet_until": at(18, 1)}, at(18, 30), id="quiet"),
        pytest.param({"quiet_until": at(18)}, at(19), id="quiet no longer"),
        pytest.param({"nudges_ignored": 5, "nudged_at": at(18) - DAY}, at(18, 30), id="thinned"),
        pytest.param({"nudges_ignored": 5, "nudged_at": at(18) - 2 * DAY}, at(19), id="thinned on the other days"),
        pytest.param({"nudges_ignored": 4, "nudged_at": at(18) - DAY}, at(19), id="not yet thinned"),
        pytest.param(
            {"nudges_ignored": 5, "nudged_at": at(18) - DAY, "active_at": at(9)}, at(19), id="active since the last"
        ),
    ],
)
def test_a_group_that_will_be_silent_moves_no_moment(values: dict[str, Any], moved: datetime) -> None:
    assert moved == keep_clear(at(18, 30), "UTC", [replace(CALM, **values)])


@pytest.mark.parametrize("values", [{"quiet_until": MONDAY + 3 * DAY}, {"nudges_ignored": 9, "nudged_at": MONDAY}])
async def test_a_learner_waits_for_no_group_that_is_silent(sqlite_store: Store, values: dict[str, Any]) -> None:
    hall = Hall(sqlite_store)
    present = await hall.enter("Ann")
    off = {"checkin_on": False, "review_on": False, "active_at": MONDAY - HOUR}
    await hall.set_group(present, **off, **values, nudge_at=15 * 60)
    await hall.wants(present, nudge_at=15 * 60)
    await hall.live(7 * HOUR)

    assert [("personal", "15:00")] == [(one.kind, f"{one.at:%H:%M}") for one in await hall.said()]


async def test_a_learner_waits_for_the_last_of_several_groups(sqlite_store: Store) -> None:
    """One has spoken, one is due, one is due in 50 minutes."""
    hall = Hall(sqlite_store)
    homes = [Place("telegram", -number, -number, title=f"Home {number}") for number in range(3)]
    ann = [await hall.enter("Ann", home) for home in homes]
    for present, minute in zip(ann, (50, 0, -20), strict=True):
        await hall.set_group(present, checkin_on=False, review_on=False, nudge_at=15 * 60 + minute)
    await hall.live(6 * HOUR)
    last = hours.jitter(ann[0].group_id) + at(15, 50)

    def clear(db: Connection) -> datetime:
        return clear_at(db, ann[0].learner_id, "nudge", at(15))

    assert last + APART == await hall.store.read(clear)
    await hall.set_group(ann[0], nudge_at=18 * 60)
    [said] = await hall.said("nudge")
    assert said.at + APART < await hall.store.read(clear)


@pytest.mark.parametrize(
    ("values", "minute", "clear"),
    [
        pytest.param({}, 40, 100, id="an hour after the overdue nudge, which comes now"),
        pytest.param({"quiet_until": at(15, 20)}, 40, 100, id="the same, if the quiet has ended meanwhile"),
        pytest.param({"quiet_until": at(15, 50)}, 40, 40, id="now, while the group is quiet"),
        pytest.param({}, -60, -60, id="now, if the nudge comes in an hour"),
        pytest.param({}, -59, 60, id="an hour after the nudge, if it comes within the hour"),
        pytest.param({"quiet_until": at(14, 59)}, -10, 60, id="an hour after the nudge, if the quiet ends before it"),
    ],
)
async def test_an_overdue_nudge_counts_as_coming_now(
    sqlite_store: Store, values: dict[str, Any], minute: int, clear: int
) -> None:
    hall = Hall(sqlite_store)
    present = await hall.enter("Ann")
    await hall.set_group(present, checkin_on=False, review_on=False, nudge_at=15 * 60, **values)
    jitter = hours.jitter(present.group_id)
    now = at(15) + minute * MINUTE + jitter

    found = await hall.store.read(clear_at, present.learner_id, "nudge", now)
    assert at(15) + clear * MINUTE + jitter == found


async def test_the_last_of_several_posts_is_the_one_that_ended_last(sqlite_store: Store) -> None:
    hall = Hall(sqlite_store)
    present = await hall.enter("Ann")
    await hall.set_group(present, checkin_on=False, review_on=False)
    await hall.live(3 * DAY)
    first, second, third = await hall.said("nudge")

    async def last(**values: datetime | str | None) -> datetime | None:
        change = outbox.update().where(outbox.c.id == second.id).values(**values)
        await hall.store.write(lambda db: db.execute(change).rowcount)
        return await hall.store.read(last_said_to_group, present.group_id, ("nudge",), MONDAY, hall.clock.now())

    ended = third.at + HOUR
    assert ended == await last(ended_at=ended)
    assert third.at == await last(ended_at=first.at)
    assert third.at == await last(ended_at=None)
    assert hall.clock.now() == await last(state="new")


@pytest.mark.parametrize(
    ("at", "until", "waits"),
    [
        pytest.param(20, 21, True, id="by day"),
        pytest.param(21, 22, False, id="into the quiet hours"),
        pytest.param(22, 23, True, id="in the quiet hours already"),
        pytest.param(23, 24, False, id="to another date"),
    ],
)
def test_a_nudge_waits_on_its_date_and_by_day(at: int, until: int, waits: bool) -> None:
    midnight = MONDAY.replace(hour=0)

    assert waits == may_wait(midnight + at * HOUR, midnight + until * HOUR, "UTC")


class Street(Hall):
    """Two groups and three learners of random hours and zones, of whom the first is in both."""

    def __init__(self, store: Store, dice: Random) -> None:
        super().__init__(store, start=dice.choice(NIGHTS))
        self.dice = dice
        self.people: list[Present] = []

    async def move_in(self) -> None:
        homes = [Place("telegram", -number, -number, title=f"Home {number}") for number in (1, 2)]
        for name, place in (("Ann", homes[1]), ("Ann", homes[0]), ("Ben", homes[0]), ("Cat", homes[1])):
            self.people.append(await self.enter(name, place))
        for present in self.people:
            await self.change(present)

    async def change(self, present: Present) -> None:
        zone, hour = self.dice.choice(ZONES), self.dice.randrange(16 * 60, 22 * 60)
        await self.wants(present, zone=zone, nudge_at=hour, nudges_ignored=0)
        near = hour + self.dice.randrange(-70, 70)
        off = {"checkin_on": False, "review_on": False}
        await self.set_group(present, zone=zone, nudge_at=near, active_at=self.clock.now(), **off)

    async def near_posts(self) -> list[tuple[datetime, datetime]]:
        said = await self.said()
        of_group = {present.group_id: present.place_id for present in self.people}
        members = {
            present.learner_id: {of_group[one.group_id] for one in self.people if one.learner_id == present.learner_id}
            for present in self.people
        }
        nudges = [one for one in said if one.kind == "nudge"]
        return [
            (group.at, own.at)
            for own in said
            if own.kind == "personal" and own.learner_id is not None
            for group in nudges
            if group.place_id in members[own.learner_id] and abs(group.at - own.at) < APART
        ]


@pytest.mark.parametrize("seed", [1, 2, *(pytest.param(seed, marks=pytest.mark.thorough) for seed in range(3, 40))])
async def test_whatever_hours_are_set_a_learner_hears_both_but_not_within_the_hour(
    sqlite_store: Store, seed: int
) -> None:
    dice = Random(seed)
    street = Street(sqlite_store, dice)
    await street.move_in()
    for _ in range(12):
        await (street.sleep if dice.random() < 0.2 else street.live)(dice.choice((3, 7, 20, 30)) * HOUR)
        await street.change(dice.choice(street.people))

    said = [one.kind for one in await street.said()]
    assert min(said.count("nudge"), said.count("personal")) > 2
    assert [] == await street.near_posts()


async def test_a_groups_nudge_waits_for_an_hour_after_an_unforeseen_private_one(
    sqlite_store: Store,
) -> None:
    hall = Hall(sqlite_store)
    present = await hall.enter("Ann")
    await hall.set_group(present, checkin_on=False, review_on=False, nudge_at=20 * 60)
    await hall.wants(present, nudge_at=15 * 60)
    await hall.live(6 * HOUR + HOUR / 12)

    await hall.set_group(present, nudge_at=15 * 60 + 10)
    await hall.live(4 * HOUR)

    assert [("personal", "15:00"), ("nudge", "16:00")] == [(one.kind, f"{one.at:%H:%M}") for one in await hall.said()]
    assert MONDAY + DAY > hall.clock.now()


async def test_a_late_nudge_of_the_group_comes_first_and_the_private_one_an_hour_after_it(sqlite_store: Store) -> None:
    hall = Hall(sqlite_store)
    present = await hall.enter("Ann")
    await hall.set_group(present, checkin_on=False, review_on=False)
    await hall.wants(present, nudge_at=19 * 60 + 30)
    await hall.plan()
    await hall.sleep(11 * HOUR)  # 20:00, with both overdue
    await hall.live(2 * HOUR)

    assert [("nudge", "20:00"), ("personal", "21:00")] == [(one.kind, f"{one.at:%H:%M}") for one in await hall.said()]


@pytest.mark.parametrize(
    ("values", "count"), [({"nudge_on": True}, 1), ({"nudge_on": False}, 0), ({"asleep": True}, 0)]
)
async def test_only_a_group_that_is_nudged_moves_the_nudges_of_its_members(
    sqlite_store: Store, values: dict[str, object], count: int
) -> None:
    hall = Hall(sqlite_store)
    present = await hall.enter("Ann")
    await hall.set_group(present, **values)

    assert count == len(await sqlite_store.read(read_nudging_groups, present.learner_id))
