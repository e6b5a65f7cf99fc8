"""The days of the group's nudge: the weekdays that a steward chose, and fewer of them if nobody reacts."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import pytest

from bot.database.store import Store
from bot.features.members.actions.presence import Present
from bot.features.nudges.group_nudges import NudgeState, decide_nudge
from bot.features.settings.actions.scheduling import preview_posts
from bot.identity import GroupId
from bot.posting import hours
from bot.posting.audience_rules import is_nudge_thinned
from bot.posting.decisions import Decision, Never, Speak
from roadmap.weekdays import bits_of
from tests.bot.hall import DAY, HOUR, MONDAY, TO_GROUPS, Hall
from tests.bot.listening import GROUP
from tests.bot.room import Room, labels, words

MON_FRI = bits_of(range(5))


async def quietly(hall: Hall, **values: object) -> Present:
    present = await hall.enter("Ann")
    await hall.set_group(present, checkin_on=False, review_on=False, **values)
    return present


async def foreseen(hall: Hall, present: Present, days: int = 14) -> list[int]:
    preview = await hall.store.read(preview_posts, present.group_id, hall.clock.now(), days)
    return [(post.at - MONDAY.replace(hour=0)).days + 1 for post in preview.posts]


async def test_it_comes_on_the_chosen_weekdays_alone(sqlite_store: Store) -> None:
    hall = Hall(sqlite_store)
    present = await quietly(hall, nudge_days=MON_FRI)
    assert [1, 2, 3, 4, 5, 8] == await foreseen(hall, present, 8)

    await hall.live(8 * DAY)

    assert [1, 2, 3, 4, 5, 8] == await hall.days("nudge")


async def test_after_five_without_a_reaction_it_is_every_other_day_and_daily_again_after_one(
    sqlite_store: Store,
) -> None:
    hall = Hall(sqlite_store)
    present = await quietly(hall)
    assert [1, 2, 3, 4, 5, 7, 9, 11] == await foreseen(hall, present, 11)

    await hall.live(11 * DAY)
    assert [1, 2, 3, 4, 5, 7, 9, 11] == await hall.days("nudge")

    await hall.enter("Ann")
    await hall.live(2 * DAY)
    assert [12, 13] == (await hall.days("nudge"))[-2:]


async def test_a_tick_soon_after_other_activity_is_a_reaction_too(sqlite_store: Store) -> None:
    hall = Hall(sqlite_store)
    present = await quietly(hall)
    for _ in range(8):
        hall.clock.move_to(hall.clock.now().replace(hour=17, minute=59))
        await hall.enter("Ann")
        await hall.live(HOUR / 2)
        await hall.tick("Ann", "week1-algebra")  # the group's row is written at most once an hour
        await hall.live(DAY / 2)

    assert 1 >= (await hall.group(present)).nudges_ignored


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.thorough) for seed in range(2, 20))])
async def test_months_of_a_random_group_keep_its_budget_its_days_and_its_hours(sqlite_store: Store, seed: int) -> None:
    dice = Random(seed)
    hall = Hall(sqlite_store)
    present = await hall.enter("Ann")
    zone, days = dice.choice(("UTC", "Europe/Berlin", "Asia/Kathmandu")), dice.choice((127, MON_FRI, 0b1010101))
    await hall.set_group(present, zone=zone, nudge_days=days, nudge_at=dice.randrange(8 * 60, 21 * 60))
    names = ["Ann", "Ben", "Cat", "Dan"]
    for _ in range(45):
        await hall.live(dice.choice((8, 20, 30)) * HOUR)
        for name in dice.sample(names, dice.choice((0, 0, 0, 1, 2))):
            await (hall.study(name) if dice.random() < 0.7 else hall.enter(name))

    said = [one for one in await hall.said(*TO_GROUPS) if one.place_id == present.place_id and one.learner_id is None]
    nudges = [one for one in said if one.kind == "nudge"]
    dates = [hours.local_date(one.at, zone) for one in said]
    assert len(dates) == len(set(dates))
    assert len(nudges) > 5
    for one in nudges:
        day = hours.local_date(one.at - hours.jitter(present.group_id), zone)
        assert one.facts["asleep"] or days >> day.weekday() & 1
        assert not {"name", "names", "learner", "learners"} & set(one.facts)
        assert all(name not in str(one.facts) for name in names)
        assert all(count > 1 for _, count in one.facts.get("frontier", ()))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("mon-fri", "18:00, only Mon–Fri"),
        ("weekdays", "18:00, only Mon–Fri"),
        ("19:30 mon-fri", "19:30, only Mon–Fri"),
        ("weekdays at 8:15", "08:15, only Mon–Fri"),
        ("mon, wed, fri", "18:00, only Monday, Wednesday"),
        ("every day", "18:00"),
    ],
)
async def test_a_steward_types_weekdays_with_or_without_an_hour(store: Store, typed: str, said: str) -> None:
    room = Room(store)
    shown = words(await room.say("Root", f"/setup nudge {typed}"))

    assert said in shown
    assert ("Mon–Fri" in shown) == ("Mon–Fri" in said)


async def test_weekdays_are_tapped_and_an_hour_of_two_meanings_keeps_them(sqlite_store: Store) -> None:
    room = Room(sqlite_store)
    await room.say("Root", "/setup nudge off")  # weekdays switch it on again
    asked = await room.say("Root", "/schedule nudge")
    assert {"Every day", "Mon–Fri"} <= set(labels(asked))
    assert "18:00, if somebody hasn’t studied yet, only Mon–Fri" in words(await room.tap("Root", asked, "Mon–Fri"))

    asked = await room.say("Root", "/setup nudge half past six on weekdays")
    assert "18:30, only Mon–Fri" in words(await room.tap("Root", asked, "18:30"))


async def test_a_session_soon_after_other_activity_is_a_reaction_to_the_nudge_between(sqlite_store: Store) -> None:
    hall = Hall(sqlite_store)
    present = await quietly(hall)
    hall.clock.move_to(MONDAY.replace(hour=17, minute=59))
    await hall.enter("Ann")
    await hall.live(HOUR / 2)
    await hall.study("Ann")  # the group's row is written at most once an hour
    await hall.live(DAY)

    assert [1, 2] == await hall.days("nudge")
    assert 1 == (await hall.group(present)).nudges_ignored


MIDNIGHT = MONDAY.replace(hour=0)
LATE = replace(GROUP, group_id=GroupId(0), nudge_at=23 * 60 + 50)


@pytest.mark.parametrize(
    ("values", "decision"),
    [
        pytest.param({"nudge_days": bits_of([6])}, Speak(), id="on its own weekday, after midnight too"),
        pytest.param({"nudge_days": bits_of([0])}, Never(), id="not on the weekday that has begun"),
        pytest.param({"created_at": MIDNIGHT - 3 * HOUR}, Speak(), id="three hours old"),
        pytest.param({"created_at": MIDNIGHT - 2 * HOUR}, Never(), id="too new"),
        pytest.param({"quiet_until": MIDNIGHT + HOUR}, Never(), id="quiet"),
        pytest.param({"nudges_ignored": 5, "nudged_at": MIDNIGHT - DAY}, Never(), id="thinned"),
    ],
)
def test_a_nudge_that_comes_after_midnight_is_that_of_the_day_before(
    values: dict[str, Any], decision: Decision
) -> None:
    state = NudgeState(replace(LATE, **values), MIDNIGHT - HOUR / 6, taken=False, clear_at=MIDNIGHT)

    assert decision == decide_nudge(state, MIDNIGHT)


@pytest.mark.parametrize(("days", "thinned"), [(0, True), (1, True), (2, False)])
def test_the_days_between_thinned_nudges_are_those_of_the_groups_zone(days: int, thinned: bool) -> None:
    evening = MIDNIGHT + HOUR  # 20:00 on Sunday in New York
    group = replace(GROUP, zone="America/New_York", nudges_ignored=5, nudged_at=evening)

    assert thinned is is_nudge_thinned(group, MIDNIGHT.date() + (days - 1) * DAY)
