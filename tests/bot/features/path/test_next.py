"""/next as typed and tapped."""

from __future__ import annotations

from bot.database.store import Store
from roadmap.reading import read_roadmap
from tests.bot.room import Room, labels, lines, words


async def test_next_shows_three_tasks_with_links_and_done_buttons_even_to_a_stranger(room: Room) -> None:
    reply = await room.say("Ann", "next")

    assert words(reply).startswith(
        "Up next\n▱▱▱▱▱▱▱▱▱▱ 0 of 3 in Maths\n⬜ Linear algebra week1-algebra\nVectors first"
    )
    assert words(reply).endswith("\nThen: Statistics week1-stats · Practice week1-practice")
    assert len(words(reply).splitlines()) <= 1 + 5
    assert ["done week1-algebra", "done week1-stats", "done week1-practice"] == lines(reply)[:3]
    assert any(span.url == "https://example.org/essence" for span in reply.text.spans)


async def test_next_goes_on_where_one_is(room: Room) -> None:
    await room.say("Ann", "done week1-algebra")

    assert ["done week1-stats", "done week1-practice", "done week2-numpy"] == lines(await room.say("Ann", "next"))[:3]


async def test_next_asks_for_a_choice_first(room: Room) -> None:
    await room.say("Ann", "done week1, week2")

    reply = await room.say("Ann", "next")

    assert "Your path (still open)\n▫️ Computer Vision\n▫️ NLP: Text" in words(reply)
    assert ["choose path vision", "choose path nlp", "done week3-build"] == lines(reply)[:3]


async def test_buttons_of_tasks_that_begin_alike_are_told_apart(sqlite_store: Store) -> None:
    long = "Read everything there is about the history of gradient descent and its many children"
    plan = f"# Plan\n\n## Week 1\n\n- [ ] {long}, first part\n- [ ] {long}, second part\n- [ ] Video: one\n"
    room = Room(sqlite_store, (read_roadmap(plan, slug="plan"),))

    ticks = [label for label in labels(await room.say("Ann", "/next")) if label.startswith("✓")]

    assert 3 == len(ticks) == len(set(ticks))
