"""The button *I can help*, the answers to *Did that help?*, and the solution, as a room taps and types them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection, select, update

from bot.chat.call import Said
from bot.chat.form import FORM_ABOUT
from bot.chat.reply import Button, Reply, Tone
from bot.database.store import Store
from bot.features.helping.queries.obstacles import find_obstacle, open_obstacle
from bot.features.helping.queries.stuck import note_posted
from bot.identity import GroupId, LearnerId, ObstacleId, Place
from bot.tables import obstacles, outbox
from tests.bot.room import HERE, Room, labels, lines, words

CAN_HELP = Button("I can help", "assist 1").carried
ANN, GROUP = LearnerId(1), GroupId(1)


@pytest.fixture
async def room(sqlite_store: Store) -> Room:
    """Ann is stuck; the button is in a post."""
    room = Room(sqlite_store)
    for name in ("Ann", "Ben", "Cat"):
        await room.say(name, "/join")
    await sqlite_store.write(
        open_obstacle,
        ANN,
        group_id=GROUP,
        roadmap_slug="climb",
        task="week2-numpy",
        words="Joins",
        now=room.clock.now(),
    )
    await sqlite_store.write(note_posted, ObstacleId(1), room.clock.now())
    room.overseen = True
    return room


def kinds(db: Connection) -> list[str]:
    return list(db.scalars(select(outbox.c.kind).order_by(outbox.c.id)))


def change_obstacle(db: Connection, /, **values: Any) -> None:
    db.execute(update(obstacles).values(**values))


async def test_a_tap_answers_the_helper_alone(room: Room) -> None:
    reply = await room.press("Ben", CAN_HELP)

    assert reply.private
    assert "put you two in touch" in words(reply)
    assert ["contact"] == await room.store.read(kinds)


async def test_the_same_tap_delivered_twice_is_one_offer(room: Room) -> None:
    first = await room.press("Ben", CAN_HELP)

    assert words(first) == words(await room.again())
    assert "You already offered" in words(await room.press("Ben", CAN_HELP))
    assert "already helping" in words(await room.press("Cat", CAN_HELP))
    assert ["contact"] == await room.store.read(kinds)


async def test_a_tapper_who_has_not_joined_is_asked_first(room: Room) -> None:
    asked = await room.press("Dan", CAN_HELP)
    assert "join" in words(asked).casefold()
    assert [] == await room.store.read(kinds)

    reply = await room.tap("Dan", asked, labels(asked)[0])

    assert "put you two in touch" in words(reply)


@pytest.mark.parametrize("typed", ["assist", "assist 99", "assist x", "assist -1", "assist 1 2", "assist " + "9" * 30])
async def test_what_is_no_obstacle_is_answered_kindly(room: Room, typed: str) -> None:
    reply = await room.say("Ben", typed)

    assert reply.private
    assert words(reply)
    assert [] == await room.store.read(kinds)


async def test_the_asker_is_told_that_it_is_theirs(room: Room) -> None:
    assert "your own question" in words(await room.press("Ann", CAN_HELP))


async def test_a_hidden_helper_may_show_their_name_and_help(room: Room) -> None:
    await room.say("Ben", "/settings visibility hidden")

    refused = await room.press("Ben", CAN_HELP)
    await room.tap("Ben", refused, labels(refused)[0])

    assert "put you two in touch" in words(await room.press("Ben", CAN_HELP))


def said_by_ann(room: Room, place: Place, **how: Any) -> Said:
    return replace(room._said("Ann", place), overseen=False, **how)


async def private(room: Room, line: str) -> Reply:
    return await room.privately("Ann", line)


async def test_solved_asks_how_and_keeps_the_words(room: Room) -> None:
    await room.press("Ben", CAN_HELP)

    solved = await private(room, "helped 1 yes")
    assert "I’ll thank Ben for you." in words(solved)
    assert ["solution of:1"] == lines(solved)
    hint = await private(room, "solution of:1")
    assert "/solution of:1" in words(hint)
    kept = await private(room, "solution of:1 Merge on both keys")

    assert kept.tone is Tone.GOOD
    found = await room.store.read(find_obstacle, ObstacleId(1))
    assert found is not None
    assert ("Merge on both keys", False) == (found.solution, found.open)


async def test_without_a_task_nobody_is_asked_how_it_was_solved(room: Room) -> None:
    await room.store.write(
        open_obstacle, ANN, group_id=GROUP, roadmap_slug="climb", task=None, words="Time", now=room.clock.now()
    )
    await room.press("Ben", Button("I can help", "assist 2").carried)

    reply = await private(room, "helped 2 yes")

    assert "I’ll thank Ben" in words(reply)
    assert [] == lines(reply)


async def test_of_what_was_taken_down_it_is_not_said_that_others_may_help(room: Room) -> None:
    await room.press("Ben", CAN_HELP)
    await room.store.write(lambda db: db.execute(update(obstacles).values(hidden_at=room.clock.now())).rowcount)

    assert "others" not in words(await private(room, "helped 1 some"))


@pytest.mark.parametrize("verdict", ["some", "no", "NO"])
async def test_what_is_not_solved_offers_to_say_so_later(room: Room, verdict: str) -> None:
    await room.press("Ben", CAN_HELP)

    reply = await private(room, f"helped 1 {verdict}")

    assert "stays open" in words(reply)
    assert ["helped 1 yes"] == lines(reply)


async def test_thanks_for_a_helper_who_hid_name_nobody(room: Room) -> None:
    await room.press("Ben", CAN_HELP)
    await room.say("Ben", "/settings visibility hidden")

    reply = await private(room, "helped 1 yes")

    assert "Ben" not in words(reply)
    assert "pass on your thanks" in words(reply)


@pytest.mark.parametrize("typed", ["helped 9 yes", "helped x yes", "helped 1 maybe", "solution of:9 x", "solution x"])
async def test_answers_about_nothing_are_refused(room: Room, typed: str) -> None:
    reply = await room.say("Ben", typed)

    assert reply.tone is Tone.PROBLEM
    assert reply.private


async def test_where_plain_words_are_heard_the_next_ones_are_the_solution(room: Room) -> None:
    place = Place("sandbox", 100, 100, private=True)
    asked = await room.dispatcher.answer(said_by_ann(room, place, line="solution of:1", guided=True))
    assert asked.asks

    said = said_by_ann(room, place, line="I merged on both keys.", plain=True, guided=True)
    assert "Saved" in words(await room.dispatcher.answer(said))

    found = await room.store.read(find_obstacle, ObstacleId(1))
    assert found is not None
    assert "I merged on both keys." == found.solution


async def test_a_form_brings_its_words_with_what_they_are_about(room: Room) -> None:
    said = said_by_ann(room, HERE, name="solution", options={"words": "Both keys", FORM_ABOUT: "of:1"})
    form = await room.dispatcher.beforehand.form(said_by_ann(room, HERE, line="solution of:1", tapped=True))

    assert form is not None
    assert ("of:1", ["words"]) == (form.about, [one.name for one in form.inputs])
    assert "Saved" in words(await room.dispatcher.answer(said))
    found = await room.store.read(find_obstacle, ObstacleId(1))
    assert found is not None
    assert "Both keys" == found.solution


@pytest.mark.parametrize("named", [True, False])
async def test_a_solution_is_for_the_next_learner_only_where_a_task_is_named(room: Room, named: bool) -> None:
    await room.store.write(change_obstacle, task="week2-numpy" if named else None)

    kept = words(await private(room, "solution of:1 Merge on both keys"))

    assert named == ("The next one" in kept)
    assert "Saved." in kept


@pytest.mark.parametrize("shown", [True, False])
async def test_not_yet_names_other_helpers_only_where_others_may_read_of_it(room: Room, shown: bool) -> None:
    await room.press("Ben", CAN_HELP)
    await room.store.write(change_obstacle, hidden_at=None if shown else room.clock.now())

    said = words(await private(room, "helped 1 no"))

    assert shown == ("others can still offer" in said)


@pytest.mark.parametrize("number", ["9" * 30, "²", "-1"])
async def test_a_number_of_no_obstacle_is_refused_in_words(room: Room, number: str) -> None:
    assert "can’t put you in touch" in words(await room.say("Ben", f"/assist {number}"))
    assert "can’t find that question" in words(await room.say("Ann", f"/helped {number} yes"))
    assert "can’t find that question" in words(await room.say("Ann", f"/solution of:{number} by reading"))
