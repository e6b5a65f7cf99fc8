"""A friendly word to a quiet member: at most one in two weeks, and none to members who want none."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import Connection, select

from bot.database.store import Store
from bot.features.members.actions.groups import leave_group
from bot.features.members.actions.presence import Present
from bot.features.pauses.actions import begin_pause
from bot.features.stewards.actions.friendly import WordOutcome, write_friendly
from bot.features.stewards.actions.lost_places import carry_on
from bot.features.stewards.queries.friendly import is_still_missed
from bot.posting.outbox import claim_posts
from bot.posting.recording import give_up_target
from bot.tables import accounts, learners, outbox
from tests.bot.hall import DAY, HALL, HOUR, Hall
from tests.bot.room import Room, button, labels, words


@pytest.fixture
async def hall(store: Store) -> Hall:
    return Hall(store)


async def silent(hall: Hall, **wishes: object) -> Present:
    """Ann, who has not been here for eight days."""
    present = await hall.enter("Ann")
    if wishes:
        await hall.wants(present, **wishes)
    hall.clock.advance(8 * DAY)
    return present


async def write(hall: Hall, present: Present, number: int = 1) -> WordOutcome:
    return (await hall.store.write(write_friendly, present.group_id, number, hall.clock.now())).outcome


async def test_a_quiet_member_gets_a_word_in_private(hall: Hall) -> None:
    present = await silent(hall)

    assert WordOutcome.PLANNED is await write(hall, present)

    [post] = await hall.said("friendly")
    assert (None, present.learner_id) == (post.place_id, post.learner_id)
    assert WordOutcome.LATELY is await write(hall, present)
    assert 1 == len(await hall.said("friendly"))


async def test_a_word_to_a_closed_chat_counts_for_none_and_the_next_is_refused(hall: Hall) -> None:
    present = await silent(hall)
    await write(hall, present)

    [post] = await hall.store.write(claim_posts, hall.clock.now(), HOUR, 50, ["telegram"])
    await hall.store.write(give_up_target, post, "blocked", hall.clock.now(), carry_on)

    assert WordOutcome.UNABLE is await write(hall, present)


async def test_there_is_one_word_in_two_weeks(hall: Hall) -> None:
    present = await silent(hall)
    await write(hall, present)
    hall.clock.advance(13 * DAY)
    assert WordOutcome.LATELY is await write(hall, present)
    hall.clock.advance(DAY)
    assert WordOutcome.PLANNED is await write(hall, present)


async def test_a_member_of_two_groups_gets_one_word_in_two_weeks(hall: Hall) -> None:
    present = await silent(hall)
    other = await hall.enter("Ann", replace(HALL, space_id=9, chat_id=9))
    hall.clock.advance(8 * DAY)
    assert WordOutcome.PLANNED is await write(hall, present)

    assert WordOutcome.LATELY is await write(hall, other)


async def test_it_is_the_one_private_post_of_its_day(hall: Hall) -> None:
    present = await silent(hall)
    await hall.live(2 * DAY)  # the tenth day, on whose evening a welcome is due
    assert WordOutcome.PLANNED is await write(hall, present)

    await hall.live(12 * HOUR)
    assert ["friendly"] == [post.kind for post in await hall.said("friendly", "welcome", "personal")]


async def test_after_another_private_post_it_waits_for_the_next_morning(hall: Hall) -> None:
    present = await silent(hall)
    await hall.live(2 * DAY + 12 * HOUR)
    assert ["welcome"] == [post.kind for post in await hall.said("welcome")]

    assert WordOutcome.PLANNED is await write(hall, present)
    due = await hall.store.read(due_at)
    assert (8, (hall.clock.now() + DAY).date()) == (due.hour, due.date())


async def test_a_member_who_was_here_needs_none(hall: Hall) -> None:
    present = await hall.enter("Ann")
    assert WordOutcome.BACK is await write(hall, present)
    assert [] == await hall.said("friendly")


@pytest.mark.parametrize("wish", [{"nudge_pace": 4}, {"nudges_ignored": 22}, {"visibility": "hidden"}])
async def test_a_member_who_stopped_reminders_or_hides_gets_none(hall: Hall, wish: dict[str, object]) -> None:
    present = await silent(hall, **wish)
    assert WordOutcome.UNABLE is await write(hall, present)
    assert [] == await hall.said("friendly")


async def test_a_member_who_asked_for_silence_gets_none(hall: Hall) -> None:
    present = await silent(hall, snoozed_until=hall.clock.now() + 30 * DAY)
    assert WordOutcome.UNABLE is await write(hall, present)


async def test_no_member_has_the_number_of_a_stranger(hall: Hall) -> None:
    present = await silent(hall)
    assert WordOutcome.UNABLE is await write(hall, present, 99)


async def test_a_member_on_a_pause_gets_none(hall: Hall) -> None:
    present = await silent(hall)
    today = hall.clock.now().date()
    await hall.store.write(begin_pause, hall.caller("Ann"), hall.roadmap.slug, today, today + 7 * DAY)
    hall.clock.advance(7 * DAY + HOUR)
    assert WordOutcome.UNABLE is await write(hall, present)


async def test_a_member_who_left_gets_none(hall: Hall) -> None:
    present = await silent(hall)
    await hall.store.write(leave_group, hall.caller("Ann"))
    assert WordOutcome.UNABLE is await write(hall, present)


@pytest.mark.parametrize("how", ["hides", "comes back"])
async def test_a_waiting_word_is_not_said_to_a_member_who_hid_or_came_back(hall: Hall, how: str) -> None:
    present = await silent(hall)
    group_id, learner_id, at = present.group_id, present.learner_id, hall.clock.now()
    assert await hall.store.read(is_still_missed, group_id, learner_id, at)

    hall.clock.advance(HOUR)
    await (hall.wants(present, visibility="hidden") if how == "hides" else hall.enter("Ann"))

    assert not await hall.store.read(is_still_missed, group_id, learner_id, at)


async def test_at_night_it_waits_for_the_morning(hall: Hall) -> None:
    present = await silent(hall)
    hall.clock.advance(14 * HOUR)  # 23:00
    await write(hall, present)

    [waiting] = await hall.said("friendly")
    assert "new" == waiting.state
    assert 8 == (await hall.store.read(due_at)).hour


def due_at(db: Connection) -> datetime:
    found: datetime = db.execute(select(outbox.c.due_at).where(outbox.c.kind == "friendly")).scalar_one()
    return found


@pytest.fixture
async def room(sqlite_store: Store) -> Room:
    """Ben is quiet for eight days, and so is Cem, who is hidden."""
    room = Room(sqlite_store)
    for name in ("Root", "Ben", "Cem"):
        await room.say(name, "/join")
    await room.say("Cem", "/settings visibility hidden")
    room.later(days=8)
    return room


async def test_a_steward_says_hi_by_a_tap(room: Room) -> None:
    quiet = await room.say("Root", "/setup group quiet")
    assert ["Say hi to Ben", "Back"] == labels(quiet)
    assert "And 1 hidden member" in words(quiet)

    sent = await room.tap("Root", quiet, "Say hi")

    assert "OK! Ben gets a friendly word" in words(sent)
    assert "Once in two weeks" in words(await room.tap("Root", quiet, "Say hi"))
    assert ["Back"] == labels(await room.tap("Root", sent, "Back"))


async def test_a_hidden_member_is_neither_named_nor_written_to(room: Room) -> None:
    for number in ("#3", "3", "#99", "x"):
        answer = words(await room.say("Root", f"/group hello {number}"))
        assert "can’t write to them" in answer
        assert "Cem" not in answer


async def test_no_other_member_says_hi(room: Room) -> None:
    quiet = await room.say("Root", "/setup group quiet")
    for name in ("Ben", "Cem"):
        assert "Only an admin" in words(await room.say(name, f"/{button(quiet, 'Say hi').line}"))


async def test_members_of_one_name_are_told_apart_by_their_numbers(room: Room) -> None:
    def call_all_sam(db: Connection) -> None:
        for table in (accounts, learners):
            db.execute(table.update().values(name="Sam"))

    await room.say("Dee", "/join")
    room.later(days=8)
    await room.store.write(call_all_sam)
    quiet = await room.say("Root", "/setup group quiet")
    stopped = await room.say("Root", "/setup publishing off Zed")

    for shown in (labels(quiet), labels(stopped)):
        named = [label for label in shown if "Sam" in label]
        assert len(named) > 1
        assert len(named) == len(set(named)), named
        assert all("Sam · #" in label for label in named)
