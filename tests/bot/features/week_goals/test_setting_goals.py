"""/setup goal: a group's goal for the week that runs."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest
from sqlalchemy import delete, func, select

from bot.chat.reply import Tone
from bot.database.store import Store
from bot.tables import groups, week_goals
from tests.bot.room import Room, labels, lines, words

MONDAY = date(2026, 3, 2)


@pytest.fixture
async def room(store: Store) -> Room:
    """Ann has done three tasks last week, Ben is new."""
    made = Room(store)
    await made.say("Ann", "/done week1")
    await made.say("Ben", "/join")
    made.later(days=7)
    return made


async def kept(room: Room) -> dict[date, int]:
    found = select(week_goals.c.week, week_goals.c.tasks)
    return {row.week: row.tasks for row in await room.store.read(lambda db: db.execute(found).all())}


async def test_a_steward_sets_the_weeks_goal_and_sees_how_far_it_is(room: Room) -> None:
    await room.say("Ben", "/done week2-numpy")
    reply = await room.say("Root", "/setup goal 20")

    assert words(reply).startswith("This week’s goal is 20 tasks together. Done so far: 1.")
    assert Tone.GOOD == reply.tone
    assert {date(2026, 3, 9): 20} == await kept(room)


async def test_a_goal_of_one_is_said_in_the_singular(room: Room) -> None:
    assert "goal is 1 task together. Done so far: 0." in words(await room.say("Root", "/setup goal 1"))


async def test_a_goal_is_asked_for_with_three_sizes(room: Room) -> None:
    asked = await room.say("Root", "/setup goal")

    assert "How many tasks" in words(asked)
    assert ["setup goal 3", "setup goal 4", "setup goal 5"] == lines(asked)[:3]
    assert "This week’s goal is 4 tasks" in words(await room.tap("Root", asked, "4 tasks together"))


async def test_a_set_goal_is_shown_and_can_be_taken_away(room: Room) -> None:
    await room.say("Root", "/setup goal 4")
    shown = await room.say("Root", "/setup goal")
    gone = await room.tap("Root", shown, "No goal")

    assert words(shown).startswith("This week’s goal is 4 tasks together.")
    assert ["3 tasks together", "5 tasks together", "No goal", "Back"] == labels(shown)
    assert "This week has no goal." in words(gone)
    assert {} == await kept(room)


async def test_a_goal_is_changed_within_its_week(room: Room) -> None:
    for tasks in (20, 30):
        await room.say("Root", f"/setup goal {tasks} tasks together")

    assert {date(2026, 3, 9): 30} == await kept(room)


async def test_two_stewards_at_once_leave_one_goal(room: Room) -> None:
    room.admins.add("Ann")
    await asyncio.gather(room.say("Root", "/setup goal 20"), room.say("Ann", "/setup goal 20"))

    assert {date(2026, 3, 9): 20} == await kept(room)


async def test_the_week_is_the_groups_own(room: Room) -> None:
    await room.say("Root", "/setup week sunday")
    await room.say("Root", "/setup goal 20")

    assert {date(2026, 3, 8): 20} == await kept(room)


@pytest.mark.parametrize("typed", ["many", "-3", "1000", "2.5", "٣"])
async def test_what_is_no_number_of_tasks_is_refused_with_offers(room: Room, typed: str) -> None:
    refused = await room.say("Root", f"/setup goal {typed}")

    assert "from 1 to 999" in words(refused)
    assert "setup goal 4" in lines(refused)
    assert {} == await kept(room)


async def test_a_member_is_told_that_an_admin_picks_the_goal(room: Room) -> None:
    assert "Only an admin" in words(await room.say("Ben", "/setup goal 20"))
    assert {} == await kept(room)


async def test_pauses_lower_the_goal_and_it_says_so(room: Room) -> None:
    await room.say("Ben", "/pause 7d")
    reply = await room.say("Root", "/setup goal 20")

    assert "lowered from 20 for pauses" in words(reply)


async def test_a_goal_for_members_who_are_all_away_is_kept_and_not_shown(room: Room) -> None:
    for name in ("Ann", "Ben"):
        await room.say(name, "/pause 7d")
    reply = await room.say("Root", "/setup goal 20")

    assert "Everyone is on a pause" in words(reply)


async def test_a_group_that_is_deleted_takes_its_goals_with_it(room: Room) -> None:
    await room.say("Root", "/setup goal 20")
    await room.store.write(lambda db: db.execute(delete(groups)).rowcount)

    assert 0 == await room.store.read(lambda db: db.scalar(select(func.count()).select_from(week_goals)))


async def test_a_learner_alone_is_led_to_a_goal_of_their_own(room: Room) -> None:
    await room.privately("Eve", "/join")
    reply = await room.privately("Eve", "/setup goal 20")

    assert "You learn on your own here" in words(reply)
    assert ["goal", "setup all"] == lines(reply)
    assert {} == await kept(room)
