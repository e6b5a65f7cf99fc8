"""The button *Add a link* under the answer to /done of a project, on platforms with and without forms."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection, update

from bot.chat.call import Said
from bot.chat.form import FORM_ABOUT
from bot.chat.reply import Button
from bot.database.store import Store
from bot.features.ticks.actions.evidencing import EVIDENCE
from bot.identity import Place
from bot.tables import groups
from roadmap.reading import shipped_roadmap
from tests.bot.room import HERE, Room, labels, lines, words

LINK = "https://example.org/anns-project"
PROJECT = "week3-crash-course"
ALONE = Place("sandbox", 100, 100, private=True)


@pytest.fixture
async def room(sqlite_store: Store) -> Room:
    """A room with the roadmap that is shipped, which has projects."""
    room = Room(sqlite_store, (shipped_roadmap(),))
    await room.say("Ann", "join")
    return room


def said(room: Room, place: Place, **how: Any) -> Said:
    return replace(room._said("Ann", place), **how)


def follow(db: Connection, roadmap_slug: str) -> None:
    db.execute(update(groups).values(roadmap=roadmap_slug))


async def kept(room: Room) -> bool:
    return LINK in words(await room.say("Ann", "work"))


@pytest.fixture
async def line(room: Room) -> str:
    """The line of the button, after a project was ticked off without a link."""
    done = await room.say("Ann", f"/done {PROJECT}")
    return lines(done)[labels(done).index("Add a link")]


async def test_where_plain_words_are_heard_the_next_ones_are_the_link(room: Room, line: str) -> None:
    asked = await room.dispatcher.answer(said(room, ALONE, line=line, tapped=True, guided=True))
    answered = await room.dispatcher.answer(said(room, ALONE, line=LINK, plain=True, guided=True))

    assert asked.asks
    assert "Saved with" in words(answered)
    assert await kept(room)
    more = await room.dispatcher.answer(said(room, ALONE, line="thanks", plain=True, guided=True))
    assert "Saved with" not in words(more), "only the next words are the answer"


async def test_a_window_brings_the_link_with_its_task(room: Room, line: str) -> None:
    form = await room.dispatcher.beforehand.form(said(room, HERE, line=line, tapped=True))
    assert form is not None
    assert (f"of:{PROJECT}", ["words"]) == (form.about, [one.name for one in form.inputs])

    empty = await room.dispatcher.answer(said(room, HERE, name="attach", options={FORM_ABOUT: form.about}))
    given = {"words": LINK, FORM_ABOUT: form.about}
    answered = await room.dispatcher.answer(said(room, HERE, name="attach", options=given))

    assert "saved nothing" in words(empty)
    assert "Saved with" in words(answered)
    assert await kept(room)


async def test_without_either_the_line_to_type_is_said(room: Room, line: str) -> None:
    assert f"/done {PROJECT}: link" in words(await room.press("Ann", Button("Add a link", line).carried))


async def test_a_link_is_kept_once_and_an_undo_takes_it_back(room: Room, line: str) -> None:
    first = await room.say("Ann", f"/{line} {LINK}")
    again = await room.say("Ann", f"/{line} {LINK}")
    assert "Saved with" in words(again)
    assert "Undo" not in labels(again)

    await room.tap("Ann", first, "Undo")

    assert not await kept(room)


async def test_a_link_ticks_nothing_off(room: Room, line: str) -> None:
    await room.say("Ann", f"/undo {PROJECT}")

    asked = await room.dispatcher.answer(said(room, ALONE, line=line, tapped=True, guided=True))
    given = await room.say("Ann", f"/{line} {LINK}")

    assert "isn’t done yet" in words(asked)
    assert "isn’t done yet" in words(given)
    assert not await kept(room)


@pytest.mark.parametrize("typed", ["/attach", "/attach of:week99-nothing x", "/attach numpy x"])
async def test_a_line_about_no_task_is_refused(room: Room, typed: str) -> None:
    assert "isn’t there any more" in words(await room.say("Ann", typed))


@pytest.mark.parametrize("minutes", [24 * 60 - 1, 24 * 60])
async def test_a_question_that_is_a_day_old_takes_no_words(room: Room, line: str, minutes: int) -> None:
    await room.dispatcher.answer(said(room, ALONE, line=line, tapped=True, guided=True))
    room.later(minutes=minutes)

    answered = await room.dispatcher.answer(said(room, ALONE, line=LINK, plain=True, guided=True))

    fresh = minutes < 24 * 60
    assert (fresh, fresh) == ("Saved with" in words(answered), await kept(room))


async def test_a_question_about_another_roadmap_takes_no_words(sqlite_store: Store) -> None:
    shipped = shipped_roadmap()
    room = Room(sqlite_store, (shipped, replace(shipped, slug="other")))
    for follows in ("other", shipped.slug):
        await room.say("Ann", "/join")
        await sqlite_store.write(follow, follows)
        await room.say("Ann", f"/done {PROJECT}")
    await room.dispatcher.answer(said(room, HERE, line=f"attach of:{PROJECT}", tapped=True, guided=True))
    await sqlite_store.write(follow, "other")

    answered = await room.dispatcher.answer(said(room, HERE, line=LINK, plain=True, guided=True))

    assert "Saved with" not in words(answered)
    assert not await kept(room)


@pytest.mark.parametrize("over", [0, 1])
async def test_only_a_link_that_is_too_long_is_said_to_be_cut(room: Room, line: str, over: int) -> None:
    answered = words(await room.say("Ann", f"/{line} {'x' * (EVIDENCE + over)}"))

    assert (True, over == 1) == ("Saved with" in answered, "I saved the first 500 characters" in answered)
