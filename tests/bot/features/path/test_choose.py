"""/choose as typed and tapped."""

from __future__ import annotations

import pytest

from bot.database.store import Store
from bot.features.ticks.queries.choices import read_choices
from bot.identity import LearnerId
from roadmap.model import Block, Choice, Level, Month, Option, Roadmap, Task
from tests.bot.room import Room, lines, words


async def test_choose_shows_what_there_is_to_choose(room: Room) -> None:
    reply = await room.say("Ann", "choose")

    assert ["choose path", "choose advanced"] == lines(reply)
    assert "Computer Vision" not in words(reply)
    one = await room.tap("Ann", reply, "Your path")
    assert ["choose path vision", "choose path nlp"] == lines(one)
    assert "▫️ Computer Vision" in words(one)


async def test_each_choice_has_one_line_until_it_is_tapped(room: Room) -> None:
    await room.say("Ann", "choose path nlp")

    shown = words(await room.say("Ann", "choose")).splitlines()

    _, first, second, hint = shown
    assert ("✅ Your path: NLP", "Tap one to see its options.") == (first, hint)
    assert second.endswith(": still open")


@pytest.mark.parametrize("typed", ["path nlp", "PATH NLP", "path 2", "path b", "path option b", "nlp", "path NLP"])
async def test_an_option_is_named_in_many_ways(room: Room, typed: str) -> None:
    assert "You picked NLP." in words(await room.say("Ann", f"choose {typed}"))
    assert {"path": "nlp"} == await room.store.read(read_choices, LearnerId(1), "climb")


async def test_an_option_by_its_title_with_a_slip(room: Room) -> None:
    assert "You picked Computer Vision." in words(await room.say("Ann", "choose computr vision"))


@pytest.mark.parametrize("typed", ["path 3", "path zz", "path 0", "research lead", "vision nlp"])
async def test_what_is_no_option_changes_nothing(room: Room, typed: str) -> None:
    reply = await room.say("Ann", f"choose {typed}")

    assert "I can’t find the option" in words(reply)
    assert {} == await room.store.read(read_choices, LearnerId(1), "climb")


async def test_changing_ones_choice_keeps_ticks_and_counts_them_once(room: Room) -> None:
    await room.say("Ann", "done week4-paper, week4-talk")
    before = words(await room.say("Ann", "progress"))

    changed = await room.say("Ann", "choose advanced lead")

    assert "You switched from Research to Leadership." in words(changed)
    assert "0 % of" not in before
    assert "🟡 MID 0 of " in words(await room.say("Ann", "progress"))
    back = await room.say("Ann", "choose advanced research")
    assert "You switched from Leadership to Research." in words(back)
    assert words(await room.say("Ann", "progress")) == before


async def test_going_back_to_an_option_that_was_done_completes_its_block_once(room: Room) -> None:
    await room.say("Ann", "choose advanced lead")
    await room.say("Ann", "done week4-paper, week4-talk")

    reply = await room.say("Ann", "choose advanced research")

    assert "🎉 You finished 🟡 MID" in words(reply)


async def test_the_deed_of_a_choice_is_the_tick_that_it_made(room: Room) -> None:
    first = await room.say("Ann", "/choose vision")
    again = await room.say("Ann", "/choose language")

    assert ("✅ Choose your path done!", "undo #1") == (first.deed.plain, first.undo)
    assert ("", "") == (again.deed.plain, again.undo)


async def test_the_same_choice_again_says_so(room: Room) -> None:
    await room.say("Ann", "choose path nlp")

    reply = await room.say("Ann", "choose path nlp")

    assert "You already picked NLP." in words(reply)
    assert "done!" not in words(reply)


async def test_a_roadmap_without_choices_says_so(sqlite_store: Store) -> None:
    plain = Roadmap("plain", "Plain", (Level("l", "L", "", (Month("m", "", (Block("b", "B", (Task("t", "T"),)),)),)),))
    room = Room(sqlite_store, (plain,))

    assert "has no options" in words(await room.say("Ann", "choose"))
    assert "no self-check" in words(await room.say("Ann", "criteria"))


async def test_options_with_long_slugs_are_tapped_by_number(sqlite_store: Store) -> None:
    slugs = [f"a-very-long-option-slug-that-nobody-should-write-{n}" for n in range(2)]
    options = tuple(Option(slug, f"Option {slug[-1]}") for slug in slugs)
    block = Block("week1", "B", (Task("t", "T"),), (Choice("which-way-to-go", "Way", options),))
    room = Room(sqlite_store, (Roadmap("r", "R", (Level("l", "L", "", (Month("m", "", (block,)),)),)),))

    reply = await room.say("Ann", "choose")

    first, second = lines(reply)
    assert ("choose which-way-to-go 1.b5728", "choose which-way-to-go 2.c67be") == (first, second)
    other = second.replace("go 2", "go 1")  # the options changed places since
    assert "still open" in words(await room.say("Ann", other, tapped=True))
    assert "You picked Option 1" in words(await room.tap("Ann", reply, "Option 1"))


async def test_suggestions_of_options(room: Room) -> None:
    assert ["path vision"] == [one.value for one in await room.suggest("Ann", "choose", "choice", "vis")]
