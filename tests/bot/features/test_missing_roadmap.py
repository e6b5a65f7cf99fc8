"""A followed roadmap disappears from ROADMAPS: nothing is counted on another, and all goes on when it is back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Connection, func, select

from bot.chat.reply import Tone
from bot.database.store import Store
from bot.features.members.actions.presence import RoadmapChanged, enter
from bot.features.ticks.actions.ticking import tick_off
from bot.tables import choices, criteria, milestones, promises, sessions, ticks, undos
from tests.bot.climb import CLIMB, caller
from tests.bot.room import PRACTISED, Room, button, labels, words

OTHER = replace(PRACTISED, slug="other", title="Another climb")
"""A roadmap with the same slugs, on which nothing may be counted."""
RECORDS = (ticks, undos, choices, criteria, promises, milestones, sessions)

REFUSED = [
    "/done week1-stats",
    "/done",
    "/done Statistics",
    "/done week1",
    "/done week1-stats, week1-practice",
    "done week1-stats https://e.org/proof",
    "/undo",
    "/undo week1-algebra",
    "/next",
    "/progress",
    "/progress Ben",
    "/roadmap",
    "/roadmap week1",
    "/choose path vision",
    "/choose",
    "/criteria",
    "/criteria zero",
    "/placement week3",
    "/placement",
    "/promise week1-stats",
    "/promise",
    "/checkin",
    "/checkin did it | nothing | week1-stats",
    "/habits",
    "/log habit:daily-news",
    "/repair week1-stats",
    "/celebrations",
]
ANSWERED = [
    "/streak",
    "/streak why",
    "/leaderboard",
    "/help",
    "/about",
    "/settings",
    "/nudges",
    "/nudges on",
    "/snooze 3 days",
    "/pause 3 days",
    "/resume",
    "/start",
    "/join",
    "/leave",
]


async def stranded(store: Store) -> Room:
    """A room in which Ann has ticked and promised, after its roadmap was lost. Another roadmap is there."""
    room = Room(store, (PRACTISED, OTHER))
    await room.say("Ann", "/done week1-algebra")
    await room.say("Ben", "/join")
    del room.library[PRACTISED.slug]
    return room


async def record(room: Room) -> list[int]:
    def count(db: Connection) -> list[int]:
        return [db.scalar(select(func.count()).select_from(table)) or 0 for table in RECORDS]

    return await room.store.read(count)


@pytest.mark.parametrize("line", REFUSED)
async def test_what_needs_the_roadmap_is_refused_kindly_and_changes_nothing(sqlite_store: Store, line: str) -> None:
    room = await stranded(sqlite_store)
    before = await record(room)

    reply = await room.say("Ann", line)

    if "repair" not in line:  # the day is looked at first
        assert "can’t find your group’s roadmap (“climb”)" in words(reply)
    assert Tone.PROBLEM == reply.tone
    assert "Another climb" not in words(reply)
    assert before == await record(room)


@pytest.mark.parametrize("line", ANSWERED)
async def test_what_needs_no_roadmap_is_answered(sqlite_store: Store, line: str) -> None:
    room = await stranded(sqlite_store)

    reply = await room.say("Ann", line)

    assert "can’t find" not in words(reply) or line == "/join"
    assert "Another climb" not in words(reply)
    assert "went wrong" not in words(reply)


async def test_a_newcomer_joins_and_hears_that_the_roadmap_is_missing(sqlite_store: Store) -> None:
    room = await stranded(sqlite_store)

    said = words(await room.say("Cat", "/join"))

    assert "You’re in!" in said
    assert "can’t find your group’s roadmap" in said


async def test_minutes_still_keep_the_streak(sqlite_store: Store) -> None:
    room = await stranded(sqlite_store)
    room.later(days=1)

    refused = await room.say("Ann", "/done week1-stats")
    logged = await room.tap("Ann", refused, "/log 15m")
    taken_back = await room.say("Ann", "/log undo")

    assert "2 days" in words(logged)
    assert Tone.PROBLEM != taken_back.tone


async def test_autocomplete_offers_nothing_of_another_roadmap(sqlite_store: Store) -> None:
    room = await stranded(sqlite_store)

    assert [] == await room.suggest("Ann", "done", "task", "week")
    assert [] == await room.suggest("Ann", "roadmap", "part", "")


async def test_all_goes_on_when_it_is_back(sqlite_store: Store) -> None:
    room = await stranded(sqlite_store)
    await room.say("Ann", "/done week1-stats")

    room.library[PRACTISED.slug] = PRACTISED

    assert "already" in words(await room.say("Ann", "/done week1-algebra"))
    assert Tone.GOOD == (await room.say("Ann", "/done week1-stats")).tone


async def test_a_steward_sees_it_and_chooses_another(sqlite_store: Store) -> None:
    room = await stranded(sqlite_store)

    assert "climb, which I can’t find" in words(await room.say("Root", "/setup"))
    shown = await room.say("Root", "/setup all")
    asked = await room.say("Root", button(await room.say("Ann", "/done week1-stats"), "/setup roadmap").line)
    await room.tap("Root", asked, "Another climb")

    assert "climb, which I can’t find" in words(shown)
    assert "Roadmap" in labels(shown)
    assert Tone.GOOD == (await room.say("Ann", "/done week1-algebra")).tone


async def test_an_act_on_a_roadmap_that_was_changed_meanwhile_is_refused(store: Store) -> None:
    await store.write(enter, caller(), OTHER.slug)

    with pytest.raises(RoadmapChanged):
        await store.write(tick_off, caller(), CLIMB, ("week1-stats",), "")

    assert 0 == await store.read(lambda db: db.scalar(select(func.count()).select_from(ticks)))
